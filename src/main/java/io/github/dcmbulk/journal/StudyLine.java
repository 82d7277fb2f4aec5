package io.github.dcmbulk.journal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A study in a report. {@code found = delivered + rejected + failed + waiting}; duplicates of an
 * instance are not counted.
 *
 * @param uid Study Instance UID
 * @param date Study Date (0008,0020) as {@code yyyyMMdd}; null if unknown
 * @param modalities its modalities, in alphabetical order
 * @param series how many series
 * @param found files and instances found
 * @param delivered instances delivered
 * @param rejected files rejected or unreadable, and instances in conflict
 * @param failed instances that failed
 * @param waiting instances pending or held
 * @param bytes size of the delivered instances
 * @param state {@code complete}, {@code completeExceptRejected} or {@code incomplete}
 * @param firstSent when its first instance was delivered; null for none
 * @param lastSent when its last instance was delivered; null for none
 * @param delivery number of its last delivery; 0 for none
 * @param isWaived whether it is waived, or every file of it that stays behind
 */
public record StudyLine(
    String uid,
    @Nullable String date,
    List<String> modalities,
    long series,
    long found,
    long delivered,
    long rejected,
    long failed,
    long waiting,
    long bytes,
    String state,
    @Nullable Instant firstSent,
    @Nullable Instant lastSent,
    long delivery,
    boolean isWaived) {}
