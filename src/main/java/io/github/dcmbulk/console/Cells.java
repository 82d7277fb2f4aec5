package io.github.dcmbulk.console;

import org.jline.utils.WCWidth;

/** Text in terminal cells: its width, shortening, and escaping of control characters. */
public final class Cells {
  private Cells() {}

  /** Number of cells of a text without control characters. */
  static int width(String text) {
    return text.codePoints().map(c -> Math.max(0, WCWidth.wcwidth(c))).sum();
  }

  /** The text; if it is too wide, its beginning and an ellipsis. */
  static String cut(String text, int columns) {
    if (width(text) <= columns) {
      return text;
    }
    StringBuilder kept = new StringBuilder();
    int free = columns - 1;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      free -= Math.max(0, WCWidth.wcwidth(c));
      if (free < 0) {
        break;
      }
      kept.appendCodePoint(c);
      i += Character.charCount(c);
    }
    return columns > 0 ? kept + "…" : "";
  }

  /**
   * The text with every character escaped that could move a cursor, break a line or change the
   * direction of text.
   */
  public static String safe(String text) {
    if (text.codePoints().noneMatch(Cells::isActive)) {
      return text;
    }
    StringBuilder safe = new StringBuilder();
    text.codePoints()
        .forEach(
            c -> {
              if (isActive(c)) {
                safe.append(String.format(c < 0x100 ? "\\x%02X" : "\\u%04X", c));
              } else {
                safe.appendCodePoint(c);
              }
            });
    return safe.toString();
  }

  private static boolean isActive(int c) {
    return Character.isISOControl(c)
        || c == 0x2028
        || c == 0x2029
        || (c >= 0x202A && c <= 0x202E)
        || (c >= 0x2066 && c <= 0x2069);
  }
}
