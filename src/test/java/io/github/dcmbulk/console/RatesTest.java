package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatesTest {
  private final Rates rates = new Rates();

  @Test
  void speedIsThatOfTheLastSeconds() {
    for (int second = 1; second <= 100; second++) {
      rates.sample(second(second), second <= 80 ? second : 80 + (second - 80) * 5L, 0);
    }

    assertThat(rates.now().instances()).isEqualTo(5.0);
  }

  @Test
  void largeInstancesAreMeasuredOverAMinute() {
    for (int second = 1; second <= 60; second++) {
      rates.sample(second(second), 1 + second / 20, second / 20 * 1_000_000_000L);
    }
    for (int second = 61; second <= 75; second++) {
      rates.sample(second(second), 4, 3_000_000_000L);
    }

    assertThat(rates.now().bytes()).isBetween(30e6, 60e6);
  }

  @Test
  void theRestIsEstimatedFromTheLastMinute() {
    for (int second = 1; second <= 30; second++) {
      rates.sample(second(second), second * 10L, second * 1_000_000L);
    }

    assertThat(rates.left(600, 60_000_000)).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void whatGoesBeforeTheFirstInstanceIsNoSpeed() {
    for (int second = 1; second <= 1000; second++) {
      rates.sample(second(second), 0, 0);
    }
    for (int second = 1001; second <= 1010; second++) {
      rates.sample(second(second), (second - 1000) * 10L, 0);
    }

    assertThat(rates.left(100, 0)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void rateAndEstimateChangeWhileTheFirstInstanceIsSent() {
    for (int second = 0; second <= 20; second++) {
      rates.sample(second(second), 0, second * 50_000_000L);
    }

    assertThat(rates.now().bytes()).isEqualTo(50e6);
    assertThat(rates.left(0, 500_000_000)).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void aRepeatedAttemptIsNoNegativeSpeed() {
    for (int second = 1; second <= 5; second++) {
      rates.sample(second(second), 0, second * 50_000_000L);
    }
    rates.sample(second(6), 0, 1);

    assertThat(rates.now()).isEqualTo(new Rates.Rate(0, 0));
    assertThat(rates.left(0, 500_000_000)).isNull();
  }

  @Test
  void noEstimateFromTooFewSamples() {
    rates.sample(second(0), 0, 0);
    rates.sample(second(2), 5, 100);

    assertThat(rates.left(100, 100)).isNull();
  }

  @Test
  void noEstimateWhileNothingIsDelivered() {
    rates.sample(second(0), 1, 100);
    for (int second = 1; second < 100; second++) {
      rates.sample(second(second), 1, 100);
    }

    assertThat(rates.left(100, 100)).isNull();
    assertThat(rates.now()).isEqualTo(new Rates.Rate(0, 0));
  }

  private static long second(int second) {
    return Duration.ofSeconds(second).toNanos();
  }
}
