package io.github.dcmbulk.journal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A kill costs no more than the instances in flight, and as many again. */
class OutcomeLimitTest {
  @ParameterizedTest
  @CsvSource({"8, 8", "64, 64", "32, 64", "4, 64", "1, 1", "16, 8"})
  void inFlightAndUncommittedAreTwiceTheParallelUploads(int parallel, int threads) {
    OutcomeLimit limit = OutcomeLimit.of(parallel, threads);
    for (int waiting = 0; waiting < threads; waiting++) {
      // All other threads send, as far as they may.
      int inFlight = Math.min(parallel, threads - waiting);
      assertThat(inFlight + limit.with(waiting))
          .as("%d threads wait", waiting)
          .isLessThanOrEqualTo(2 * parallel);
    }
  }

  @ParameterizedTest
  @CsvSource({"8, 0, 8", "8, 3, 11", "8, 7, 15"})
  void theOutcomeOfAWaitingThreadTakesThePlaceOfAnInstance(int parallel, int waiting, int most) {
    assertThat(OutcomeLimit.of(parallel, parallel).with(waiting)).isEqualTo(most);
  }
}
