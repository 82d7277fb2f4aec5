package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class UnderWayTest {
  private static final int LARGE = (int) UnderWay.LARGE;

  private final UnderWay underWay = new UnderWay();

  @Test
  void largeInstancesCountByWhatWasReadOfThem() throws Exception {
    UnderWay.Part first = underWay.begin();
    UnderWay.Part second = underWay.begin();
    try (InputStream one = first.watch(content(LARGE)).open();
        InputStream other = second.watch(content(LARGE + 5)).open()) {
      one.readNBytes(1_000);
      assertThat(other.read()).isZero();

      assertThat(underWay.bytes()).isEqualTo(1_001);
      other.readAllBytes();
      assertThat(underWay.bytes()).isEqualTo(1_000 + LARGE + 5);
    }
  }

  @Test
  void whatIsSettledIsUnderWayNoMore() throws Exception {
    try (UnderWay.Part part = underWay.begin();
        InputStream in = part.watch(content(LARGE)).open()) {
      in.readAllBytes();
      assertThat(underWay.bytes()).isEqualTo(LARGE);
    }

    assertThat(underWay.bytes()).isZero();
  }

  @Test
  void nextAttemptBeginsAnew() throws Exception {
    UnderWay.Part part = underWay.begin();
    InstanceContent content = part.watch(content(LARGE));
    try (InputStream failed = content.open()) {
      failed.readNBytes(5_000);
    }
    try (InputStream again = content.open()) {
      again.readNBytes(10);

      assertThat(underWay.bytes()).isEqualTo(10);
    }
  }

  @Test
  void smallInstancesAreLeftAsTheyAre() {
    InstanceContent small = content(LARGE - 1);

    assertThat(underWay.begin().watch(small)).isSameAs(small);
  }

  private static InstanceContent content(int length) {
    return InstanceContent.of(new byte[length]);
  }
}
