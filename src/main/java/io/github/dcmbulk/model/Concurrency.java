package io.github.dcmbulk.model;

/**
 * How many instances travel at once.
 *
 * @param limit at most so many
 * @param why the reason in a few words, for people
 */
public record Concurrency(int limit, String why) {}
