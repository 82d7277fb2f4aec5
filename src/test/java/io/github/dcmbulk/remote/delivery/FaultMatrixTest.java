package io.github.dcmbulk.remote.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.throttle.RateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Faults of whole runs: what is delivered, and what is reported. */
@Timeout(300)
class FaultMatrixTest {
  /** Answers after {@link #LATE} are too late; others may be on a busy machine. */
  private static final Duration SHORT = Duration.ofSeconds(1);

  private static final Duration LONG = Duration.ofMinutes(4);

  private static final int LATE = 10_000;
  private static final ResponseDefinitionBuilder LOGIN_PAGE =
      aResponse()
          .withStatus(200)
          .withHeader("Content-Type", "text/html")
          .withBody("<!doctype html><html><form action='login'>Guest Wi-Fi</form></html>");

  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  /**
   * With time-outs that are short for a test. On a busy machine an answer in time may miss them,
   * and is requested once more: tests allow for this.
   */
  private HttpIngestionService hasty() throws Exception {
    return HttpIngestionService.open(
        service.settings().build(),
        HttpSettings.DEFAULT.withTimeouts(LONG, SHORT),
        RateLimits.NONE,
        service.time.timing(),
        service.notices::add,
        Attempt.Listener.NONE);
  }

  @Test
  void aStoreThatTakesTheInstanceAndNeverAnswersGetsItAgain() throws Exception {
    service.answers(Step.PUT, aResponse().withStatus(200).withFixedDelay(LATE));
    try (HttpIngestionService uploader = hasty()) {
      int attempts = attempts(uploader.deliver(instance));
      assertThat(attempts).isGreaterThanOrEqualTo(2);
      assertThat(uploader.counts().retries()).isGreaterThanOrEqualTo(1);
    }
    // Each attempt has a new URL.
    assertThat(service.requests("/api/upload")).hasSizeGreaterThanOrEqualTo(2);
  }

  @Test
  void aPresignThatNeverAnswersIsAskedAgain() throws Exception {
    service.answers(Step.PRESIGN, aResponse().withStatus(200).withFixedDelay(LATE));
    try (HttpIngestionService uploader = hasty()) {
      assertThat(attempts(uploader.deliver(instance))).isGreaterThanOrEqualTo(2);
    }
    assertThat(service.requests("/api/upload")).hasSizeGreaterThanOrEqualTo(2);
    assertThat(service.requests("/lake/.*")).isNotEmpty();
  }

  @Test
  void anAnswerThatTricklesIsGivenUpAndTheInstanceSentAgain() throws Exception {
    service.answers(
        Step.PUT,
        aResponse().withStatus(200).withBody("0123456789").withChunkedDribbleDelay(10, LATE));
    try (HttpIngestionService uploader = hasty()) {
      assertThat(attempts(uploader.deliver(instance))).isGreaterThanOrEqualTo(2);
    }
  }

  private static int attempts(PutOutcome outcome) {
    assertThat(outcome).isInstanceOf(Stored.class);
    return ((Stored) outcome).attempts();
  }

  @Test
  void aLoginPageInPlaceOfATokenInTheMiddleOfARunIsWaitedFor() throws Exception {
    service.answers(
        Step.TOKEN,
        json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}"),
        LOGIN_PAGE,
        LOGIN_PAGE);
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.time.pass(Duration.ofMinutes(5));
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Step.class,
      names = {"TOKEN", "PRESIGN"})
  void oneHtmlPageAmongTheFirstAnswersDoesNotEndTheRun(Step step) throws Exception {
    service.answers(step, LOGIN_PAGE, LOGIN_PAGE);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void aDateFarInTheFutureDoesNotEndTheRun(Step step) throws Exception {
    String wrong = "Fri, 31 Dec 9999 23:59:59 GMT";
    ResponseDefinitionBuilder answer =
        switch (step) {
          case TOKEN -> FakeService.token("t", 100);
          case PRESIGN -> json(200, "{\"url\":\"" + service.presigned(FakeService.FRESH) + "\"}");
          case PUT -> aResponse().withStatus(200);
        };
    service.always(step, answer.withHeader("Date", wrong));
    try (HttpIngestionService uploader = service.uploader()) {
      for (int i = 0; i < 3; i++) {
        assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
        service.time.pass(Duration.ofMinutes(2));
      }
    }
    assertThat(service.notices).singleElement().asString().contains("one of the two is wrong");
  }

  @Test
  void aLoginPageThatStaysEndsTheRunAndSaysWhatItIs() throws Exception {
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.PRESIGN, LOGIN_PAGE);
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining(service.base())
          .hasMessageContaining("an HTML page")
          .hasMessageNotContaining("Wi-Fi");
    }
  }

  @Test
  void aPageInTheWayOfUrlsIsNoRefusalOfTheCredentials() throws Exception {
    service.always(
        Step.PRESIGN,
        status(403).withHeader("Content-Type", "text/html").withBody("<html>Blocked</html>"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("403")
          .hasMessageContaining("an HTML page")
          .hasMessageContaining("web filter");
    }
  }

  @Test
  void aPageInTheWayOfTokensIsNoInstancesFault() throws Exception {
    service.always(
        Step.TOKEN,
        status(403).withHeader("Content-Type", "text/html").withBody("<html>Blocked</html>"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("403 and an HTML page");
    }
  }

  @Test
  void aTokenEndpointThatSaysWhenToComeBackIsWaitedFor() throws Exception {
    service.answers(
        Step.TOKEN,
        json(429, "{\"error\":\"slow_down\"}").withHeader("Retry-After", "20"),
        json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}"));
    Instant begun = service.time.instant();
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
    assertThat(Duration.between(begun, service.time.instant()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(20));
  }

  @Test
  void aRefusalByTheApiIsOne() throws Exception {
    service.always(Step.PRESIGN, json(403, "{\"message\":\"Forbidden\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class);
    }
  }

  @Test
  void aClientRefusedOnceDuringARunDoesNotEndIt() throws Exception {
    service.answers(
        Step.TOKEN,
        json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}"),
        json(401, "{\"error\":\"invalid_client\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.time.pass(Duration.ofMinutes(5));
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
      assertThat(uploader.counts().token()).isEqualTo(3);
    }
  }

  @Test
  void aClientThatIsRefusedFromTheMiddleOfARunOnStopsItAndMarksNoInstance() throws Exception {
    service.answers(
        Step.TOKEN,
        json(200, "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":60}"));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
      service.time.pass(Duration.ofMinutes(5));
      for (int i = 0; i < 3; i++) {
        assertThatThrownBy(() -> uploader.deliver(instance))
            .isInstanceOf(AccessRefusedException.class)
            .hasMessageContaining("401 invalid_client");
      }
      assertThat(uploader.counts().token()).isEqualTo(6);
    }
  }

  @Test
  void aHugeBodyInPlaceOfAUrlIsCutAndReported() throws Exception {
    service.always(Step.PRESIGN, aResponse().withStatus(200).withBody("x".repeat(5_000_000)));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("a body of more than 65536 characters");
    }
  }

  @Test
  void aRefusalNamesHostStatusCodeAndRequest() throws Exception {
    service.always(Step.PUT, s3(400, "EntityTooLarge", "too large"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance))
          .isInstanceOfSatisfying(
              Refused.class,
              refused ->
                  assertThat(refused.detail())
                      .contains(service.base(), "400", "EntityTooLarge", "REQ1"));
    }
  }

  @Test
  void tenMinutesOfOutageAreWaitedForWithALineAMinute() throws Exception {
    ResponseDefinitionBuilder away = aResponse().withStatus(503);
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.notices.clear();
      ResponseDefinitionBuilder[] minutes = new ResponseDefinitionBuilder[20];
      Arrays.fill(minutes, away.withHeader("Retry-After", "30"));
      service.answers(Step.PRESIGN, minutes);
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
    assertThat(service.notices.stream().filter(line -> line.contains("unavailable for")).count())
        .isBetween(9L, 11L);
    assertThat(service.notices.get(service.notices.size() - 1)).endsWith("again");
  }
}
