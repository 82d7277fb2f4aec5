package io.github.dcmbulk.upload.study;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StudyDeliveryTest {
  private static final Instant BEGIN = Instant.parse("2026-11-23T20:00:00Z");

  private final StudyDelivery study =
      new StudyDelivery(
          new StudyState(1, "1.1", 1, 0, 0, 0, null, Outcome.OPEN, 9, 0, 0),
          new StudyPlan.Deliver(1, false, false),
          Duration.ofSeconds(54),
          false,
          () -> null);

  private static Instant at(int seconds) {
    return BEGIN.plusSeconds(seconds);
  }

  @Test
  void nothingMayBeginAfterAPauseInWhichNothingWasStored() {
    study.sent(at(0), at(1));
    assertThat(study.mayContinue(at(54))).isTrue();
    assertThat(study.mayContinue(at(55))).isFalse();
    assertThat(study.isBroken()).isTrue();
    assertThat(study.outcome()).isEqualTo(Outcome.PAUSED);
  }

  @Test
  void theFirstInstanceMayTakeAnyTime() {
    assertThat(study.mayContinue(at(500))).isTrue();
    study.sent(at(501), at(502));
    assertThat(study.mayContinue(at(520))).isTrue();
    assertThat(study.isTorn()).isFalse();
  }

  @Test
  void whatIsStoredTooLateOverwritesWhatCameBefore() {
    study.sent(at(0), at(1));
    study.sent(at(2), at(70));
    assertThat(study.outcome()).isEqualTo(Outcome.OVERWRITTEN);
    assertThat(study.isClean()).isFalse();
  }

  @Test
  void putInProgressMayBeStoredAtAnyMoment() {
    study.sent(at(0), at(1));
    assertThat(study.times(at(30)).lastPut()).isEqualTo(at(1));
    study.sending(true);
    assertThat(study.times(at(30)).lastPut()).isEqualTo(at(30));
    assertThat(study.times(at(30)).stored()).isEqualTo(at(0));
    study.maybeSent(at(3), at(40));
    study.sending(false);
    assertThat(study.times(at(50)).lastPut()).isEqualTo(at(40));
  }

  @Test
  void aPutThatWasRefusedChangesNothing() {
    study.sending(true);
    study.sending(false);
    assertThat(study.times(at(50)).lastPut()).isEqualTo(Instant.EPOCH);
    assertThat(study.times(at(50)).stored()).isNull();
  }
}
