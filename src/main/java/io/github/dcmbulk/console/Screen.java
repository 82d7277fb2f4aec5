package io.github.dcmbulk.console;

/** A terminal on which progress is drawn. */
interface Screen {
  /** Its present width, in cells. */
  int columns();

  /** Its present height, in lines. */
  int rows();

  /** Whether the process is in the terminal's foreground. */
  boolean isForeground();

  /** Writes everything in one call, so that no partial drawing is visible. */
  void write(String text);
}
