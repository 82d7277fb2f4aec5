package io.github.dcmbulk.journal.write;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A short wait of the writer, in which further changes arrive, so that they share a transaction. It
 * ends as soon as a thread waits for a commit. Thread-safe.
 */
final class Gathering {
  private final long nanos;
  private final AtomicInteger waiting = new AtomicInteger();
  private volatile boolean isEnough;

  /** A wait of at most that many nanoseconds. */
  Gathering(long nanos) {
    this.nanos = nanos;
  }

  /** A caller is about to wait for the writer; {@link #waitsNoMore} must follow. */
  void waits(Thread writer) {
    waiting.incrementAndGet();
    LockSupport.unpark(writer);
  }

  /** The caller no longer waits. */
  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  /** So many changes have gathered that the writer should not wait for more. */
  void enough(Thread writer) {
    if (!isEnough) {
      isEnough = true;
      LockSupport.unpark(writer);
    }
  }

  /** Waits for further changes; on the writer's thread. */
  void await() {
    long begun = System.nanoTime();
    long left = nanos;
    while (left > 0 && waiting.get() == 0 && !isEnough) {
      LockSupport.parkNanos(this, left);
      left = nanos - (System.nanoTime() - begun);
    }
    isEnough = false;
  }
}
