package io.github.dcmbulk.console;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.atomic.LongAdder;

/**
 * A few lines at the end of a terminal that are drawn repeatedly, with other output above them. The
 * cursor stays below the block and is hidden only within a write, so that it is visible however the
 * process ends, SIGKILL included. Thread-safe.
 */
final class LiveBlock {
  private static final String ESCAPE = "\u001B[";
  private static final String HIDE_CURSOR = ESCAPE + "?25l";
  private static final String SHOW_CURSOR = ESCAPE + "?25h";
  private static final String CLEAR_LINE_END = ESCAPE + "K";
  private static final String CLEAR_BELOW = ESCAPE + "J";
  private static final String NEW_LINE = "\r\n";

  private static final int MOST_WAITING = 1000;

  private final Screen screen;
  private final Queue<String> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
  private final LongAdder lost = new LongAdder();
  private List<Line> drawn = List.of();

  LiveBlock(Screen screen) {
    this.screen = screen;
  }

  /** Draws the lines in place of the previous ones. */
  synchronized void draw(List<Line> lines) {
    StringBuilder frame = new StringBuilder(HIDE_CURSOR).append(toTop());
    appendWaiting(frame);
    for (Line line : lines) {
      frame.append(line.text()).append(CLEAR_LINE_END).append(NEW_LINE);
    }
    screen.write(frame.append(CLEAR_BELOW).append(SHOW_CURSOR).toString());
    drawn = List.copyOf(lines);
  }

  /**
   * Prints a permanent line above the block at the next draw. Does not wait for the terminal, which
   * Ctrl-S may have stopped.
   */
  void printAbove(String line) {
    if (!waiting.offer(line)) {
      lost.increment();
    }
  }

  /** Prints the waiting lines, without drawing the block. */
  synchronized void printWaiting() {
    StringBuilder lines = new StringBuilder();
    appendWaiting(lines);
    if (!lines.isEmpty()) {
      screen.write(lines.toString());
    }
  }

  /** Removes the block from the terminal. */
  synchronized void clear() {
    boolean isClean = drawn.isEmpty() && waiting.isEmpty();
    if (!isClean) {
      StringBuilder frame = new StringBuilder(toTop()).append(CLEAR_BELOW);
      appendWaiting(frame);
      screen.write(frame.toString());
      drawn = List.of();
    }
  }

  /** Other programs wrote to the terminal: draw the next block below. */
  synchronized void forget() {
    drawn = List.of();
  }

  private void appendWaiting(StringBuilder frame) {
    for (String line = waiting.poll(); line != null; line = waiting.poll()) {
      frame.append(line).append(CLEAR_LINE_END).append(NEW_LINE);
    }
    long more = lost.sumThenReset();
    if (more > 0) {
      frame.append("... and ").append(Quantity.of(more, "line", "lines")).append(" more");
      frame.append(CLEAR_LINE_END).append(NEW_LINE);
    }
  }

  /** A terminal that became narrower has wrapped the drawn lines. */
  private String toTop() {
    int columns = Math.max(1, screen.columns());
    int height = 0;
    for (Line line : drawn) {
      height += Math.max(1, (line.width() + columns - 1) / columns);
    }
    height = Math.min(height, Math.max(0, screen.rows() - 1));
    return height == 0 ? "\r" : "\r" + ESCAPE + height + "A";
  }
}
