package io.github.dcmbulk.console;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Passes on what is written to {@link System#err} as lines: log lines and messages of libraries or
 * the JVM must not be mixed with the drawn progress.
 */
final class ErrorLines implements AutoCloseable {
  private final PrintStream before = System.err;
  private final LineStream lines;

  /** Replaces {@link System#err} until closed. */
  ErrorLines(Consumer<String> line) {
    lines = new LineStream(line);
    System.setErr(new PrintStream(lines, true, StandardCharsets.UTF_8));
  }

  @Override
  public void close() {
    System.setErr(before);
    lines.endLine();
  }

  private static final class LineStream extends OutputStream {
    private final Consumer<String> line;
    private final ByteArrayOutputStream begun = new ByteArrayOutputStream();

    LineStream(Consumer<String> line) {
      this.line = line;
    }

    @Override
    public synchronized void write(int b) {
      if (b == '\n') {
        line.accept(begun.toString(StandardCharsets.UTF_8));
        begun.reset();
      } else if (b != '\r') {
        begun.write(b);
      }
    }

    @Override
    public synchronized void write(byte[] bytes, int from, int length) {
      for (int i = from; i < from + length; i++) {
        write(bytes[i]);
      }
    }

    synchronized void endLine() {
      if (begun.size() > 0) {
        write('\n');
      }
    }
  }
}
