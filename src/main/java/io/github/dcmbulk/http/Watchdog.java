package io.github.dcmbulk.http;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** One thread that looks after all requests on their way, and after what is left of them. */
final class Watchdog implements AutoCloseable {
  private static final long TICK = TimeUnit.MILLISECONDS.toNanos(50);

  private final Set<Flight> flights = ConcurrentHashMap.newKeySet();
  private final Runnable tidy;
  private final Thread thread = new Thread(this::watch, "http-watchdog");
  private volatile boolean closed;

  /**
   * Begins to watch.
   *
   * @param tidy is done every now and then
   */
  Watchdog(Runnable tidy) {
    this.tidy = tidy;
    thread.setDaemon(true);
    thread.start();
  }

  void add(Flight flight) {
    flights.add(flight);
    if (closed) {
      flight.abort();
    }
  }

  void remove(Flight flight) {
    flights.remove(flight);
  }

  private void watch() {
    while (!closed) {
      LockSupport.parkNanos(this, TICK);
      flights.forEach(Flight::check);
      tidy.run();
    }
  }

  /** Breaks all of them off. */
  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(thread);
    flights.forEach(Flight::abort);
  }
}
