package io.github.dcmbulk.console;

/**
 * A line that is laid out.
 *
 * @param text with its colours
 * @param width in cells
 */
record Line(String text, int width) {}
