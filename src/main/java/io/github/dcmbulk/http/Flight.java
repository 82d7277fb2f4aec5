package io.github.dcmbulk.http;

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
  private final Runnable abort;
  private final long patience;
  private final long started = System.nanoTime();
  private volatile long limit;
  private volatile boolean timedOut;
  private boolean connecting;
  private boolean answered;

  Flight(long connectNanos, long readNanos, Runnable abort) {
    this.abort = abort;
    this.patience = readNanos;
    // Twice: TCP connect and TLS handshake each have the connect time-out of their own.
    this.limit = 2 * connectNanos + 2 * readNanos;
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
      abort.run();
    }
  }

  /** A connection is being made for it. */
  void connecting() {
    connecting = true;
  }

  /** The answer has begun. */
  void answered() {
    answered = true;
  }

  /** Whether it was broken off at once on a connection that it did not make. */
  boolean brokeOnKeptConnection() {
    return !connecting && !answered && age() < AT_ONCE;
  }

  boolean timedOut() {
    return timedOut;
  }

  private long age() {
    return System.nanoTime() - started;
  }
}
