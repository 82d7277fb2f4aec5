package io.github.dcmbulk.http;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * One request on its way: how long it may stand still, and how to break it off. A blocked socket
 * heeds neither interruption nor, while writing, a time-out; {@link Watchdog} does it instead.
 */
final class Flight {
  private static final long NEVER = Long.MAX_VALUE;

  /** Whoever closed a connection long ago says so within a round trip. */
  private static final long AT_ONCE = TimeUnit.SECONDS.toNanos(1);

  private final Thread worker = Thread.currentThread();
  private final long patience;
  private final long started = System.nanoTime();
  private volatile long limit;
  private volatile boolean timedOut;
  private Closeable held = () -> {};
  private boolean aborted;

  Flight(Duration connectTimeout, Duration readTimeout) {
    this.patience = readTimeout.toNanos();
    // Twice: TCP connect and TLS handshake each have the connect time-out of their own.
    this.limit = 2 * connectTimeout.toNanos() + 2 * patience;
  }

  /** What it blocks on from now, which is closed to break it off; at once if it was broken off. */
  void holds(Closeable connection) {
    boolean tooLate;
    synchronized (this) {
      held = connection;
      tooLate = aborted;
    }
    if (tooLate) {
      close(connection);
    }
  }

  /** The body is being read: slowness is not the network's. */
  void busyAtHome() {
    limit = NEVER;
  }

  /** A piece of the body goes to the network. */
  void moved() {
    limit = age() + patience;
  }

  /** The last piece goes to the network; the answer may trickle for a while. */
  void sent() {
    limit = age() + 2 * patience;
  }

  /** Breaks the request off when it is too late or its worker is wanted elsewhere. */
  void check() {
    boolean late = age() > limit;
    if (late || worker.isInterrupted()) {
      timedOut = late;
      abort();
    }
  }

  /** Breaks the request off. */
  void abort() {
    Closeable connection;
    synchronized (this) {
      aborted = true;
      connection = held;
    }
    close(connection);
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // It is closed all the same.
      return;
    }
  }

  /** Whether so little time has passed that whoever broke it off had hung up before. */
  boolean brokeAtOnce() {
    return age() < AT_ONCE;
  }

  boolean timedOut() {
    return timedOut;
  }

  private long age() {
    return System.nanoTime() - started;
  }
}
