package io.github.dcmbulk.upload.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InFlightTest {
  private long now;

  @Test
  void theMeanCountsHowLongEachWasOnItsWay() {
    InFlight inFlight = new InFlight(() -> now);
    inFlight.enter();
    now += 300;
    inFlight.enter();
    now += 100;
    inFlight.leave();
    inFlight.leave();
    now += 100;
    assertThat(inFlight.mean()).isEqualTo((300 + 200) / 500.0);
  }

  @Test
  void everyMeanIsOfTheTimeSinceTheLast() {
    InFlight inFlight = new InFlight(() -> now);
    inFlight.enter();
    now += 100;
    assertThat(inFlight.mean()).isEqualTo(1);
    inFlight.leave();
    now += 100;
    assertThat(inFlight.mean()).isZero();
  }

  @Test
  void withoutTimeItIsTheNumberNow() {
    InFlight inFlight = new InFlight(() -> now);
    assertThat(inFlight.wasUsed()).isFalse();
    inFlight.enter();
    assertThat(inFlight.wasUsed()).isTrue();
    assertThat(inFlight.mean()).isEqualTo(1);
  }
}
