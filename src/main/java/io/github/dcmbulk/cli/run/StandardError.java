package io.github.dcmbulk.cli.run;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.github.dcmbulk.model.Count;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * Standard error that never waits for its reader: a run must neither stop nor ignore signals
 * because standard error is not read. A separate thread writes; when more than {@value #MOST} bytes
 * wait, lines are dropped and counted. Thread-safe.
 */
public final class StandardError extends OutputStream {
  private static final int MOST = 1 << 20;
  private static final int CHUNK = 1 << 16;

  private final OutputStream out;
  private final Deque<byte[]> waiting = new ArrayDeque<>();
  private int bytes;
  private long lost;
  private long taken;
  private long givenUpAt = -1;
  private boolean isStarted;
  private boolean isWriting;
  private boolean isBroken;

  /** Writes to that stream, on a separate thread. */
  public StandardError(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] from, int offset, int length) {
    if (isBroken || length == 0) {
      return;
    }
    if (bytes + length > MOST) {
      lost++;
      return;
    }
    if (lost > 0) {
      add(
          ("... "
                  + Count.of(lost, "line is", "lines are")
                  + " missing: standard error was not read\n")
              .getBytes(UTF_8));
      lost = 0;
    }
    add(Arrays.copyOfRange(from, offset, offset + length));
    if (!isStarted) {
      isStarted = true;
      Thread thread = new Thread(this::work, "standard-error");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void add(byte[] piece) {
    waiting.add(piece);
    bytes += piece.length;
    notifyAll();
  }

  private void work() {
    try {
      while (true) {
        writeOut(next());
      }
    } catch (IOException | InterruptedException e) {
      giveUp();
    }
  }

  /** The waiting text, at most as much as a pipe holds. */
  private synchronized byte[] next() throws InterruptedException {
    isWriting = false;
    taken++;
    notifyAll();
    while (waiting.isEmpty()) {
      wait();
    }
    isWriting = true;
    ByteArrayOutputStream chunk = new ByteArrayOutputStream();
    while (!waiting.isEmpty() && chunk.size() < CHUNK) {
      byte[] piece = waiting.remove();
      bytes -= piece.length;
      chunk.writeBytes(piece);
    }
    return chunk.toByteArray();
  }

  private void writeOut(byte[] chunk) throws IOException {
    out.write(chunk);
    out.flush();
  }

  /** The reader is gone: a closed pipe or terminal. */
  private synchronized void giveUp() {
    isBroken = true;
    isWriting = false;
    waiting.clear();
    bytes = 0;
    notifyAll();
  }

  /**
   * Waits until everything is written, as long as the reader continues to read. After a reader was
   * given up, it must read something before it is waited for again.
   *
   * @param patience longest time in which it reads nothing
   */
  public synchronized void drain(Duration patience) {
    long seen = taken;
    long until = System.nanoTime() + patience.toNanos();
    try {
      while (!isBroken && (isWriting || !waiting.isEmpty()) && taken != givenUpAt) {
        long left = until - System.nanoTime();
        if (left <= 0) {
          givenUpAt = taken;
          return;
        }
        // One millisecond more: a timeout of zero would mean for ever.
        wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        if (taken != seen) {
          seen = taken;
          until = System.nanoTime() + patience.toNanos();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
