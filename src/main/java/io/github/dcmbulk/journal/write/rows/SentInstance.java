package io.github.dcmbulk.journal.write.rows;

/**
 * An instance that had not been delivered when it was sent. Its row has nearly always stayed as it
 * was then, and need not be read again.
 *
 * @param study the row of its study
 * @param size length of the file in bytes
 */
public record SentInstance(long study, long size) {}
