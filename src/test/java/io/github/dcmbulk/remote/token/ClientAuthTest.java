package io.github.dcmbulk.remote.token;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.dcmbulk.remote.delivery.FakeService.TOKEN;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static io.github.dcmbulk.remote.delivery.FakeService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.TokenMethod;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ways to send a client's secret. */
@Timeout(300)
class ClientAuthTest {
  private static final String SECRET = "p&q=r s/%+";

  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @AfterEach
  void stop() {
    service.close();
  }

  private ServiceSettings.Builder settings() {
    return service.settings(new Credentials.ClientSecret("me", Secret.of(SECRET)));
  }

  private static String basic(String pair) {
    return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> methods() {
    return service.requests(TOKEN).stream().map(request -> request.getMethod().value()).toList();
  }

  static Stream<ResponseDefinitionBuilder> refusals() {
    return Stream.of(
        json(401, "{\"error\":\"invalid_client\"}"),
        json(400, "{\"error\":\"invalid_client\"}"),
        json(401, "{\"error\":\"unauthorized_client\"}"),
        json(200, "{\"error\":\"invalid_client\"}"),
        status(401));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aServerThatDoesNotDecodeThePairGetsItAsItIs(ResponseDefinitionBuilder refusal)
      throws Exception {
    service.always(Step.TOKEN, refusal);
    service.server.stubFor(
        get(urlPathEqualTo(TOKEN))
            .withHeader("Authorization", equalTo(basic("me:" + SECRET)))
            .atPriority(1)
            .willReturn(token("raw", 100)));
    deliverTwice(settings());
    String last = service.requests(TOKEN).get(service.requests(TOKEN).size() - 1).getUrl();
    assertThat(last).doesNotContain("secret");
    // The second token is requested in the way that worked.
    assertThat(service.requests(TOKEN).get(service.requests(TOKEN).size() - 1))
        .extracting(request -> request.getHeader("Authorization"))
        .isEqualTo(basic("me:" + SECRET));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aServerThatWantsTheSecretInTheFormGetsItThere(ResponseDefinitionBuilder refusal)
      throws Exception {
    service.always(Step.TOKEN, refusal);
    service.server.stubFor(
        post(urlPathEqualTo(TOKEN))
            .withRequestBody(containing("client_id=me&client_secret=p%26q%3Dr+s%2F%25%2B"))
            .atPriority(1)
            .willReturn(token("posted", 100)));
    deliverTwice(settings());
    assertThat(methods()).endsWith("POST", "POST");
    assertThat(service.requests(TOKEN))
        .last()
        .satisfies(request -> assertThat(request.containsHeader("Authorization")).isFalse());
  }

  private void deliverTwice(ServiceSettings.Builder settings) throws Exception {
    try (HttpIngestionService uploader = service.uploader(settings)) {
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      int asked = service.requests(TOKEN).size();
      service.time.pass(Duration.ofSeconds(200));
      assertThat(uploader.deliver(instance)).isEqualTo(new Stored(null, 1));
      assertThat(service.requests(TOKEN)).hasSize(asked + 1);
    }
  }

  @Test
  void aServerThatMissesTheClientIdInTheFormGetsItThere() throws Exception {
    service.always(
        Step.TOKEN,
        json(
            400,
            "{\"error\":\"invalid_request\",\"error_description\":\"AADSTS900144: The request body"
                + " must contain the following parameter: 'client_id'.\"}"));
    service.server.stubFor(
        any(urlPathEqualTo(TOKEN))
            .withRequestBody(containing("client_secret="))
            .atPriority(1)
            .willReturn(token("posted", 100)));
    deliverTwice(settings());
  }

  @Test
  void aWrongSecretIsReportedAfterEveryWayWasTried() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    try (HttpIngestionService uploader = service.uploader(settings())) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOfSatisfying(
              AccessRefusedException.class,
              e -> assertThat(e.remedy()).isEqualTo("check the client id and secret"))
          .hasMessageContaining("GET " + TOKEN + " was refused (401 invalid_client)");
    }
    assertThat(methods()).containsExactly("GET", "GET", "POST");
  }

  @Test
  void aPairThatEncodingDoesNotChangeIsNotSentTwice() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    try (HttpIngestionService uploader = service.uploader()) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class);
    }
    assertThat(methods()).containsExactly("GET", "POST");
  }

  @Test
  void oneWayIsOneWay() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    for (ClientAuth way : List.of(ClientAuth.BASIC, ClientAuth.BASIC_RAW, ClientAuth.POST)) {
      try (HttpIngestionService uploader = service.uploader(settings().clientAuth(way))) {
        assertThatThrownBy(() -> uploader.deliver(instance))
            .isInstanceOfSatisfying(
                AccessRefusedException.class,
                e -> assertThat(e.remedy()).contains("--client-auth"));
      }
    }
    assertThat(methods()).containsExactly("GET", "GET", "POST");
    assertThat(service.requests(TOKEN))
        .extracting(request -> request.getHeader("Authorization"))
        .containsExactly(basic("me:p%26q%3Dr+s%2F%25%2B"), basic("me:" + SECRET), null);
    assertThatThrownBy(
            () -> settings().clientAuth(ClientAuth.POST).tokenMethod(TokenMethod.GET).build())
        .isInstanceOf(UsageException.class);
  }

  /** By RFC 6749 §5.2 the grant is refused; Keycloak 26 answers the same to a wrong secret. */
  @Test
  void anUnauthorizedClientMayBeEither() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"unauthorized_client\"}"));
    try (HttpIngestionService uploader = service.uploader(settings())) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOfSatisfying(
              AccessRefusedException.class,
              refused -> assertThat(refused.remedy()).contains("secret", "may not use this grant"));
    }
  }
}
