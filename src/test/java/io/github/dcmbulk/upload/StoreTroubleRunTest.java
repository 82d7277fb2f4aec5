package io.github.dcmbulk.upload;

import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A store that answers 5xx: to all for a while, or to some instances always. */
@Timeout(300)
class StoreTroubleRunTest {
  private static final int ATTEMPTS = 8;

  @TempDir Path dir;
  private final FakeService lake = new FakeService();
  private Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @AfterEach
  void stop() {
    lake.close();
  }

  private void study(String uid, int instances) throws Exception {
    for (int i = 0; i < instances; i++) {
      r.instance(uid + "/%03d".formatted(i), uid, uid + "." + i, "x");
    }
  }

  private RunResult run() throws Exception {
    try (HttpIngestionService service = lake.uploader()) {
      r.service.other = service;
      RunResult result = r.run();
      Sums.assertMatch(result);
      return result;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void studyThatAlwaysFailsEndsTheRunSoonIfItIsTheLast(int workers) throws Exception {
    study("1.1", 12);
    study("1.2", 12);
    r.concurrency = workers;
    fails("1.2.");

    RunResult result = run();

    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(12, 0, 0, 0, 0, 12, 0));
  }

  private void fails(String text) {
    lake.server.stubFor(
        put(urlPathMatching("/lake/.*"))
            .atPriority(1)
            .withRequestBody(containing(text))
            .willReturn(status(500)));
  }

  private List<LoggedRequest> puts(String text) {
    return lake.requests("/lake/.*").stream()
        .filter(put -> put.getBodyAsString().contains(text))
        .toList();
  }

  private Duration waited() {
    return Duration.between(FakeService.NOW, lake.time.instant());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 16})
  void outageMarksNothingHoweverFewAreSentAtOnce(int workers) throws Exception {
    study("1.1", 20);
    r.concurrency = workers;
    ResponseDefinitionBuilder[] answers = new ResponseDefinitionBuilder[65];
    Arrays.fill(answers, status(500));
    Arrays.fill(answers, 0, 5, status(200));
    lake.answers(Step.PUT, answers);

    RunResult result = run();

    assertThat(result.instances()).isEqualTo(new RunResult.Instances(20, 0, 0, 0, 0, 0, 0));
    assertThat(result.exit()).isZero();
  }

  @Test
  void outageBeyondTheStudysGapLeavesItsLastInstanceToBeSentAgain() throws Exception {
    study("1.1", 3);
    study("1.2", 3);
    r.concurrency = 1;
    AtomicInteger puts = new AtomicInteger();
    r.service.fault =
        text -> {
          if (puts.incrementAndGet() != 3) {
            return null;
          }
          r.pass(Duration.ofSeconds(30));
          return new PutOutcome.Doubtful("http-502", "lake answered 502", 4, false, false);
        };
    // The next is sent, without success, until the outage ends.
    r.service.attempts = () -> puts.get() == 4 ? 9 : 1;
    r.service.outage = () -> r.pass(Duration.ofSeconds(puts.get() == 3 ? 70 : 0));

    RunResult result = r.run();

    Sums.assertMatch(result);
    assertThat(result.exit()).isZero();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    // The study whose time was over is sent again completely.
    assertThat(r.service.studies()).hasSize(8);
  }

  @ParameterizedTest
  @CsvSource({"20, 20", "90, 300"})
  void studyOfWhichNothingWasConfirmedContinuesWithinItsGapAndWaitsLater(int pause, int sentAfter)
      throws Exception {
    study("1.1", 3);
    r.service.fault =
        text -> {
          throw new ServiceUnreachableException("lake answered 500", "run again");
        };
    assertThat(r.run().exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    r.pass(Duration.ofSeconds(pause));
    r.service.fault = text -> null;

    assertThat(r.run().instances().uploaded()).isEqualTo(3);

    Instant sent = r.service.stored.get(0).at();
    assertThat(Duration.between(Rehearsal.START, sent))
        .isBetween(Duration.ofSeconds(sentAfter), Duration.ofSeconds(sentAfter + 39));
  }

  @Test
  void instanceThatAlwaysFailsIsKnownByOthersBeforeItsAttemptsAreUsedUp() throws Exception {
    study("1.1", 10);
    r.concurrency = 1;
    fails("1.1.4/");

    RunResult result = run();

    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(9, 0, 0, 0, 0, 1, 0));
    assertThat(puts("1.1.4/")).hasSize(ATTEMPTS);
    // Its study must not pause for longer than --study-gap because of it.
    assertThat(waited()).isLessThan(Duration.ofSeconds(10));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void studyThatAlwaysFailsHoldsUpNoOther(int workers) throws Exception {
    study("1.1", 12);
    study("1.2", 40);
    study("1.3", 12);
    r.concurrency = workers;
    fails("1.2.");

    RunResult result = run();

    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(24, 0, 0, 0, 0, 40, 0));
    assertThat(result.studies().complete()).isEqualTo(2);
    // Less than --study-gap, so that the study after it is not torn. Waits of threads add up.
    assertThat(waited()).isLessThan(Duration.ofSeconds(55L * workers));
  }
}
