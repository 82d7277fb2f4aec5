package io.github.dcmbulk.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Runs a task repeatedly on a separate thread until it is closed. */
final class Ticker implements AutoCloseable {
  private static final long PATIENCE_MILLIS = 2000;

  private final String name;
  private final Duration interval;
  private final Runnable action;
  private final CountDownLatch closed = new CountDownLatch(1);
  private @Nullable Thread thread;

  Ticker(String name, Duration interval, Runnable action) {
    this.name = name;
    this.interval = interval;
    this.action = action;
  }

  /** The first run is after one interval: shorter work needs no progress. */
  synchronized void start() {
    Thread ticking = new Thread(this::tick, name);
    ticking.setDaemon(true);
    ticking.start();
    thread = ticking;
  }

  private void tick() {
    try {
      while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
        action.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Starts no further run. */
  @Override
  public void close() {
    end();
  }

  /**
   * Waits until the present run has ended, unless it is blocked: by a terminal that was stopped
   * with Ctrl-S, or a pipe that is not read.
   *
   * @return false if it is blocked
   */
  synchronized boolean end() {
    closed.countDown();
    try {
      if (thread != null) {
        thread.join(PATIENCE_MILLIS);
        return !thread.isAlive();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return true;
  }
}
