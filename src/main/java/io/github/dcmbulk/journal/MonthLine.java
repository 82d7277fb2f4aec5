package io.github.dcmbulk.journal;

import org.jspecify.annotations.Nullable;

/**
 * The studies of a month and modality in a report.
 *
 * @param month {@code yyyy-MM} of the study date; null if unknown
 * @param modality (0008,0060); null if a file names none
 * @param studies studies with such instances
 * @param found files and instances found, without duplicates
 * @param sent instances that the run itself delivered; all that are delivered in a report on all
 *     runs
 * @param sentBytes their size
 * @param delivered instances delivered, in whichever run
 * @param rejected files rejected or unreadable, and instances in conflict
 * @param failed instances that failed
 * @param waiting instances pending or held
 */
public record MonthLine(
    @Nullable String month,
    @Nullable String modality,
    long studies,
    long found,
    long sent,
    long sentBytes,
    long delivered,
    long rejected,
    long failed,
    long waiting) {}
