package io.github.dcmbulk.upload.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * When instances are sent, with a rate that all in progress share equally, and a service that
 * counts from one stored instance to the next.
 */
class PutScheduleTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T20:00:00Z");
  private static final int RATE = 10_000_000;
  private static final int GAP = 54;

  /** One instance that is being sent. */
  private static final class InProgress {
    final PutSchedule.Load load;
    double left;

    InProgress(PutSchedule.Load load, long size) {
      this.load = load;
      this.left = size;
    }
  }

  /**
   * Sends those sizes, in that order, and returns the longest pause in seconds; the largest number
   * if one cannot go.
   */
  private static double longestPause(List<Long> sizes, int workers) {
    ThroughputMeter pace = new ThroughputMeter(() -> 0, () -> RATE);
    PutSchedule schedule = new PutSchedule(pace, Duration.ofSeconds(GAP), () -> workers);
    List<InProgress> active = new ArrayList<>();
    double step = 0.5;
    double now = 0;
    double last = -1;
    double longest = 0;
    int next = 0;
    while (next < sizes.size() || !active.isEmpty()) {
      while (next < sizes.size() && admits(schedule, sizes.get(next), last, now)) {
        active.add(new InProgress(schedule.begin(sizes.get(next)), sizes.get(next)));
        next++;
      }
      if (active.isEmpty()) {
        return Double.MAX_VALUE;
      }
      int sharing = Math.min(workers, active.size());
      double each = RATE * step / sharing;
      now += step;
      List<InProgress> arrived = new ArrayList<>();
      for (InProgress t : active.subList(0, sharing)) {
        long moved = (long) Math.min(t.left, each);
        t.left -= moved;
        t.load.moved(moved);
        if (t.left < 1) {
          arrived.add(t);
        }
      }
      for (InProgress t : arrived) {
        longest = last < 0 ? longest : Math.max(longest, now - last);
        last = now;
        t.load.close();
        active.remove(t);
      }
    }
    return longest;
  }

  private static boolean admits(PutSchedule schedule, long size, double last, double now) {
    @Nullable Instant deadline = last < 0 ? null : at(last + GAP);
    return schedule.admits(size, deadline, at(now));
  }

  private static Instant at(double seconds) {
    return BEGIN.plusMillis((long) (seconds * 1000));
  }

  /** Sizes that take that many seconds alone. */
  private static List<Long> seconds(double... each) {
    List<Long> sizes = new ArrayList<>();
    Arrays.stream(each).forEach(s -> sizes.add((long) (s * RATE)));
    sizes.sort(Collections.reverseOrder());
    return sizes;
  }

  @Test
  void whereNothingIsKnownOneGoesAtATime() {
    ThroughputMeter unknown = new ThroughputMeter(() -> 0, () -> 0);
    PutSchedule schedule = new PutSchedule(unknown, Duration.ofSeconds(GAP), () -> 4);
    Instant deadline = BEGIN.plusSeconds(GAP);
    assertThat(schedule.admits(20_000_000, deadline, BEGIN)).isTrue();
    schedule.begin(20_000_000);
    assertThat(schedule.admits(20_000_000, deadline, BEGIN)).isFalse();
  }

  @Test
  void oneThatTakesLongerThanTheGapGoesAloneAndTheRestRightBehind() {
    List<Long> sizes = new ArrayList<>(seconds(80));
    sizes.addAll(Collections.nCopies(300, (long) RATE / 20));
    for (int workers : new int[] {1, 2, 8, 64}) {
      assertThat(longestPause(sizes, workers)).as("%s workers", workers).isLessThanOrEqualTo(GAP);
    }
  }

  @Test
  void severalThatTakeLongerThanTheGapArriveTogether() {
    assertThat(longestPause(seconds(80, 80, 80), 4)).isLessThanOrEqualTo(GAP);
    assertThat(longestPause(seconds(300, 100, 80, 1, 1, 1), 4)).isLessThanOrEqualTo(GAP);
    assertThat(longestPause(seconds(80, 80, 80), 1)).isGreaterThan(GAP);
  }

  @Test
  void manyLargeOnesDoNotShareTheLineSoThatNoneArrivesInTime() {
    List<Long> sizes = Collections.nCopies(200, 5L * RATE);
    for (int workers : new int[] {1, 8, 64}) {
      assertThat(longestPause(sizes, workers)).as("%s workers", workers).isLessThanOrEqualTo(GAP);
    }
  }

  @Test
  void studiesOfAnySizesHaveNoPauseWhereTheRateAllows() {
    for (int seed = 0; seed < 300; seed++) {
      Random random = new Random(seed);
      int workers = 1 + random.nextInt(16);
      List<Long> sizes = new ArrayList<>();
      int giants = random.nextInt(workers + 1);
      for (int i = 0; i < giants; i++) {
        sizes.add((long) (RATE * (44 + random.nextDouble() * 200)));
      }
      int others = 1 + random.nextInt(60);
      for (int i = 0; i < others; i++) {
        sizes.add((long) (RATE * Math.pow(random.nextDouble(), 3) * 40) + 1000);
      }
      sizes.sort(Collections.reverseOrder());
      assertThat(longestPause(sizes, workers))
          .as("seed %s, %s workers", seed, workers)
          .isLessThanOrEqualTo(GAP);
    }
  }

  @Test
  void instancesInProgressShareTheRate() {
    assertThat(PutSchedule.ends(new double[] {30, 10, 10}, 2)).containsExactly(20, 40, 50);
    assertThat(PutSchedule.ends(new double[] {30, 10, 10}, 1)).containsExactly(30, 40, 50);
  }
}
