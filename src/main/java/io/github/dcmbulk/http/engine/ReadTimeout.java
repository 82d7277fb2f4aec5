package io.github.dcmbulk.http.engine;

import java.io.Closeable;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Ends a read from a connection that takes too long, by closing the connection. SO_TIMEOUT would
 * cost two more system calls for each read that has to wait: after the first read with it, the JDK
 * reads from this socket without blocking, polls and reads again, also when the timeout is removed
 * (sun.nio.ch.NioSocketImpl, Java 17 and 25). Another thread calls {@link #check}.
 */
final class ReadTimeout {
  private static final long NONE = 0;
  private static final long OVER = -1;

  private final Closeable connection;
  private final long origin = System.nanoTime();

  /** When the read in progress began, in ns after the origin. */
  private final AtomicLong since = new AtomicLong(NONE);

  private volatile long nanos;

  ReadTimeout(Duration longest, Closeable connection) {
    this.nanos = longest.toNanos();
    this.connection = connection;
  }

  /** Sets the limit of reads that begin later. */
  void limit(Duration longest) {
    nanos = longest.toNanos();
  }

  /** A read begins; {@link #end} follows. */
  void begin() {
    since.set(Math.max(1, System.nanoTime() - origin));
  }

  /**
   * The read has ended, in whatever way.
   *
   * @throws SocketTimeoutException it took too long
   */
  void end() throws SocketTimeoutException {
    if (since.getAndSet(NONE) == OVER) {
      throw new SocketTimeoutException("Read timed out");
    }
  }

  /** Closes the connection if the read in progress takes too long. */
  void check() {
    long begun = since.get();
    boolean isOver = begun > NONE && System.nanoTime() - origin - begun >= nanos;
    if (isOver && since.compareAndSet(begun, OVER)) {
      try {
        connection.close();
      } catch (IOException e) {
        // The connection is closed in any case.
        return;
      }
    }
  }
}
