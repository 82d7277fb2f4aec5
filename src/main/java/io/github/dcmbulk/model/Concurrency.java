package io.github.dcmbulk.model;

/**
 * Number of instances in flight at the same time.
 *
 * @param mode {@code auto} or {@code fixed}
 * @param limit limit at the end of the run
 * @param most highest limit during the run
 * @param why reason for the limit in a few words, for messages
 */
public record Concurrency(String mode, int limit, int most, String why) {}
