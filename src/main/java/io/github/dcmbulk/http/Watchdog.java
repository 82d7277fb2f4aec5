package io.github.dcmbulk.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A thread that checks the deadlines of all requests and closes overdue connections. */
final class Watchdog implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  private final Set<RequestDeadline> deadlines = ConcurrentHashMap.newKeySet();
  private final Runnable closeOverdue;
  private final Thread thread = new Thread(this::watch, "http-watchdog");
  private volatile boolean closed;

  /**
   * Starts the thread.
   *
   * @param closeOverdue called at every tick
   */
  Watchdog(Runnable closeOverdue) {
    this.closeOverdue = closeOverdue;
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
      closeOverdue.run();
    }
  }

  /** Aborts all requests and stops the thread. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    deadlines.forEach(RequestDeadline::abort);
  }
}
