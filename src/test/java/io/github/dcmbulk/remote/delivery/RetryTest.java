package io.github.dcmbulk.remote.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.s3;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which answers are retried, how often and after what pause. */
@Timeout(300)
class RetryTest extends OneDelivery {
  static Stream<ResponseDefinitionBuilder> temporaryFailuresOfAPut() {
    return Stream.of(
        status(408),
        status(425),
        status(429),
        status(500),
        status(502),
        status(503),
        status(504),
        s3(503, "SlowDown", "Please reduce your request rate."),
        s3(400, "RequestTimeout", "Your socket connection was not read from."),
        s3(400, "BadDigest", "The Content-MD5 you specified did not match."),
        s3(403, "AccessDenied", "Request has expired"),
        s3(403, "AccessDenied", "Access Denied"),
        status(200).withHeader("ETag", "\"00000000000000000000000000000000\""),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withFault(Fault.EMPTY_RESPONSE),
        aResponse().withFault(Fault.RANDOM_DATA_THEN_CLOSE));
  }

  @ParameterizedTest
  @MethodSource("temporaryFailuresOfAPut")
  void temporaryFailureOfAPutIsRetriedWithANewUrl(ResponseDefinitionBuilder storeFailures)
      throws Exception {
    service.answers(Step.PUT, storeFailures);
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 2));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(1, 2, 2, 1));
    }
  }

  static Stream<ResponseDefinitionBuilder> temporaryFailuresOfThePresign() {
    return Stream.of(
        status(408),
        status(425),
        status(429),
        status(500),
        status(502),
        status(503),
        status(504),
        json(200, "{\"url\":\"https://lake.exam"),
        aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER),
        aResponse().withFault(Fault.MALFORMED_RESPONSE_CHUNK));
  }

  @ParameterizedTest
  @MethodSource("temporaryFailuresOfThePresign")
  void temporaryFailureOfThePresignIsRetried(ResponseDefinitionBuilder storeFailures)
      throws Exception {
    service.answers(Step.PRESIGN, storeFailures);
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void temporaryFailureOfTheTokenIsRetried(int status) throws Exception {
    service.answers(Step.TOKEN, status(status));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  static Stream<Arguments> refusalsForGood() {
    return Stream.of(
        Arguments.of(s3(400, "InvalidRequest", "No."), "http-400-InvalidRequest"),
        Arguments.of(status(404), "http-404"),
        Arguments.of(s3(411, "", "No."), "http-411"),
        Arguments.of(s3(400, "EntityTooLarge", "No."), "http-400-EntityTooLarge"),
        Arguments.of(status(413), "http-413"),
        Arguments.of(status(501), "http-501"));
  }

  @ParameterizedTest
  @MethodSource("refusalsForGood")
  void aRefusalForGoodIsNotRetried(ResponseDefinitionBuilder refusal, String code)
      throws Exception {
    service.answers(Step.PUT, refusal);
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo(code);
              assertThat(refused.permanent()).isTrue();
              assertThat(refused.attempts()).isEqualTo(1);
              assertThat(refused.detail()).contains("127.0.0.1").contains(code.substring(5, 8));
            });
  }

  @Test
  void aRefusalNamesHostStatusCodeAndRequestButNoSignature() throws Exception {
    service.answers(Step.PUT, s3(400, "InvalidRequest", "X-Amz-Signature=5ec7e7"));
    assertThat(deliver().toString())
        .contains(service.base())
        .contains("400")
        .contains("InvalidRequest")
        .contains("REQ1")
        .doesNotContain("Signature")
        .doesNotContain(FakeService.SIGNATURE)
        .doesNotContain("b.dcm");
  }

  @Test
  void accessDeniedIsTriedOnceMoreAndNoMore() throws Exception {
    service.always(Step.PUT, s3(403, "AccessDenied", "Access Denied"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("http-403-AccessDenied");
              assertThat(refused.permanent()).isTrue();
              assertThat(refused.attempts()).isEqualTo(2);
            });
  }

  @Test
  void afterOneThatUsedUpItsAttemptsTheNextWithTheSameFailureEndsSooner() throws Exception {
    service.always(Step.PUT, s3(400, "BadDigest", "no"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThat(uploader.deliver(instance).attempts()).isEqualTo(8);
      assertThat(uploader.deliver(instance).attempts()).isEqualTo(2);
      service.always(Step.PUT, status(200));
      uploader.deliver(instance);
      service.always(Step.PUT, s3(400, "BadDigest", "no"));
      assertThat(uploader.deliver(instance).attempts()).isEqualTo(8);
    }
  }

  @Test
  void oneFailingInstanceEndsAfterMaxAttempts() throws Exception {
    try (HttpIngestionService uploader = service.uploader(service.settings().maxAttempts(3))) {
      uploader.deliver(instance);
      service.always(Step.PUT, status(500));
      assertThat(uploader.deliver(instance))
          .isInstanceOfSatisfying(
              Refused.class,
              refused -> {
                assertThat(refused.code()).isEqualTo("http-500");
                assertThat(refused.permanent()).isFalse();
                assertThat(refused.attempts()).isEqualTo(3);
              });
    }
  }

  @Test
  void retryAfterIsHonoured() throws Exception {
    service.answers(
        Step.PUT,
        status(503).withHeader("Retry-After", "7"),
        status(503).withHeader("Retry-After", "Mon, 23 Nov 2026 18:01:00 GMT"));
    assertThat(deliver()).isEqualTo(new Stored(null, 3));
    List<Duration> sleeps = service.time.sleeps();
    assertThat(sleeps.get(0)).isBetween(Duration.ofSeconds(7), Duration.ofMillis(7_250));
    assertThat(sleeps.get(1)).isBetween(Duration.ofSeconds(52), Duration.ofSeconds(54));
  }

  @Test
  void pausesGrowAndAreJittered() throws Exception {
    service.answers(Step.PUT, status(200));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.PUT, status(500));
      uploader.deliver(instance);
    }
    List<Duration> sleeps = service.time.sleeps();
    assertThat(sleeps).hasSize(7);
    for (int i = 0; i < sleeps.size(); i++) {
      long most = Math.min(15_000, 500L << i);
      assertThat(sleeps.get(i)).isLessThanOrEqualTo(Duration.ofMillis(most));
    }
    assertThat(sleeps.stream().distinct().count()).isGreaterThan(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"InternalError", "ExpiredToken"})
  void pausesOfAnInstanceThatFailsByItselfStayShort(String code) throws Exception {
    service.answers(Step.PUT, status(200));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.PUT, s3(500, code, "no"));
      assertThat(uploader.deliver(content(instance::open, Evidence.OWN)).attempts()).isEqualTo(8);
    }
    assertThat(service.time.sleeps())
        .hasSize(7)
        .allSatisfy(pause -> assertThat(pause).isLessThanOrEqualTo(Duration.ofSeconds(2)));
  }
}
