package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How long, and for what, a database that is away is waited for. */
@Timeout(300)
class DatabaseRetryTest {
  private static final DatabaseRetry LONG = new DatabaseRetry(Duration.ofMinutes(4));

  private final SQLException away = new SQLException("away", "08006");
  private final SQLException denied = new SQLException("denied", "42501");

  /** Fails with each of these, and then works. */
  private static DatabaseRetry.RetriedAction<String> failing(Exception... failures) {
    Deque<Exception> left = new ArrayDeque<>(List.of(failures));
    return () -> {
      Exception next = left.poll();
      if (next instanceof SQLException e) {
        throw e;
      } else if (next instanceof JournalBusyException e) {
        throw e;
      } else if (next instanceof JournalException e) {
        throw e;
      }
      return "works";
    };
  }

  @Test
  void triesUntilItWorks() throws Exception {
    assertThat(
            LONG.retry(
                away,
                failing(
                    away,
                    new SQLException("in the way", "40001"),
                    new JournalBusyException("busy", "wait"),
                    JournalException.unreachable("away", "wait", away))))
        .isEqualTo("works");
  }

  @Test
  void whatNoOtherTryMendsIsThrownAtOnce() {
    assertThatThrownBy(() -> LONG.retry(away, failing(denied))).isSameAs(denied);
    JournalException damaged = new JournalException("damaged", "restore it");
    assertThatThrownBy(() -> LONG.retry(away, failing(damaged))).isSameAs(damaged);
  }

  @Test
  void theLastFailureIsThrownWhenTimeIsOver() {
    DatabaseRetry none = new DatabaseRetry(Duration.ZERO);
    SQLException still = new SQLException("still away", "08006");
    JournalBusyException busy = new JournalBusyException("busy", "wait");

    assertThatThrownBy(() -> none.retry(away, failing(still, still)))
        .isSameAs(still)
        .hasSuppressedException(away);
    assertThatThrownBy(() -> none.retry(away, failing(busy, busy))).isSameAs(busy);
    assertThatThrownBy(
            () ->
                none.retry(
                    away,
                    failing(
                        JournalException.unreachable("away", "wait", away), new SQLException())))
        .isInstanceOf(JournalException.class);
  }

  @Test
  void anInterruptEndsTheWaitAndStays() {
    SQLException still = new SQLException("still away", "08006");
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> LONG.retry(away, failing(still, still))).isSameAs(still);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void onlyAnUnreachableDatabaseIsWaitedFor() {
    assertThat(LONG.covers(away)).isTrue();
    assertThat(LONG.covers(denied)).isFalse();
    assertThat(new DatabaseRetry(Duration.ZERO).covers(away)).isFalse();
  }
}
