package io.github.dcmbulk.journal;

/**
 * A study as the journal knows it.
 *
 * @param id its row
 * @param uid Study Instance UID
 * @param seen number of the directory it was last met in
 * @param delivery number of the last delivery begun; 0 when there was none
 * @param lastPutMillis when something of it was last under way; 0 when never
 * @param complete whether the last delivery went through
 * @param broken whether a pause broke the last delivery, so that it must go again whole
 * @param newestNanos modification time of its newest file
 * @param pending instances to be sent
 * @param uploaded instances delivered, in whichever delivery
 * @param sent instances delivered in the last delivery
 */
public record StudyState(
    long id,
    String uid,
    long seen,
    long delivery,
    long lastPutMillis,
    boolean complete,
    boolean broken,
    long newestNanos,
    long pending,
    long uploaded,
    long sent) {}
