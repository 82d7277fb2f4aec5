package io.github.dcmbulk.it;

/**
 * Result of a process.
 *
 * @param exit its exit code
 * @param out its standard output
 * @param err its standard error
 */
record Ended(int exit, String out, String err) {}
