package io.github.dcmbulk.upload.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GaplessBatchTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T20:00:00Z");

  private final GaplessBatch batch = new GaplessBatch(Duration.ofSeconds(54));

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void instancesThatFollowEachOtherAreOneBatch() {
    for (int i = 0; i < 200; i += 50) {
      batch.stored(at(i), at(i + 1));
    }
    assertThat(batch.isTorn()).isFalse();
    assertThat(batch.end()).isEqualTo(at(150 + 54));
  }

  @Test
  void aLargeOneThatIsStoredLongAfterTheOthersIsAnotherBatch() {
    batch.stored(at(0), at(1));
    batch.stored(at(80), at(81));
    assertThat(batch.isTorn()).isTrue();
  }

  @Test
  void aLateAnswerBridgesNoPause() {
    batch.stored(at(0), at(1));
    batch.stored(at(2), at(70));
    batch.stored(at(71), at(72));
    assertThat(batch.isTorn()).isTrue();
  }

  @Test
  void aLateAnswerHarmsNothingWhileOthersAreStored() {
    for (int i = 0; i < 100; i += 10) {
      batch.stored(at(i), at(i + 1));
    }
    batch.stored(at(2), at(95));
    assertThat(batch.isTorn()).isFalse();
  }

  @Test
  void aSingleInstanceIsABatchHoweverLateItsAnswerIs() {
    batch.stored(at(0), at(500));
    assertThat(batch.isTorn()).isFalse();
  }

  @Test
  void whatWasPerhapsStoredLateMayHaveOverwrittenTheRest() {
    batch.stored(at(0), at(1));
    batch.maybeStored(at(2), at(40));
    assertThat(batch.isTorn()).isFalse();
    batch.maybeStored(at(2), at(90));
    assertThat(batch.isTorn()).isTrue();
  }

  /** The same question, asked of every moment at which the instances may have been stored. */
  private static boolean mayTear(List<int[]> spans, int gap) {
    for (int cut = 0; cut <= 60; cut++) {
      boolean before = false;
      boolean after = false;
      boolean between = false;
      List<Integer> free = new ArrayList<>();
      for (int i = 0; i < spans.size(); i++) {
        int[] s = spans.get(i);
        boolean early = s[0] <= cut;
        boolean late = s[1] > cut + gap;
        between |= !early && !late;
        if (early && late) {
          free.add(i);
        }
        before |= early && !late;
        after |= late && !early;
      }
      int needed = (before ? 0 : 1) + (after ? 0 : 1);
      if (!between && free.size() >= needed) {
        return true;
      }
    }
    return false;
  }

  @Test
  void agreesWithATrialOfAllMoments() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      List<int[]> spans = new ArrayList<>();
      int n = 1 + random.nextInt(7);
      for (int i = 0; i < n; i++) {
        int from = random.nextInt(40);
        spans.add(new int[] {from, from + random.nextInt(random.nextBoolean() ? 3 : 20)});
      }
      List<int[]> byAnswer = new ArrayList<>(spans);
      Collections.sort(byAnswer, (a, b) -> Integer.compare(a[1], b[1]));
      GaplessBatch tried = new GaplessBatch(Duration.ofSeconds(10));
      byAnswer.forEach(s -> tried.stored(at(s[0]), at(s[1])));
      assertThat(tried.isTorn()).as("seed %s", seed).isEqualTo(mayTear(spans, 10));
    }
  }
}
