package io.github.dcmbulk.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread that checks the deadlines of all requests, and closes connections that idle. */
final class Watchdog implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  private final Set<RequestDeadline> deadlines = ConcurrentHashMap.newKeySet();
  private final Runnable tidy;
  private final Thread thread = new Thread(this::watch, "http-watchdog");
  private volatile boolean closed;

  /**
   * Begins to watch.
   *
   * @param tidy is run at every tick
   */
  Watchdog(Runnable tidy) {
    this.tidy = tidy;
    thread.setDaemon(true);
    thread.start();
  }

  void add(RequestDeadline deadline) {
    deadlines.add(deadline);
    if (closed) {
      deadline.abort();
    }
  }

  void remove(RequestDeadline deadline) {
    deadlines.remove(deadline);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, TICK);
      deadlines.forEach(RequestDeadline::check);
      tidy.run();
    }
  }

  /** Aborts all requests. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    deadlines.forEach(RequestDeadline::abort);
  }
}
