package io.github.dcmbulk.journal.write;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A moment for the writer to let changes gather, so that they share a transaction. It ends as soon
 * as a thread waits for a commit. Thread-safe.
 */
final class Gathering {
  private final long nanos;
  private final AtomicInteger waiting = new AtomicInteger();

  /** Of at most so many nanoseconds. */
  Gathering(long nanos) {
    this.nanos = nanos;
  }

  /** A caller is about to wait for that writer; {@link #waitsNoMore} has to follow. */
  void waits(Thread writer) {
    waiting.incrementAndGet();
    LockSupport.unpark(writer);
  }

  /** That caller goes on. */
  void waitsNoMore() {
    waiting.decrementAndGet();
  }

  /** Lets changes gather; on the writer's thread. */
  void await() {
    long begun = System.nanoTime();
    long left = nanos;
    while (left > 0 && waiting.get() == 0) {
      LockSupport.parkNanos(this, left);
      left = nanos - (System.nanoTime() - begun);
    }
  }
}
