package io.github.dcmbulk.remote.token;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that fetches the next token while the one in hand is good, so that no worker waits for
 * it. It begins with the first token, and ends with {@link #close}.
 */
final class TokenRenewal implements AutoCloseable {
  /** The clock may be set, and the machine may sleep: it is looked at again after this time. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(30);

  private final Clock clock;
  private final Supplier<@Nullable Instant> due;
  private final Job job;
  private @Nullable Thread thread;
  private boolean closed;

  /** What is done when it is due. */
  @FunctionalInterface
  interface Job {
    /** One attempt; what goes wrong is its own matter. */
    void run() throws InterruptedException;
  }

  /**
   * Prepares; nothing runs yet.
   *
   * @param due when the next attempt is due; null while there is nothing to do
   */
  TokenRenewal(Clock clock, Supplier<@Nullable Instant> due, Job job) {
    this.clock = clock;
    this.due = due;
    this.job = job;
  }

  /** What is due may have changed. */
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
