package io.github.dcmbulk.console;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Buckets and what is in them, in aligned columns. */
public final class Table {
  private static final int LABEL_WIDTH = 30;
  private static final int COUNT_WIDTH = 12;

  private final PrintWriter out;

  /** Prints there. */
  public Table(PrintWriter out) {
    this.out = out;
  }

  /** A bucket's line; printed also when it is empty. */
  public void bucket(String label, long count, @Nullable String remark) {
    line(label, count, remark);
  }

  /** A line inside a bucket; left out when there is nothing to count. */
  public void item(String label, long count, @Nullable String remark) {
    if (count > 0) {
      line("  " + label, count, remark);
    }
  }

  private void line(String label, long count, @Nullable String remark) {
    StringBuilder line = new StringBuilder(label);
    line.append(" ".repeat(Math.max(1, LABEL_WIDTH - label.length())));
    String number = Quantity.count(count);
    line.append(" ".repeat(Math.max(0, COUNT_WIDTH - number.length()))).append(number);
    if (remark != null) {
      line.append("  ").append(remark);
    }
    out.println(line);
  }
}
