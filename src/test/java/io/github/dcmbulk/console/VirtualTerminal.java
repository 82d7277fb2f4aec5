package io.github.dcmbulk.console;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A terminal in memory: shows what is written to it as a screen would. */
public final class VirtualTerminal implements Screen {
  private static final Pattern SEQUENCE = Pattern.compile("\u001B\\[(\\??)(\\d*(?:;\\d+)*)(\\w)");

  private final List<StringBuilder> lines = new ArrayList<>(List.of(new StringBuilder()));
  private int columns;
  private int rows;
  private int row;
  private int column;
  private boolean cursor = true;
  private boolean foreground = true;
  private int writes;
  private int widest;
  private boolean endedWithoutCursor;

  /** An empty terminal of that size. */
  public VirtualTerminal(int columns, int rows) {
    this.columns = columns;
    this.rows = rows;
  }

  /** Its content, without trailing spaces. */
  public List<String> text() {
    List<String> text = new ArrayList<>();
    lines.forEach(line -> text.add(line.toString().stripTrailing()));
    while (!text.isEmpty() && text.get(text.size() - 1).isEmpty()) {
      text.remove(text.size() - 1);
    }
    return text;
  }

  /** Whether the cursor is visible. */
  public boolean hasCursor() {
    return cursor;
  }

  /** Width of the widest line so far. */
  public int widest() {
    return widest;
  }

  int writes() {
    return writes;
  }

  boolean everEndedWithoutCursor() {
    return endedWithoutCursor;
  }

  void setForeground(boolean foreground) {
    this.foreground = foreground;
  }

  /** A terminal that becomes narrower wraps its lines, as tmux and most emulators do. */
  void resize(int newColumns) {
    List<StringBuilder> wrapped = new ArrayList<>();
    int newRow = 0;
    for (int i = 0; i < lines.size(); i++) {
      if (i == row) {
        newRow = wrapped.size();
      }
      StringBuilder line = lines.get(i);
      for (int from = 0; from == 0 || from < line.length(); from += newColumns) {
        wrapped.add(
            new StringBuilder(line.substring(from, Math.min(line.length(), from + newColumns))));
      }
    }
    lines.clear();
    lines.addAll(wrapped);
    row = newRow;
    columns = newColumns;
  }

  @Override
  public int columns() {
    return columns;
  }

  @Override
  public int rows() {
    return rows;
  }

  @Override
  public boolean isForeground() {
    return foreground;
  }

  @Override
  public void write(String text) {
    writes++;
    Matcher sequence = SEQUENCE.matcher(text);
    for (int i = 0; i < text.length(); ) {
      if (text.charAt(i) == '\u001B') {
        if (!sequence.find(i) || sequence.start() != i) {
          throw new AssertionError("unknown escape sequence in " + text.replace('\u001B', '^'));
        }
        act(sequence);
        i = sequence.end();
      } else {
        put(text.charAt(i++));
      }
    }
    endedWithoutCursor |= !cursor;
  }

  private void act(Matcher sequence) {
    int number = sequence.group(2).matches("\\d+") ? Integer.parseInt(sequence.group(2)) : 0;
    switch (sequence.group(1) + sequence.group(3)) {
      case "A" -> row = Math.max(0, row - Math.max(1, number));
      case "K" -> clearLineEnd(row, column);
      case "J" -> {
        clearLineEnd(row, column);
        while (lines.size() > row + 1) {
          lines.remove(lines.size() - 1);
        }
      }
      case "m" -> {
        // Colours do not move anything.
      }
      case "?h" -> cursor = true;
      case "?l" -> cursor = false;
      default -> throw new AssertionError("unknown sequence " + sequence.group());
    }
  }

  private void clearLineEnd(int line, int from) {
    if (lines.get(line).length() > from) {
      lines.get(line).setLength(from);
    }
  }

  private void put(char c) {
    if (c == '\r') {
      column = 0;
    } else if (c == '\n') {
      down();
    } else {
      if (column >= columns) {
        column = 0;
        down();
      }
      StringBuilder line = lines.get(row);
      while (line.length() <= column) {
        line.append(' ');
      }
      line.setCharAt(column++, c);
      widest = Math.max(widest, column);
    }
  }

  private void down() {
    row++;
    if (row == lines.size()) {
      lines.add(new StringBuilder());
    }
  }
}
