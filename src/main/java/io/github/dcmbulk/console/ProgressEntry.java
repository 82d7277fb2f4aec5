package io.github.dcmbulk.console;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A line of the progress before it is fitted to a width.
 *
 * @param rank importance of the line; 0 is the most important
 * @param label its first column; may be empty
 * @param parts the text after the label, in descending importance
 */
record ProgressEntry(int rank, String label, List<Part> parts) {
  /** Width of the first column, in cells. */
  static final int LABEL_WIDTH = 11;

  /**
   * Cells. A last part that does not fit is shortened, and not omitted, if so much remains visible.
   */
  private static final int WORTH_SEEING = 12;

  /** Least width at which a line has more than its label. */
  static final int LEAST_WIDTH = LABEL_WIDTH + WORTH_SEEING;

  /** A piece of text with its colour. */
  record Part(String text, Tone tone) {}

  /** Colour of a piece of text. */
  enum Tone {
    PLAIN,
    FAINT,
    NOTABLE,
    BAD;

    private String of(Style style, String text) {
      return switch (this) {
        case PLAIN -> text;
        case FAINT -> style.label(text);
        case NOTABLE -> style.notable(text);
        case BAD -> style.bad(text);
      };
    }
  }

  /** The line, at most that wide. */
  Line line(Style style, int width, String gap) {
    StringBuilder text = new StringBuilder(style.label(label(label)));
    int used = LABEL_WIDTH;
    for (Part part : parts) {
      boolean first = used == LABEL_WIDTH;
      int free = width - used - (first ? 0 : gap.length());
      boolean last = parts.indexOf(part) == parts.size() - 1;
      if (Cells.width(part.text) > free && !first && !(last && free >= WORTH_SEEING)) {
        break;
      }
      String shown = Cells.cut(part.text, free);
      text.append(first ? "" : gap).append(part.tone.of(style, shown));
      used += (first ? 0 : gap.length()) + Cells.width(shown);
    }
    return new Line(text.toString(), used);
  }

  /** The text, padded to the width of the first column. */
  static String label(String text) {
    return text + " ".repeat(LABEL_WIDTH - text.length());
  }

  /** Adds a count with its noun, unless it is zero. */
  static void add(List<Part> parts, long count, String what, Tone tone) {
    if (count > 0) {
      parts.add(new Part(Quantity.count(count) + " " + what, tone));
    }
  }

  /** Plain parts of these texts; null ones are left out. */
  static List<Part> parts(@Nullable String... texts) {
    List<Part> parts = new ArrayList<>();
    for (String text : texts) {
      if (text != null) {
        parts.add(new Part(text, Tone.PLAIN));
      }
    }
    return parts;
  }
}
