package io.github.dcmbulk.console;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Does something again and again, on a thread of its own, until it is closed. */
final class Ticker implements AutoCloseable {
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

  /** The first time comes after one interval: what is over sooner needs no progress. */
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

  /** Nothing is done any more on return. */
  @Override
  public synchronized void close() {
    closed.countDown();
    try {
      if (thread != null) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
