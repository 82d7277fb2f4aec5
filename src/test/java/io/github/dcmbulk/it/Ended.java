package io.github.dcmbulk.it;

/**
 * How a process ended.
 *
 * @param exit its exit code
 * @param out what it wrote to standard output
 * @param err what it wrote to standard error
 */
record Ended(int exit, String out, String err) {}
