package io.github.dcmbulk.console;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/**
 * Groups and their items in aligned columns. A remark that does not fit beside its number is
 * printed below it without shortening: it may be a path to copy.
 */
public final class Table {
  /** Width of output that does not go to a terminal. */
  public static final int ANY_WIDTH = Integer.MAX_VALUE;

  private static final int LABEL_WIDTH = 30;
  private static final int COUNT_WIDTH = 12;
  private static final String BELOW = "    ";

  private final PrintWriter out;
  private final int columns;
  private final int labelWidth;

  /** Prints to that writer, with any width. */
  public Table(PrintWriter out) {
    this(out, ANY_WIDTH);
  }

  /** Prints to that writer, in lines of that width where possible. */
  public Table(PrintWriter out, int columns) {
    this.out = out;
    this.columns = columns;
    this.labelWidth = Math.max(20, Math.min(LABEL_WIDTH, columns - COUNT_WIDTH));
  }

  /** The line of a group; printed also for a count of zero. */
  public void bucket(String label, long count, @Nullable String remark) {
    line(label, count, remark);
  }

  /** A line within a group; omitted for a count of zero. */
  public void item(String label, long count, @Nullable String remark) {
    if (count > 0) {
      line("  " + label, count, remark);
    }
  }

  private void line(String label, long count, @Nullable String remark) {
    StringBuilder line = new StringBuilder(label);
    line.append(" ".repeat(Math.max(1, labelWidth - label.length())));
    String number = Quantity.count(count);
    line.append(" ".repeat(Math.max(0, COUNT_WIDTH - number.length()))).append(number);
    if (remark == null) {
      out.println(line);
    } else if (line.length() + 2 + Cells.width(remark) <= columns) {
      out.println(line + "  " + remark);
    } else {
      out.println(line);
      out.println(BELOW + remark);
    }
  }
}
