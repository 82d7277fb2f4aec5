package io.github.dcmbulk.reconcile;

import org.jspecify.annotations.Nullable;

/**
 * A study that is not complete or not listed.
 *
 * @param uid Study Instance UID; null where the list has only an accession number that is unknown
 *     or not unique
 * @param state its state
 * @param line its first line in the list; null if it is not listed
 * @param date Study Date of the list, otherwise of its files, as {@code yyyyMMdd}; null if unknown
 * @param modalities modalities by the list; null if unknown
 * @param listed instances by the list; null if it has no count
 * @param found number of files found
 * @param delivered number of instances delivered
 * @param rejected files rejected, and instances refused permanently
 * @param waiting instances that a later run will send
 * @param reason why it is not complete, in words
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
