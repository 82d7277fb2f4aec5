package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalTest;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;

/** Records files in a journal, ten after ten, until it is stopped. */
final class JournalGrowth {
  private static final int STEP = 10;

  private final AtomicBoolean enough = new AtomicBoolean();
  private final CompletableFuture<Integer> written;

  private JournalGrowth(Journal journal, int first, CountDownLatch begun) {
    written =
        CompletableFuture.supplyAsync(
            () -> {
              int next = first;
              while (!enough.get()) {
                try {
                  recordFiles(journal, next, STEP);
                  journal.flush();
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

  /** Records that many files of the tests' directory, from that number on. */
  static void recordFiles(Journal journal, int from, int count) throws Exception {
    List<CheckedFile> some =
        IntStream.range(from, from + count).mapToObj(JournalTest::instance).toList();
    journal.files().checked(JournalTest.DIRECTORY, some, 1);
  }

  /** Begins; returns when the first files are recorded. */
  static JournalGrowth from(Journal journal, int first) throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    JournalGrowth growth = new JournalGrowth(journal, first, begun);
    begun.await();
    return growth;
  }

  /** Stops it, and returns how many files there are then. */
  long stop() throws Exception {
    enough.set(true);
    return written.get();
  }
}
