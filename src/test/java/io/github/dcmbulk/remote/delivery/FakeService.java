package io.github.dcmbulk.remote.delivery;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.stubbing.Scenario;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.VirtualTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** The ingestion service on loopback, with answers that a test replaces. */
public final class FakeService implements AutoCloseable {
  public static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  public static final String SIGNATURE = "5ec7e7";

  /** A key that differs in each answer, because every URL is for one object. */
  public static final String FRESH = "a/{{randomValue length=12 type='ALPHANUMERIC'}}.dcm";

  /** Path of the token endpoint. */
  public static final String TOKEN = "/oauth2/token";

  public final WireMockServer server =
      new WireMockServer(
          options()
              .dynamicPort()
              .containerThreads(16)
              .jettyAcceptors(1)
              .templatingEnabled(true)
              .globalTemplating(true));
  public final VirtualTime time = new VirtualTime(NOW);
  public final List<String> notices = new ArrayList<>();
  private final int port;
  private int step;

  public FakeService() {
    server.start();
    port = server.port();
    server.stubFor(get(urlPathEqualTo(TOKEN)).atPriority(9).willReturn(token("t0k3n", 3600)));
    server.stubFor(
        get(urlPathEqualTo("/api/upload"))
            .atPriority(9)
            .willReturn(json(200, "{\"url\":\"" + presigned(FRESH) + "\"}")));
    server.stubFor(
        put(urlPathMatching("/lake/.*")).atPriority(9).willReturn(aResponse().withStatus(200)));
  }

  public static ResponseDefinitionBuilder status(int status) {
    return aResponse().withStatus(status);
  }

  public static ResponseDefinitionBuilder json(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/json")
        .withBody(body);
  }

  public static ResponseDefinitionBuilder token(String value, int seconds) {
    return json(
        200,
        "{\"access_token\":\"%s\",\"token_type\":\"Bearer\",\"expires_in\":%d}"
            .formatted(value, seconds));
  }

  public static ResponseDefinitionBuilder s3(int status, String code, String message) {
    return aResponse()
        .withStatus(status)
        .withHeader("x-amz-request-id", "REQ1")
        .withBody("<Error><Code>" + code + "</Code><Message>" + message + "</Message></Error>");
  }

  public String presigned(String key) {
    return base()
        + "/lake/"
        + key
        + "?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date=20261123T180000Z&X-Amz-Expires=900"
        + "&X-Amz-SignedHeaders=host&X-Amz-Signature="
        + SIGNATURE;
  }

  public String base() {
    return "http://127.0.0.1:" + port;
  }

  public ServiceSettings.Builder settings() {
    return ServiceSettings.builder(
            base() + "/api", new Credentials.ClientSecret("me", Secret.of("s3cret")))
        .tokenUrl(base() + "/oauth2");
  }

  /** Settings with the token endpoint's whole URL. */
  public ServiceSettings.Builder settings(Credentials credentials) {
    return ServiceSettings.builder(base() + "/api", credentials).tokenUrl(base() + TOKEN);
  }

  public HttpIngestionService uploader() throws Exception {
    return uploader(settings());
  }

  public HttpIngestionService uploader(ServiceSettings.Builder settings) throws Exception {
    return uploader(settings, Attempt.Listener.NONE);
  }

  public HttpIngestionService uploader(ServiceSettings.Builder settings, Attempt.Listener listener)
      throws Exception {
    return HttpIngestionService.open(
        settings.build(),
        HttpSettings.DEFAULT,
        RateLimits.NONE,
        time.timing(),
        notices::add,
        listener);
  }

  /** The next requests to a step get these answers, in this order; later ones succeed. */
  public FakeService answers(Step to, ResponseDefinitionBuilder... answers) {
    String path = path(to);
    String scenario = "faults " + step++;
    for (int i = 0; i < answers.length; i++) {
      server.stubFor(
          any(urlPathMatching(path))
              .atPriority(1)
              .inScenario(scenario)
              .whenScenarioStateIs(i == 0 ? Scenario.STARTED : scenario + i)
              .willSetStateTo(scenario + (i + 1))
              .willReturn(answers[i]));
    }
    return this;
  }

  /** Every request to a step gets this answer. */
  public FakeService always(Step to, ResponseDefinitionBuilder answer) {
    String path = path(to);
    server.stubFor(any(urlPathMatching(path)).atPriority(2).willReturn(answer));
    return this;
  }

  private static String path(Step step) {
    return switch (step) {
      case TOKEN -> TOKEN;
      case PRESIGN -> "/api/upload";
      case PUT -> "/lake/.*";
    };
  }

  public List<LoggedRequest> requests(String pathPattern) {
    return server.findAll(
        com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor(
            urlPathMatching(pathPattern)));
  }

  @Override
  public void close() {
    server.stop();
  }
}
