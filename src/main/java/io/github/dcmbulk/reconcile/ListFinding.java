package io.github.dcmbulk.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * A study that needs a person's attention.
 *
 * @param uid Study Instance UID; null where the list names only an accession number that is not
 *     unique or not known
 * @param state where it stands
 * @param line where the list names it first; null if it does not
 * @param date Study Date of the list, else of its files, as {@code yyyyMMdd}; null if unknown
 * @param modalities its modalities by the list; null if unknown
 * @param listed instances by the list; null if it gives no count
 * @param found files found
 * @param delivered instances delivered
 * @param rejected files rejected, and instances refused for good
 * @param waiting instances that a later run delivers
 * @param reason why it is not done, in words
 * @param isWaived whether it is waived
 */
public record ListFinding(
    @Nullable String uid,
    ListedState state,
    @Nullable Long line,
    @Nullable String date,
    @Nullable String modalities,
    @Nullable Long listed,
    long found,
    long delivered,
    long rejected,
    long waiting,
    String reason,
    boolean isWaived) {}
