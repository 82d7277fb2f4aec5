package io.github.dcmbulk.upload.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many jobs wait only where all of them are started within a moment. */
class QueueLimitTest {
  private final QueueLimit limit = warm(new QueueLimit(32, 256));

  private static QueueLimit warm(QueueLimit limit) {
    for (int i = 0; i < 64; i++) {
      limit.started(0, 0);
    }
    return limit;
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void isLowAsLongAsNothingIsKnown() {
    assertThat(limit.now(true)).isEqualTo(32);
    limit.started(0, 0);
    limit.started(15, millis(1));
    // Threads were free: these jobs did not wait for others.
    assertThat(limit.now(true)).isEqualTo(32);
  }

  @Test
  void jobsThatWaitedForThreadsToStartSayNothing() {
    QueueLimit cold = new QueueLimit(2, 256);
    for (int i = 0; i < 63; i++) {
      cold.started(2, 1_000);
      assertThat(cold.now(true)).isEqualTo(2);
    }
    cold.started(2, 1_000);
    assertThat(cold.now(true)).isEqualTo(256);
  }

  @Test
  void isHighForShortJobs() {
    limit.started(32, millis(4));
    assertThat(limit.now(true)).isEqualTo(256);
    limit.started(200, millis(80));
    assertThat(limit.now(true)).isEqualTo(100);
    assertThat(limit.now(false)).isEqualTo(32);
  }

  @Test
  void isLowAgainWhenJobsBecomeLong() {
    limit.started(32, millis(4));
    limit.started(256, millis(20_000));
    assertThat(limit.now(true)).isEqualTo(32);
  }

  @Test
  void isTheSameWhereNoMoreMayWait() {
    QueueLimit fixed = warm(new QueueLimit(4, 4));
    fixed.started(4, 1);
    assertThat(fixed.now(true)).isEqualTo(4);
    QueueLimit one = warm(new QueueLimit(1, 256));
    one.started(1, millis(1));
    assertThat(one.now(true)).isEqualTo(40);
  }
}
