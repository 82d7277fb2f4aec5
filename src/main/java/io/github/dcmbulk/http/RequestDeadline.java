package io.github.dcmbulk.http;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.Abortable;

/**
 * Aborts one request when it makes no progress for too long, or when its thread is interrupted.
 * Needed because a blocking write to a socket ignores interruption and SO_TIMEOUT. {@link Watchdog}
 * checks it.
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

  /** Sets the request to abort. */
  void watch(Abortable watched) {
    request = watched;
  }

  /** The request is sent, or sent again. */
  void begin() {
    // Twice: the connect timeout applies to the TCP connection and again to the TLS handshake.
    limit = age() + 2 * connectNanos + 2 * readNanos;
  }

  /** The body is being read: this time does not count. */
  void reading() {
    limit = NEVER;
  }

  /** A piece of the body is being sent. */
  void progress() {
    limit = age() + readNanos;
  }

  /** The last piece is being sent; the answer may arrive slowly for a while. */
  void bodySent() {
    limit = age() + 2 * readNanos;
  }

  /** Aborts the request when its time is over or its thread was interrupted. */
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
