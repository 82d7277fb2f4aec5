package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Waits for a database that cannot be reached: tries again after pauses of up to two seconds, until
 * a time limit.
 */
public final class DatabaseRetry {
  private static final long FIRST_MILLIS = 100;
  private static final long LONGEST_MILLIS = 2000;

  private final Duration most;

  /** What is tried again. */
  @FunctionalInterface
  public interface RetriedAction<T> {
    /**
     * Tries once.
     *
     * @throws SQLException the database failed
     * @throws DcmbulkException the same, in the user's words
     */
    T make() throws SQLException, DcmbulkException;
  }

  /** Tries for that long. */
  public DatabaseRetry(Duration most) {
    this.most = most;
  }

  /** How long a database may be unreachable. */
  public Duration most() {
    return most;
  }

  /** Whether another try may help: the connection broke, or none could be made. */
  public boolean covers(SQLException e) {
    return !most.isZero() && PostgresFailures.isAway(e);
  }

  /**
   * Tries until it works.
   *
   * @param cause why it has to be tried again
   * @throws SQLException the last failure: the time is over, or another try would not help
   * @throws DcmbulkException the same, in the user's words
   */
  public <T> T retry(SQLException cause, RetriedAction<T> attempt)
      throws SQLException, DcmbulkException {
    long begun = System.nanoTime();
    long pause = FIRST_MILLIS;
    while (true) {
      boolean over = !paused(pause) || System.nanoTime() - begun >= most.toNanos();
      try {
        return attempt.make();
      } catch (SQLException e) {
        if (over || !(PostgresFailures.isAway(e) || PostgresFailures.isConflict(e))) {
          e.addSuppressed(cause);
          throw e;
        }
      } catch (JournalBusyException e) {
        // A short operation that excludes all others is in progress.
        if (over) {
          throw e;
        }
      } catch (JournalException e) {
        if (over || !e.isUnreachable()) {
          throw e;
        }
      }
      pause = Math.min(LONGEST_MILLIS, 2 * pause);
    }
  }

  /** Processes that lost the database at the same time must not return at the same time. */
  private static boolean paused(long millis) {
    try {
      Thread.sleep(millis / 2 + ThreadLocalRandom.current().nextLong(millis / 2));
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
