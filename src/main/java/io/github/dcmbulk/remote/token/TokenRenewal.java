package io.github.dcmbulk.remote.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A thread that requests the next token while the present one is valid, so that no worker waits for
 * it. It starts with the first token and ends with {@link #close}.
 */
final class TokenRenewal implements AutoCloseable {
  /** The clock may be changed, and the machine may sleep: check at least this often. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final Clock clock;
  private final Supplier<@Nullable Instant> due;
  private final Job job;
  private @Nullable Thread thread;
  private boolean closed;

  /** The work to do when it is due. */
  @FunctionalInterface
  interface Job {
    /** Makes one attempt; handles its own failures. */
    void run() throws InterruptedException;
  }

  /**
   * Prepares; starts no thread.
   *
   * @param due when the next attempt is due; null for none
   */
  TokenRenewal(Clock clock, Supplier<@Nullable Instant> due, Job job) {
    this.clock = clock;
    this.due = due;
    this.job = job;
  }

  /** The due time may have changed. */
  synchronized void wake() {
    if (thread == null && !closed && due.get() != null) {
      thread = new Thread(this::run, "token-renewal");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void run() {
    try {
      while (awaitDue()) {
        job.run();
      }
    } catch (InterruptedException e) {
      // Closed.
    }
  }

  private synchronized boolean awaitDue() throws InterruptedException {
    while (!closed) {
      Instant next = due.get();
      Duration left = next == null ? BETWEEN_LOOKS : Duration.between(clock.instant(), next);
      if (left.isZero() || left.isNegative()) {
        return true;
      }
      wait(
          Math.max(
              1, left.compareTo(BETWEEN_LOOKS) < 0 ? left.toMillis() : BETWEEN_LOOKS.toMillis()));
    }
    return false;
  }

  @Override
  public synchronized void close() {
    closed = true;
    notifyAll();
    if (thread != null) {
      thread.interrupt();
    }
  }
}
