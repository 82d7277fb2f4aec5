package io.github.dcmbulk.console;

/**
 * A formatted line.
 *
 * @param text the text with escape sequences for colours
 * @param width width in cells
 */
record Line(String text, int width) {}
