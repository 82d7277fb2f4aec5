package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.StudyState;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StudyDeliveryTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T20:00:00Z");

  private final StudyDelivery study =
      new StudyDelivery(
          new StudyState(1, "1.1", 1, 0, 0, false, false, 0, 9, 0, 0),
          new StudyPlan.Deliver(1, false, false),
          Duration.ofSeconds(55),
          BEGIN);

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void nothingMayBeginAfterAPauseInWhichNothingWasSent() {
    study.sent(at(0), at(1));
    assertThat(study.mayBegin(at(56))).isTrue();
    assertThat(study.mayBegin(at(57))).isFalse();
    assertThat(study.isBroken()).isTrue();
    assertThat(study.isTorn()).isTrue();
  }

  @Test
  void whileALargeInstanceIsBeingSentThereIsNoPause() {
    study.sent(at(0), at(1));
    study.moved(at(100));
    assertThat(study.mayBegin(at(110))).isTrue();
    study.sent(at(110), at(111));
    study.sent(at(2), at(300));
    assertThat(study.isTorn()).isFalse();
  }

  @Test
  void whatWasBeingSentAndNeverArrivedBridgesNoPause() {
    study.sent(at(0), at(1));
    study.moved(at(100));
    assertThat(study.mayBegin(at(110))).isTrue();
    study.sent(at(110), at(111));
    assertThat(study.isBroken()).isFalse();
    assertThat(study.isTorn()).isTrue();
    assertThat(study.isClean()).isFalse();
  }

  @Test
  void aPauseIsBridgedOnlyByWhatBeganBeforeItAndEndedAfterIt() {
    study.sent(at(0), at(1));
    study.moved(at(100));
    study.sent(at(110), at(111));
    study.sent(at(70), at(200));
    assertThat(study.isTorn()).isTrue();
    study.sent(at(20), at(109));
    assertThat(study.isTorn()).isTrue();
    study.sent(at(20), at(110));
    assertThat(study.isTorn()).isFalse();
  }
}
