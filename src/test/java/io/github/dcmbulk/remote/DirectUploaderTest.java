package io.github.dcmbulk.remote;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.FakeService.json;
import static io.github.dcmbulk.remote.FakeService.s3;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.PutOutcome.Refused;
import io.github.dcmbulk.remote.PutOutcome.SourceChanged;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(30)
class DirectUploaderTest {
  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(100_000);

  @AfterEach
  void stop() {
    service.close();
  }

  private static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  private PutOutcome deliver() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      return uploader.deliver(instance);
    }
  }

  @Test
  void anInstanceGoesThereByTokenUrlAndPut() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(1, 1, 1, 0));
    }
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getBody()).isEqualTo(instance.bytes());
    assertThat(put.getHeader("Content-Type")).isEqualTo("application/dicom");
    assertThat(put.getHeader("Content-MD5"))
        .isEqualTo(Base64.getEncoder().encodeToString(instance.md5()));
    assertThat(put.containsHeader("Authorization")).isFalse();
    assertThat(service.requests("/api/upload").get(0).getHeader("Authorization"))
        .isEqualTo("Bearer t0k3n");
    LoggedRequest token = service.requests("/oauth2/token").get(0);
    assertThat(token.getUrl()).isEqualTo("/oauth2/token?grant_type=client_credentials");
    assertThat(token.getHeader("Authorization")).startsWith("Basic ");
  }

  static Stream<ResponseDefinitionBuilder> passingTroubleOfAPut() {
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
  @MethodSource("passingTroubleOfAPut")
  void passingTroubleOfAPutIsRetriedWithAFreshUrl(ResponseDefinitionBuilder trouble)
      throws Exception {
    service.answers(Step.PUT, trouble);
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 2));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(1, 2, 2, 1));
    }
  }

  static Stream<ResponseDefinitionBuilder> passingTroubleOfThePresign() {
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
  @MethodSource("passingTroubleOfThePresign")
  void passingTroubleOfThePresignIsRetried(ResponseDefinitionBuilder trouble) throws Exception {
    service.answers(Step.PRESIGN, trouble);
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @ParameterizedTest
  @ValueSource(ints = {429, 500, 502, 503, 504})
  void passingTroubleOfTheTokenIsRetried(int status) throws Exception {
    service.answers(Step.TOKEN, status(status));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  static Stream<Arguments> refusalsForGood() {
    return Stream.of(
        Arguments.of(s3(400, "InvalidRequest", "No."), "http-400-InvalidRequest"),
        Arguments.of(status(401), "http-401"),
        Arguments.of(status(404), "http-404"),
        Arguments.of(s3(411, "MissingContentLength", "No."), "http-411-MissingContentLength"),
        Arguments.of(s3(400, "EntityTooLarge", "No."), "http-400-EntityTooLarge"),
        Arguments.of(s3(501, "NotImplemented", "No."), "http-501-NotImplemented"),
        Arguments.of(status(301), "http-301"));
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
  void urlsThatAreAlwaysExpiredEndTheInstanceForThisRunOnly() throws Exception {
    service.always(Step.PUT, s3(403, "AccessDenied", "Request has expired"));
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.permanent()).isFalse();
              assertThat(refused.attempts()).isEqualTo(8);
            });
  }

  @Test
  void aSignatureThatNeverMatchesStopsTheRun() throws Exception {
    service.always(Step.PUT, s3(403, "SignatureDoesNotMatch", "The request signature ..."));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("SignatureDoesNotMatch")
        .hasMessageNotContaining(FakeService.SIGNATURE);
  }

  @Test
  void oneInstanceWhoseSignatureDoesNotMatchStopsNothing() throws Exception {
    service.answers(Step.PUT, s3(403, "SignatureDoesNotMatch", ""), status(200));
    assertThat(deliver()).isEqualTo(new Stored(null, 2));
  }

  @Test
  void oneTroublesomeInstanceEndsAfterMaxAttempts() throws Exception {
    try (DirectUploader uploader = service.uploader(service.settings().maxAttempts(3))) {
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
    try (DirectUploader uploader = service.uploader()) {
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

  @Test
  void aWrongSecretSaysWhatToCheck() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    assertThatThrownBy(this::deliver)
        .isInstanceOfSatisfying(
            AccessRefusedException.class,
            e -> assertThat(e.remedy()).isEqualTo("check the client id and secret"))
        .hasMessageContaining("invalid_client")
        .hasMessageNotContainingAny("s3cret", "Basic");
    assertThat(service.requests("/oauth2/token")).hasSize(1);
  }

  @Test
  void aScopeThatIsNotGrantedIsNamed() throws Exception {
    service.always(Step.TOKEN, json(400, "{\"error\":\"invalid_scope\"}"));
    try (DirectUploader uploader = service.uploader(service.settings().scope("dicom/upload"))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("dicom/upload");
    }
  }

  @Test
  void anExpiredTokenIsReplacedOnce() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, status(401));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(2, 3, 2, 1));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void aFreshTokenThatIsRefusedEndsTheRun(int status) throws Exception {
    service.always(Step.PRESIGN, status(status));
    try (DirectUploader uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining(Integer.toString(status));
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(2, 2, 0, 1));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class);
      assertThat(uploader.counts().token()).isEqualTo(2);
    }
  }

  @Test
  void aServiceThatIsNotThereIsGivenUpWithinSeconds() throws Exception {
    service.server.stop();
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("127.0.0.1")
        .hasMessageContaining("refused");
    Duration waited = Duration.between(FakeService.NOW, service.time.instant());
    assertThat(waited).isBetween(Duration.ofSeconds(5), Duration.ofSeconds(8));
    assertThat(service.time.sleeps().size()).isBetween(3, 5);
  }

  @Test
  void anOutageIsWaitedForWithOneLineAMinute() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.PRESIGN, status(503));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("503");
    }
    Duration waited = Duration.between(FakeService.NOW, service.time.instant());
    assertThat(waited).isBetween(Duration.ofMinutes(15), Duration.ofSeconds(915));
    assertThat(service.notices).hasSizeBetween(13, 15);
    assertThat(service.notices.get(0)).contains("1 min").contains("503");
  }

  @Test
  void anOutageThatEndsCostsNoInstance() throws Exception {
    ResponseDefinitionBuilder[] away = new ResponseDefinitionBuilder[30];
    java.util.Arrays.fill(away, status(503));
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, away);
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 31));
    }
    assertThat(service.notices.get(service.notices.size() - 1)).contains("again");
  }

  static Stream<Arguments> foreignAnswers() {
    return Stream.of(
        Arguments.of(
            aResponse().withHeader("Content-Type", "text/html").withBody("<html>Log in</html>"),
            "an HTML page (text/html)"),
        Arguments.of(json(200, "{\"link\":\"https://x/?sig=abc\",\"n\":1}"), "{link: string(18)"),
        Arguments.of(json(200, "[]"), "array(0)"),
        Arguments.of(aResponse().withBody(""), "an empty body"),
        Arguments.of(aResponse().withBody("x".repeat(100_000)), "more than 65536"),
        Arguments.of(status(302).withHeader("Location", "https://login/"), "302"),
        Arguments.of(status(404), "404"));
  }

  @ParameterizedTest
  @MethodSource("foreignAnswers")
  void anAnswerOfAnotherProtocolEndsTheRunWithItsShape(
      ResponseDefinitionBuilder answer, String shape) throws Exception {
    service.always(Step.PRESIGN, answer);
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining(shape)
        .hasMessageNotContainingAny("sig=abc", "Log in");
    assertThat(service.requests("/api/upload")).hasSize(1);
  }

  @Test
  void aCaptivePortalInTheMiddleOfARunIsWaitedFor() throws Exception {
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      service.answers(Step.PRESIGN, aResponse().withBody("<html>"), status(302));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 3));
    }
  }

  @Test
  void theUrlsHeadersAreSent() throws Exception {
    service.answers(
        Step.PRESIGN,
        json(
            200,
            "{\"data\":{\"uploadUrl\":\""
                + service.presigned("k").replace("=host", "=host%3Bx-amz-acl")
                + "\",\"headers\":{\"x-amz-acl\":\"private\",\"content-type\":\"a/b\","
                + "\"Authorization\":\"Bearer x\"}}}"));
    deliver();
    LoggedRequest put = service.requests("/lake/.*").get(0);
    assertThat(put.getHeader("x-amz-acl")).isEqualTo("private");
    assertThat(put.header("Content-Type").values()).containsExactly("a/b");
    assertThat(put.containsHeader("Authorization")).isFalse();
  }

  @Test
  void aSignedHeaderWhoseValueIsUnknownIsNamed() throws Exception {
    String url = service.presigned("k").replace("=host", "=host;x-amz-tagging");
    service.always(Step.PRESIGN, aResponse().withBody(url));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("x-amz-tagging");
  }

  @Test
  void onlyNamedHostsReceiveInstances() throws Exception {
    List<String> hosts = List.of("*.example.org");
    try (DirectUploader uploader = service.uploader(service.settings().uploadHosts(hosts))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("--upload-host");
    }
    assertThat(service.requests("/lake/.*")).isEmpty();
  }

  @Test
  void nothingGoesInClearBeyondLoopback() throws Exception {
    service.always(Step.PRESIGN, aResponse().withBody("http://lake.example.org/k?sig=abc"));
    assertThatThrownBy(this::deliver)
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("in clear");
    assertThatThrownBy(
            () ->
                ServiceSettings.builder(
                        "http://api.example.org", new Credentials.ClientSecret("a", Secret.of("b")))
                    .tokenUrl("https://id.example.org")
                    .build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--api-url");
  }

  @Test
  void redirectsGoToNamedHostsOnly() throws Exception {
    ResponseDefinitionBuilder there =
        status(307).withHeader("Location", service.base() + "/lake/there?sig=abc");
    service.answers(Step.PUT, there);
    assertThat(deliver())
        .isInstanceOfSatisfying(
            Refused.class,
            refused -> {
              assertThat(refused.code()).isEqualTo("redirect-refused");
              assertThat(refused.detail()).contains("--upload-host").doesNotContain("abc");
            });
    service.answers(Step.PUT, there);
    List<String> hosts = List.of("127.0.0.1");
    try (DirectUploader uploader = service.uploader(service.settings().uploadHosts(hosts))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    LoggedRequest last = service.requests("/lake/there").get(0);
    assertThat(last.getBody()).isEqualTo(instance.bytes());
  }

  @Test
  void anEtagIsComparedWhereItIsAnMd5() throws Exception {
    service.answers(Step.PUT, status(200).withHeader("ETag", "\"" + instance.etag() + "\""));
    assertThat(deliver()).isEqualTo(new Stored(instance.etag(), 1));
    String other = "0".repeat(32);
    service.answers(
        Step.PUT,
        status(200)
            .withHeader("ETag", other)
            .withHeader("x-amz-server-side-encryption", "aws:kms"));
    assertThat(deliver()).isEqualTo(new Stored(other, 1));
    service.answers(Step.PUT, status(200).withHeader("ETag", "\"" + other + "-2\""));
    assertThat(deliver()).isEqualTo(new Stored(other + "-2", 1));
  }

  @Test
  void aUrlThatEndsTooSoonIsNotUsed() throws Exception {
    String ended = service.presigned("k").replace("T180000Z", "T174459Z");
    service.answers(Step.PRESIGN, aResponse().withBody(ended), aResponse().withBody(ended));
    assertThat(deliver()).isEqualTo(new Stored(null, 3));
    assertThat(service.requests("/lake/.*")).hasSize(1);
  }

  @Test
  void aWrongClockIsCorrectedAndReportedOnce() throws Exception {
    String date = "Mon, 23 Nov 2026 18:30:00 GMT";
    String url = service.presigned("k").replace("T180000Z", "T183000Z");
    service.always(Step.PRESIGN, aResponse().withHeader("Date", date).withBody(url));
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(service.notices).singleElement().asString().contains("1800 s behind");
  }

  @Test
  void aFileThatIsGoneIsNotRetried() throws Exception {
    InstanceContent gone =
        content(
            () -> {
              throw new IOException("no such file /secret/path");
            });
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(gone)).isInstanceOf(SourceChanged.class);
      assertThat(uploader.counts()).isEqualTo(new RequestCounts(0, 0, 0, 0));
    }
  }

  @Test
  void aFileThatShrankIsNotRetried() throws Exception {
    InstanceContent shrunk = content(() -> new ByteArrayInputStream(new byte[50_000]));
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(shrunk))
          .isEqualTo(
              new SourceChanged("the file holds 50000 bytes where 100000 are to be sent", 1));
    }
  }

  @Test
  void aFileWithOtherBytesThanItsDigestHasChanged() throws Exception {
    InstanceContent other = content(() -> new ByteArrayInputStream(new byte[100_000]));
    service.answers(Step.PUT, s3(400, "BadDigest", ""), s3(400, "BadDigest", ""));
    try (DirectUploader uploader = service.uploader()) {
      assertThat(uploader.deliver(other))
          .isEqualTo(new SourceChanged("the file changed while it was being sent", 2));
    }
  }

  @Test
  void aRefusalBeforeTheBodyIsHeardByAskingFirst() throws Exception {
    ResponseDefinitionBuilder reset = aResponse().withFault(Fault.CONNECTION_RESET_BY_PEER);
    service.answers(Step.PUT, reset, status(200), reset);
    try (DirectUploader uploader = service.uploader()) {
      uploader.deliver(instance);
      uploader.deliver(Bytes.of(300_000));
    }
    assertThat(service.requests("/lake/.*"))
        .extracting(put -> put.containsHeader("Expect"))
        .containsExactly(false, false, false, true);
  }

  @Test
  void interruptionIsToldAsSuch() throws Exception {
    service.answers(Step.PUT, status(503));
    try (DirectUploader uploader = service.uploader()) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> uploader.deliver(instance)).isInstanceOf(InterruptedException.class);
      assertThat(Thread.interrupted()).isFalse();
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void requestsAreReportedToTheListener() throws Exception {
    List<Attempt> attempts = new ArrayList<>();
    service.answers(Step.PUT, status(503));
    try (DirectUploader uploader =
        DirectUploader.open(
            service.settings().build(),
            HttpSettings.DEFAULT,
            RateLimits.NONE,
            service.time.timing(),
            line -> {},
            attempts::add)) {
      uploader.deliver(instance);
    }
    assertThat(attempts)
        .extracting(Attempt::step)
        .containsExactly(Step.TOKEN, Step.PRESIGN, Step.PUT, Step.PRESIGN, Step.PUT);
    assertThat(attempts.get(2).result()).isEqualTo(Attempt.Result.THROTTLED);
    assertThat(attempts.get(4).bytes()).isEqualTo(100_000);
  }

  @Test
  void nothingPrintsItsSecrets() throws Exception {
    ServiceSettings settings = service.settings().build();
    PresignedUrl url = PresignedUrl.of(service.presigned("k"), Map.of("a", "b"));
    assertThat(settings.toString() + url + url.describe() + HttpUrl.parse(service.presigned("k")))
        .doesNotContain("s3cret")
        .doesNotContain(FakeService.SIGNATURE)
        .contains("***");
  }

  private interface Opening {
    InputStream open() throws IOException;
  }

  private InstanceContent content(Opening opening) {
    return new InstanceContent() {
      @Override
      public long size() {
        return instance.size();
      }

      @Override
      public byte[] md5() {
        return instance.md5();
      }

      @Override
      public InputStream open() throws IOException {
        return opening.open();
      }
    };
  }
}
