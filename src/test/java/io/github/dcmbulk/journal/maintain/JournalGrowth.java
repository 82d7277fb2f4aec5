package io.github.dcmbulk.journal.maintain;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/** Records files in a journal, ten after ten, until it is stopped. */
final class JournalGrowth {
  private static final int STEP = 10;

  /** Records that many files from that number on, and commits. */
  @FunctionalInterface
  interface Recording {
    void record(int first, int files) throws Exception;
  }

  private final AtomicBoolean enough = new AtomicBoolean();
  private final CompletableFuture<Integer> written;

  private JournalGrowth(int first, Recording recording, CountDownLatch begun) {
    written =
        CompletableFuture.supplyAsync(
            () -> {
              int next = first;
              while (!enough.get()) {
                try {
                  recording.record(next, STEP);
                } catch (Exception e) {
                  throw new CompletionException(e);
                } finally {
                  begun.countDown();
                }
                next += STEP;
              }
              return next;
            });
  }

  /** Begins; returns when the first files are recorded. */
  static JournalGrowth from(int first, Recording recording) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    JournalGrowth growth = new JournalGrowth(first, recording, begun);
    begun.await();
    return growth;
  }

  /** Stops it, and returns how many files there are then. */
  long stop() throws Exception {
    enough.set(true);
    return written.get();
  }
}
