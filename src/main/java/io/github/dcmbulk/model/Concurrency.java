package io.github.dcmbulk.model;

/**
 * How many instances travel at once.
 *
 * @param mode {@code auto} or {@code fixed}
 * @param limit at most so many, in the end
 * @param most at most so many, at the height
 * @param why the reason in a few words, for people
 */
public record Concurrency(String mode, int limit, int most, String why) {}
