package io.github.dcmbulk.console;

/** A terminal that can be drawn on. */
interface Screen {
  /** Its width now, in cells. */
  int columns();

  /** Its height now, in lines. */
  int rows();

  /** Whether the program owns the terminal at the moment, rather than a shell it runs behind. */
  boolean isForeground();

  /** Writes all of it at once, so that nothing half drawn is ever seen. */
  void write(String text);
}
