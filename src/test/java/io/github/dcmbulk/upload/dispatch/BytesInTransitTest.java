package io.github.dcmbulk.upload.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BytesInTransitTest {
  private static final int LARGE = (int) BytesInTransit.LARGE;

  private final BytesInTransit inTransit = new BytesInTransit();
  private int moves;

  @Test
  void largeInstancesCountByWhatWasReadOfThem() throws Exception {
    BytesInTransit.Part first = inTransit.begin(n -> moves += n > 0 ? 1 : 0);
    BytesInTransit.Part second = inTransit.begin(n -> moves += n > 0 ? 1 : 0);
    try (InputStream one = first.watch(LARGE, bytes(LARGE));
        InputStream other = second.watch(LARGE + 5, bytes(LARGE + 5))) {
      one.readNBytes(1_000);
      assertThat(other.read()).isZero();

      assertThat(inTransit.bytes()).isEqualTo(1_001);
      assertThat(moves).isEqualTo(2);
      other.readAllBytes();
      assertThat(inTransit.bytes()).isEqualTo(1_000 + LARGE + 5);
    }
  }

  @Test
  void settledInstanceIsNotInProgress() throws Exception {
    try (BytesInTransit.Part part = inTransit.begin(n -> moves += n > 0 ? 1 : 0);
        InputStream in = part.watch(LARGE, bytes(LARGE))) {
      in.readAllBytes();
      assertThat(inTransit.bytes()).isEqualTo(LARGE);
    }

    assertThat(inTransit.bytes()).isZero();
  }

  @Test
  void nextAttemptStartsAgain() throws Exception {
    BytesInTransit.Part part = inTransit.begin(n -> moves += n > 0 ? 1 : 0);
    try (InputStream failed = part.watch(LARGE, bytes(LARGE))) {
      failed.readNBytes(5_000);
    }
    try (InputStream again = part.watch(LARGE, bytes(LARGE))) {
      again.readNBytes(10);

      assertThat(inTransit.bytes()).isEqualTo(10);
    }
  }

  @Test
  void smallInstancesAreLeftAsTheyAre() {
    InputStream small = bytes(LARGE - 1);

    assertThat(inTransit.begin(n -> moves += n > 0 ? 1 : 0).watch(LARGE - 1, small))
        .isSameAs(small);
  }

  private static InputStream bytes(int length) {
    return new ByteArrayInputStream(new byte[length]);
  }
}
