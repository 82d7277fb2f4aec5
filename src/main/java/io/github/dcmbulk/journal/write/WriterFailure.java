package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.model.JournalException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first failure of the writer, which every later call throws. It is reported at least once: to
 * the listener, to a caller, or at the end. Set by the writer's thread; thread-safe otherwise.
 */
final class WriterFailure {
  private volatile @Nullable JournalException first;
  private volatile @Nullable Consumer<JournalException> listener;
  private volatile boolean isReported;

  /** Calls back at the first failure, or at once if there was one; null for no call any more. */
  void onFirst(@Nullable Consumer<JournalException> action) {
    listener = action;
    JournalException e = first;
    if (e != null) {
      report(e);
    }
  }

  /** Whether the writer has failed. */
  boolean hasFailed() {
    return first != null;
  }

  /** Records a failure, unless there was one before. */
  void set(JournalException e) {
    if (first == null) {
      first = e;
      report(e);
    }
  }

  /**
   * Throws the failure, if there is one.
   *
   * @throws JournalException the writer has failed
   */
  void throwIfFailed() throws JournalException {
    JournalException e = first;
    if (e != null) {
      isReported = true;
      throw e;
    }
  }

  /**
   * Ends the writer: every later call fails.
   *
   * @param ended what later calls throw, if the writer has not failed
   * @throws JournalException a failure that was not reported yet
   */
  void close(JournalException ended) throws JournalException {
    JournalException unreported = isReported ? null : first;
    first = first == null ? ended : first;
    if (unreported != null) {
      throw unreported;
    }
  }

  private void report(JournalException e) {
    Consumer<JournalException> action = listener;
    if (action != null) {
      isReported = true;
      action.accept(e);
    }
  }
}
