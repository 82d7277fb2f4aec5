package io.github.dcmbulk.journal;

/**
 * Studies by how far they are.
 *
 * @param found found so far
 * @param toSend those of them that have, or had, something to be sent in this run
 * @param done those of these that nothing more is to be sent of
 */
public record StudyCounts(long found, long toSend, long done) {}
