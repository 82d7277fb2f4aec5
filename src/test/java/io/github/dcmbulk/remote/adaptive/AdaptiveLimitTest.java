package io.github.dcmbulk.remote.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Attempt.Result;
import io.github.dcmbulk.remote.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class AdaptiveLimitTest {
  private final Random random = new Random(7);
  private long now;
  private final AdaptiveLimit limit = new AdaptiveLimit(() -> now);

  /** A service in virtual time, with workers that always have something to send. */
  private interface Service {
    /** Seconds that an instance takes when that many are in flight; negative for a refusal. */
    double seconds(int inFlight);

    /** From how many in flight on it refuses. */
    default int most() {
      return Integer.MAX_VALUE;
    }
  }

  /** Runs for that long; returns the limit at the end of each tenth of it. */
  private List<Integer> run(double seconds, Service service) throws Exception {
    PriorityQueue<long[]> ends = new PriorityQueue<>((a, b) -> Long.compare(a[0], b[0]));
    List<Integer> limits = new ArrayList<>();
    long start = now;
    long end = now + (long) (seconds * 1e9);
    while (now < end) {
      while (ends.size() < limit.limit()) {
        limit.acquire();
        int inFlight = ends.size() + 1;
        double noise = 0.9 + 0.2 * random.nextDouble();
        double each = service.seconds(inFlight);
        boolean refused = each < 0 || inFlight > service.most();
        long took = (long) (Math.abs(each) * noise * 1e9);
        ends.add(new long[] {now + took, took, refused ? 1 : 0});
      }
      long[] next = ends.remove();
      now = next[0];
      Result result = next[2] == 1 ? Result.THROTTLED : Result.OK;
      // Half of the time is for the request for the URL.
      limit.on(new Attempt(Step.PRESIGN, "api", Result.OK, 200, next[1] / 2, 0));
      limit.on(new Attempt(Step.PUT, "lake", result, 0, next[1] / 2, 512 * 1024));
      limit.release();
      if ((now - start) * 10 / (end - start) > limits.size()) {
        limits.add(limit.limit());
      }
    }
    while (!ends.isEmpty()) {
      ends.remove();
      limit.release();
    }
    return limits;
  }

  private static double average(List<Integer> limits) {
    return limits.stream().mapToInt(Integer::intValue).average().orElse(0);
  }

  @Test
  void itStartsLow() {
    assertThat(limit.limit()).isEqualTo(4);
  }

  @Test
  void latencyIsAnsweredByManyWithinAFewSeconds() throws Exception {
    run(3, inFlight -> 0.1);
    assertThat(limit.limit()).isGreaterThanOrEqualTo(48);
    run(60, inFlight -> 0.1);
    assertThat(limit.limit()).isGreaterThanOrEqualTo(48);
  }

  @Test
  void aFullLineIsNotFilledFurther() throws Exception {
    // Ten in flight use the whole bandwidth; with more, requests only take longer.
    Service line = inFlight -> 0.1 * Math.max(1, inFlight / 10.0);
    run(10, line);
    assertThat(average(run(120, line))).isBetween(7.0, 20.0);
  }

  @Test
  void aServiceThatCollapsesUnderLoadIsSpared() throws Exception {
    Service collapsing = inFlight -> 0.05 * (inFlight <= 8 ? 1 : Math.pow(inFlight / 8.0, 2));
    run(10, collapsing);
    assertThat(average(run(120, collapsing))).isBetween(5.0, 12.0);
  }

  @Test
  void throttlingCutsAtOnceAndIsNotProvokedAgainAllTheTime() throws Exception {
    Service strict =
        new Service() {
          @Override
          public double seconds(int inFlight) {
            return 0.1;
          }

          @Override
          public int most() {
            return 20;
          }
        };
    run(5, strict);
    List<Integer> limits = run(300, strict);
    assertThat(average(limits)).isBetween(9.0, 20.0);
    assertThat(limits.stream().filter(l -> l > 22).count()).isLessThanOrEqualTo(2);
  }

  @Test
  void itRecoversAfterFailures() throws Exception {
    run(5, inFlight -> 0.1);
    for (int i = 0; i < 40; i++) {
      now += TimeUnit.SECONDS.toNanos(1);
      limit.on(new Attempt(Step.PRESIGN, "api", Result.THROTTLED, 503, 1, 0));
    }
    assertThat(limit.limit()).isEqualTo(1);
    assertThat(limit.chosen().why()).contains("is throttling");
    run(300, inFlight -> 0.1);
    assertThat(limit.limit()).isGreaterThan(30);
  }

  @Test
  void timeOutsCutIt() throws Exception {
    run(5, inFlight -> 0.1);
    int before = limit.limit();
    limit.on(new Attempt(Step.PUT, "lake", Result.TIMED_OUT, 0, 1, 100));
    assertThat(limit.limit()).isLessThan(before);
    assertThat(limit.chosen().why()).contains("time out");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.4})
  void aServiceFarAwayIsUsedWithinSeconds(double seconds) throws Exception {
    run(10 * seconds, inFlight -> seconds);
    assertThat(limit.limit()).isEqualTo(AdaptiveLimit.MOST);
    assertThat(limit.chosen().most()).isEqualTo(AdaptiveLimit.MOST);
    assertThat(run(60, inFlight -> seconds)).allMatch(l -> l >= 51);
  }

  /** The journal records what the walk has found, and outcomes have to wait meanwhile. */
  @Test
  void aPauseAtTheBeginningDoesNotEndTheSearch() throws Exception {
    long start = now;
    run(2, inFlight -> now - start > 180e6 && now - start < 330e6 ? 0.08 : 0.008);
    assertThat(limit.limit()).isEqualTo(AdaptiveLimit.MOST);
  }

  @Test
  void aServiceThatDoesOneThingAfterTheOtherIsNotCrowded() throws Exception {
    Service serial = inFlight -> 0.01 * inFlight;
    run(5, serial);
    assertThat(limit.chosen().most()).isLessThanOrEqualTo(16);
    assertThat(run(60, serial)).allMatch(l -> l <= 8);
  }

  @Test
  void aNeighbourThatTakesHalfTheLineIsNotFought() throws Exception {
    run(30, inFlight -> 0.1 * Math.max(1, inFlight / 32.0));
    int before = limit.limit();
    run(60, inFlight -> 0.1 * Math.max(1, inFlight / 8.0));
    assertThat(limit.limit()).isLessThan(before).isBetween(6, 20);
  }

  @Test
  void answersThatTakeLongerMakeItTryLessBeforeItsTime() throws Exception {
    Service quick = inFlight -> 0.05 * Math.max(1, inFlight / 40.0);
    run(20, quick);
    int before = limit.limit();
    run(10, inFlight -> 0.3 * Math.max(1, inFlight / 10.0));
    assertThat(limit.limit()).isLessThan(before * 3 / 4);
  }

  @Test
  void aLongerWayIsAnsweredByAsManyAsBefore() throws Exception {
    run(20, inFlight -> 0.05);
    run(60, inFlight -> 0.2);
    assertThat(average(run(60, inFlight -> 0.2))).isGreaterThan(50);
  }

  @Test
  void oneRefusalInAHundredDoesNotStarveTheRun() throws Exception {
    Service moody = inFlight -> random.nextInt(100) == 0 ? -0.1 : 0.1;
    run(5, moody);
    assertThat(average(run(120, moody))).isGreaterThan(10);
  }

  /** Failures of devices in between; each request is repeated, and few in flight are slow. */
  @Test
  void oneRefusalInFifteenLeavesAFewInFlight() throws Exception {
    List<Integer> limits = run(120, inFlight -> random.nextInt(15) == 0 ? -0.2 : 0.2);
    assertThat(limits).allMatch(each -> each >= 4);
  }

  /** Refusals cost a pause before the next attempt, and do not depend on the number in flight. */
  @ParameterizedTest
  @ValueSource(doubles = {0.05, 0.1, 0.15})
  void refusalsThatDoNotDependOnLoadAreNotTakenForLoad(double share) throws Exception {
    Service moody = inFlight -> random.nextDouble() < share ? -0.3 : 0.05;
    run(15, moody);
    assertThat(average(run(60, moody))).isGreaterThan(24);
    assertThat(limit.chosen().most()).isGreaterThanOrEqualTo(32);
  }

  @Test
  void loadIsSeenAmongRefusalsThatDoNotDependOnIt() throws Exception {
    Service both =
        new Service() {
          @Override
          public double seconds(int inFlight) {
            return random.nextInt(10) == 0 ? -0.3 : 0.05;
          }

          @Override
          public int most() {
            return 12;
          }
        };
    run(20, both);
    assertThat(average(run(120, both))).isBetween(4.0, 16.0);
  }

  @Test
  void acquiringWaitsForARelease() throws Exception {
    for (int i = 0; i < 4; i++) {
      limit.acquire();
    }
    CountDownLatch acquired = new CountDownLatch(1);
    Thread fifth =
        new Thread(
            () -> {
              try {
                limit.acquire();
                acquired.countDown();
              } catch (InterruptedException e) {
                // The latch reports it.
              }
            });
    fifth.start();
    while (fifth.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertThat(acquired.getCount()).isEqualTo(1);
    limit.release();
    assertThat(acquired.await(300, TimeUnit.SECONDS)).isTrue();
    fifth.join();
  }
}
