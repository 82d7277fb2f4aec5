package io.github.dcmbulk.remote.token;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.dcmbulk.remote.delivery.FakeService.TOKEN;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.TokenMethod;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(300)
class TokenTest {
  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  private void posting(ResponseDefinitionBuilder answer) {
    service.server.stubFor(post(urlPathEqualTo(TOKEN)).atPriority(1).willReturn(answer));
  }

  private List<String> bearers() {
    return service.requests("/api/upload").stream()
        .map(request -> request.getHeader("Authorization"))
        .toList();
  }

  static Stream<ResponseDefinitionBuilder> answersOfEndpointsThatWantPost() {
    return Stream.of(
        aResponse().withStatus(404),
        aResponse().withStatus(405),
        aResponse().withStatus(501),
        json(400, "{\"error\":\"unsupported_grant_type\"}"),
        json(400, "{\"error\":\"invalid_request\"}"));
  }

  @ParameterizedTest
  @MethodSource("answersOfEndpointsThatWantPost")
  void anEndpointThatWantsPostGetsItForGood(ResponseDefinitionBuilder refusal) throws Exception {
    service.server.stubFor(get(urlPathEqualTo(TOKEN)).atPriority(2).willReturn(refusal));
    posting(token("posted", 100));
    try (HttpIngestionService uploader = service.uploader(service.settings().scope("a b"))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      service.time.pass(Duration.ofSeconds(200));
      assertThat(uploader.deliver(instance)).isInstanceOf(Stored.class);
    }
    assertThat(service.requests(TOKEN))
        .extracting(LoggedRequest::getMethod)
        .containsExactly(RequestMethod.GET, RequestMethod.POST, RequestMethod.POST);
    LoggedRequest form = service.requests(TOKEN).get(1);
    assertThat(form.getBodyAsString())
        .contains("grant_type=client_credentials")
        .contains("scope=a+b")
        .doesNotContain("s3cret");
    assertThat(form.getHeader("Authorization")).startsWith("Basic ");
  }

  @Test
  void getMeansGet() throws Exception {
    service.always(Step.TOKEN, aResponse().withStatus(405));
    try (HttpIngestionService uploader =
        service.uploader(service.settings().tokenMethod(TokenMethod.GET))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("405");
    }
    assertThat(service.requests(TOKEN))
        .hasSize(3)
        .allMatch(request -> request.getMethod().equals(RequestMethod.GET));
  }

  @Test
  void theScopeGoesIntoTheQuery() throws Exception {
    try (HttpIngestionService uploader =
        service.uploader(service.settings().scope("dicom/up load"))) {
      uploader.deliver(instance);
    }
    assertThat(service.requests(TOKEN).get(0).getUrl())
        .isEqualTo(TOKEN + "?grant_type=client_credentials&scope=dicom%2Fup+load");
  }

  @Test
  void allWorkersShareOneToken() throws Exception {
    service.always(Step.TOKEN, token("shared", 3600).withFixedDelay(200));
    ExecutorService workers = Executors.newFixedThreadPool(8);
    try (HttpIngestionService uploader = service.uploader()) {
      List<Callable<PutOutcome>> jobs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        jobs.add(() -> uploader.deliver(instance));
      }
      for (Future<PutOutcome> done : workers.invokeAll(jobs)) {
        assertThat(done.get()).isInstanceOf(Stored.class);
      }
      assertThat(uploader.counts().token()).isEqualTo(1);
    } finally {
      workers.shutdownNow();
    }
  }

  @Test
  void aTokenIsRenewedBeforeItEnds() throws Exception {
    service.answers(Step.TOKEN, token("one", 600), token("two", 600));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.time.pass(Duration.ofSeconds(530));
      uploader.deliver(instance);
      service.time.pass(Duration.ofSeconds(50));
      uploader.deliver(instance);
    }
    assertThat(bearers()).containsExactly("Bearer one", "Bearer one", "Bearer two");
  }

  @Test
  void aTokenThatCannotBeRenewedStopsTheRun() throws Exception {
    service.answers(Step.TOKEN, token("one", 600));
    try (HttpIngestionService uploader = service.uploader()) {
      uploader.deliver(instance);
      service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
      service.time.pass(Duration.ofSeconds(700));
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"token_type\":\"Bearer\"}",
        "{\"access_token\":7}",
        "{\"access_token\":\"two words\",\"token_type\":\"Bearer\"}",
        "<html>secret</html>",
        "{\"access_token\":\"secret",
      })
  void whatIsNoTokenAnswerEndsTheRun(String body) throws Exception {
    service.always(Step.TOKEN, json(200, body));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageNotContaining("secret");
    }
  }

  @Test
  void aRefreshTokenIsReplacedByItsSuccessor() throws Exception {
    service.answers(
        Step.TOKEN,
        json(
            200,
            "{\"access_token\":\"one\",\"token_type\":\"Bearer\",\"expires_in\":100,"
                + "\"refresh_token\":\"second\"}"),
        token("two", 100));
    Credentials credentials = new Credentials.RefreshToken("me", null, Secret.of("first"), null);
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      uploader.deliver(instance);
      service.time.pass(Duration.ofSeconds(200));
      uploader.deliver(instance);
    }
    List<LoggedRequest> requests = service.requests(TOKEN);
    assertThat(requests.get(0).formParameter("refresh_token").firstValue()).isEqualTo("first");
    assertThat(requests.get(1).formParameter("refresh_token").firstValue()).isEqualTo("second");
  }

  @Test
  void aTokenFileIsReadAgainWhenItsTokenIsRefused(@TempDir Path dir) throws Exception {
    Path file = Files.writeString(dir.resolve("token"), "first\n");
    try (HttpIngestionService uploader =
        service.uploader(service.settings(new Credentials.TokenFile(file)).tokenUrl(null))) {
      uploader.deliver(instance);
      Files.writeString(file, "second\n");
      service.answers(Step.PRESIGN, aResponse().withStatus(401));
      uploader.deliver(instance);
      assertThat(uploader.counts().token()).isZero();
    }
    assertThat(bearers()).containsExactly("Bearer first", "Bearer first", "Bearer second");
  }

  @Test
  void aTokenCommandPrintsTheToken() throws Exception {
    Credentials good = new Credentials.TokenCommand(List.of("echo", "printed"));
    try (HttpIngestionService uploader = service.uploader(service.settings(good).tokenUrl(null))) {
      uploader.deliver(instance);
    }
    assertThat(bearers()).containsExactly("Bearer printed");
    Credentials bad = new Credentials.TokenCommand(List.of("false"));
    try (HttpIngestionService uploader = service.uploader(service.settings(bad).tokenUrl(null))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("exit code 1");
    }
  }
}
