package io.github.dcmbulk.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * How long one request may stand still; aborts it when that is over, or when its thread is
 * interrupted. Needed because a blocking write to a socket ignores interruption and SO_TIMEOUT.
 * {@link Watchdog} checks it.
 */
final class RequestDeadline {
  private static final long NEVER = Long.MAX_VALUE;

  private final Thread worker = Thread.currentThread();
  private final long connectNanos;
  private final long readNanos;
  private final long started = System.nanoTime();
  private volatile long limit;
  private volatile boolean timedOut;
  private volatile @Nullable Abortable request;

  RequestDeadline(Duration connectTimeout, Duration readTimeout) {
    this.connectNanos = connectTimeout.toNanos();
    this.readNanos = readTimeout.toNanos();
    begin();
  }

  /** The request that is aborted when time is up. */
  void watch(Abortable watched) {
    request = watched;
  }

  /** The request is sent, or sent again. */
  void begin() {
    // Twice: TCP connect and TLS handshake each have the connect time-out of their own.
    limit = age() + 2 * connectNanos + 2 * readNanos;
  }

  /** The body is being read: slowness is not the network's. */
  void reading() {
    limit = NEVER;
  }

  /** A piece of the body goes to the network. */
  void progress() {
    limit = age() + readNanos;
  }

  /** The last piece goes to the network; the answer may trickle for a while. */
  void bodySent() {
    limit = age() + 2 * readNanos;
  }

  /** Aborts the request when it is too late, or when its thread was interrupted. */
  void check() {
    boolean late = age() > limit;
    if (late || worker.isInterrupted()) {
      timedOut = late;
      abort();
    }
  }

  /** Aborts the request. */
  void abort() {
    Abortable watched = request;
    if (watched != null) {
      watched.abort();
    }
  }

  boolean timedOut() {
    return timedOut;
  }

  private long age() {
    return System.nanoTime() - started;
  }
}
