package io.github.dcmbulk.journal;

/**
 * Number of studies by progress.
 *
 * @param found found so far
 * @param toSend those of them that have, or had, something to be sent in this run
 * @param done those of these of which nothing more is to be sent
 */
public record StudyCounts(long found, long toSend, long done) {}
