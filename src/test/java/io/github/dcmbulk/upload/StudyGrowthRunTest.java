package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.settings.StudyRules;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A study that has grown since it was delivered: what is sent again, and when. */
@Timeout(300)
class StudyGrowthRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  private void deliverThenGrow() throws Exception {
    for (int i = 0; i < 10; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.run();
    r.service.stored.clear();
    for (int i = 10; i < 15; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
  }

  @Test
  void aStudyThatGrewIsSentWholeAfterTheWindow() throws Exception {
    deliverThenGrow();
    Instant delivered = r.now();
    r.pass(Duration.ofMinutes(2));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    assertThat(r.service.stored.get(0).at())
        .isAfterOrEqualTo(delivered.plus(Duration.ofMinutes(5)).minusSeconds(1));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(15, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(1, 1, 0));
    assertThat(r.events(UploadEvent.StudyStarted.class))
        .last()
        .matches(started -> started.resend() && started.instances() == 15);
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .containsExactly("study 1.1 is sent again as a whole: it has grown since it was delivered");
    assertThat(r.run().instances().alreadyUploaded()).isEqualTo(15);
    assertThat(r.service.stored).hasSize(15);
  }

  @Test
  void incrementalSendsOnlyWhatIsMissing() throws Exception {
    r.rules = Rehearsal.rules(StudyRules.DeliveryMode.INCREMENTAL);
    deliverThenGrow();
    r.pass(Duration.ofMinutes(10));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(5);
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void withinTheGapAStudyIsSimplyContinued() throws Exception {
    deliverThenGrow();
    r.pass(Duration.ofSeconds(30));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(5);
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 10, 0, 0, 0, 0, 0));
  }

  @Test
  void otherStudiesGoFirstWhileOneWaits() throws Exception {
    deliverThenGrow();
    r.instance("t/1", "1.2", "1.2.1", "x");
    r.pass(Duration.ofMinutes(2));
    r.run();
    assertThat(r.service.studies().get(0)).isEqualTo("1.2");
    assertThat(r.events(UploadEvent.Waiting.class)).isNotEmpty();
  }

  @Test
  void aLastUploadInTheFutureIsUnknown() throws Exception {
    deliverThenGrow();
    Instant delivered = r.now();
    r.pass(Duration.ofDays(-3000));
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    Instant again = r.service.stored.get(0).at();
    assertThat(again)
        .isBetween(
            delivered.minus(Duration.ofDays(3000)).plusSeconds(300),
            delivered.minus(Duration.ofDays(3000)).plusSeconds(400));
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(15, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(1);
  }

  /** The study was delivered while the service's clock was ahead by that, and has grown since. */
  private void deliveredWith(int minutesAhead) throws Exception {
    r.service.clockAhead = Duration.ofMinutes(minutesAhead);
    deliverThenGrow();
  }

  /** So much time goes by, and then the service's clock is ahead by that. */
  private Instant runAfter(Duration time, int minutesBefore, int minutesAhead) throws Exception {
    r.pass(time.plusMinutes(minutesBefore - minutesAhead));
    r.service.clockAhead = Duration.ofMinutes(minutesAhead);
    Instant begun = r.now();
    RunResult result = r.run();
    assertThat(r.service.stored).hasSize(15);
    assertThat(result.studies().complete()).isEqualTo(1);
    return begun;
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "10, 0", "-10, 0", "0, 10", "0, -10", "-10, 10", "0, 1", "-1, 0", "-1, 1"})
  void aClockThatWasWrongInOneOfTwoRunsNeverSendsInsideTheWindow(int before, int now)
      throws Exception {
    deliveredWith(before);
    Instant begun = runAfter(Duration.ofSeconds(100), before, now);
    assertThat(r.service.stored.get(0).at())
        .isBetween(begun.plusSeconds(199), begun.plusSeconds(330));
  }

  @Test
  void afterTheWindowTheServicesClockNeedsNoOtherWait() throws Exception {
    deliveredWith(-10);
    Instant begun = runAfter(Duration.ofMinutes(6), -10, 0);
    assertThat(r.service.stored.get(0).at()).isBefore(begun.plusSeconds(5));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .noneMatch(text -> text.contains("in the future"));
  }
}
