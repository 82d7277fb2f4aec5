package io.github.dcmbulk.remote.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.dcmbulk.remote.delivery.FakeService.TOKEN;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static io.github.dcmbulk.remote.delivery.FakeService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs of the token and presign endpoints. */
@Timeout(300)
class EndpointTest {
  private final FakeService service = new FakeService();
  private final Credentials credentials = new Credentials.ClientSecret("me", Secret.of("s3cret"));
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  private ServiceSettings.Builder settings(String api, String token) {
    return ServiceSettings.builder(service.base() + api, credentials)
        .tokenUrl(service.base() + token);
  }

  private void serving(String tokenPath, String uploadPath) {
    service.always(Step.TOKEN, status(404)).always(Step.PRESIGN, status(404));
    service.server.stubFor(
        get(urlPathEqualTo(tokenPath)).atPriority(1).willReturn(token("t", 3600)));
    service.server.stubFor(
        get(urlPathEqualTo(uploadPath))
            .atPriority(1)
            .willReturn(json(200, "{\"url\":\"" + service.presigned(FakeService.FRESH) + "\"}")));
  }

  private List<String> paths() {
    return service.requests("/(?!lake).*").stream()
        .map(LoggedRequest::getUrl)
        .map(url -> url.replaceFirst("\\?.*", ""))
        .toList();
  }

  @Test
  void aWholeUrlIsAskedAsItIs() throws Exception {
    serving("/as/token.oauth2", "/upload/single-put");
    ServiceSettings.Builder settings =
        settings("/api", "/oauth2")
            .tokenEndpoint(service.base() + "/as/token.oauth2")
            .uploadEndpoint(service.base() + "/upload/single-put?site=7");
    try (HttpIngestionService uploader = service.uploader(settings)) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(paths()).containsExactly("/as/token.oauth2", "/upload/single-put");
    assertThat(service.requests("/upload/single-put").get(0).getUrl()).endsWith("?site=7");
  }

  @Test
  void aBaseUrlThatIsTheWholeUrlIsFoundOutAndKept() throws Exception {
    serving("/as/token.oauth2", "/upload/single-put");
    try (HttpIngestionService uploader =
        service.uploader(settings("/upload/single-put", "/as/token.oauth2"))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(paths())
        .containsExactly(
            "/as/token.oauth2/token",
            "/as/token.oauth2/token",
            "/as/token.oauth2",
            "/upload/single-put/upload",
            "/upload/single-put",
            "/upload/single-put");
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 307, 308})
  void aRedirectThatOnlyAddsASlashIsFollowedAndKept(int status) throws Exception {
    serving("/o/token/", "/v1/upload/");
    redirecting("/o/token", status, "/o/token/");
    redirecting("/v1/upload", status, service.base() + "/v1/upload/");
    try (HttpIngestionService uploader = service.uploader(settings("/v1", "/o"))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(paths())
        .containsExactly("/o/token", "/o/token/", "/v1/upload", "/v1/upload/", "/v1/upload/");
  }

  @Test
  void aUrlThatEndsWithASlashIsAskedAsItIs() throws Exception {
    serving("/o/token/", "/v1/upload/");
    try (HttpIngestionService uploader = service.uploader(settings("/v1/upload/", "/o/token/"))) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
    }
    assertThat(paths()).containsExactly("/o/token/", "/v1/upload/");
  }

  private void redirecting(String path, int status, String location) {
    service.server.stubFor(
        any(urlPathEqualTo(path))
            .atPriority(1)
            .willReturn(aResponse().withStatus(status).withHeader("Location", location)));
  }

  @ParameterizedTest
  @CsvSource({
    "https://api.example.org/a, 307, /a/, https://api.example.org/a/",
    "https://api.example.org/a, 307, a/, https://api.example.org/a/",
    "https://api.example.org/a/b, 307, b/, https://api.example.org/a/b/",
    "https://api.example.org/a?q=1, 308, /a/?q=1, https://api.example.org/a/?q=1",
    "https://api.example.org/a?q=1, 308, /a/, https://api.example.org/a/?q=1",
    "https://api.example.org/a/, 308, /a, https://api.example.org/a",
    "https://api.example.org/a, 301, http://api.example.org:8000/a/, https://api.example.org/a/",
    "https://api.example.org/a, 302, //API.example.org/a/, https://api.example.org/a/",
    "https://api.example.org/a, 302, https://evil.example.org/a/, ",
    "https://api.example.org/a, 302, //evil.example.org/a/, ",
    "https://api.example.org/a, 302, https://api.example.org@evil.example.org/a/, ",
    "https://api.example.org/a, 302, /login, ",
    "https://api.example.org/a, 302, /a/login, ",
    "https://api.example.org/a, 303, /a/, ",
    "https://api.example.org/a, 200, /a/, ",
    "https://api.example.org/a, 307, '', ",
  })
  void noOtherRedirectIsFollowed(
      String asked, int status, String location, @Nullable String followed) {
    HttpAnswer answer = new HttpAnswer(status, name -> List.of(location), "", false);
    HttpUrl slash = Endpoint.slash(HttpUrl.parse(asked), answer);
    assertThat(slash == null ? null : slash.text()).isEqualTo(followed);
  }

  @Test
  void messagesNameThePathThatWasAsked() throws Exception {
    service.always(Step.PRESIGN, status(404));
    try (HttpIngestionService uploader = service.uploader(settings("/api", "/oauth2"))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("404")
          .hasMessageContaining("GET /api/upload");
    }
    service.always(Step.TOKEN, status(404));
    try (HttpIngestionService uploader = service.uploader(settings("/api", "/oauth2"))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("GET " + TOKEN + " was answered with 404");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 413, 414, 431})
  void aHeaderThatIsTooLongIsReportedWithTheTokensLength(int status) throws Exception {
    service.always(Step.TOKEN, token("x".repeat(9000), 3600));
    service.always(Step.PRESIGN, aResponse().withStatus(status).withBody("<html>Too Large</html>"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(ServiceUnreachableException.class)
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class,
              e -> assertThat(e.remedy()).contains("large_client_header_buffers"))
          .hasMessageContaining("the token is 9,000 characters long")
          .hasMessageNotContaining("xxxxxxxx");
    }
  }

  @Test
  void whyATokenIsRefusedIsNamed() throws Exception {
    service.always(
        Step.PRESIGN,
        aResponse()
            .withStatus(403)
            .withHeader(
                "WWW-Authenticate",
                "Bearer realm=\"api\", error=\"insufficient_scope\", scope=\"dicom:write\""));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining("403")
          .hasMessageContaining(", insufficient_scope")
          .hasMessageNotContaining("dicom:write");
    }
  }

  @Test
  void oneOfTheTwoIsNeeded() {
    assertThatThrownBy(
            () -> ServiceSettings.builder(null, credentials).tokenUrl(service.base()).build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("no service");
    assertThatThrownBy(
            () ->
                ServiceSettings.builder(null, credentials)
                    .uploadEndpoint("http://api.example.org/u")
                    .tokenEndpoint("https://login.example.org/t")
                    .build())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--upload-endpoint would send secrets unencrypted");
  }
}
