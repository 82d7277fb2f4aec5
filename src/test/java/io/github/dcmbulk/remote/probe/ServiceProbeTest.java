package io.github.dcmbulk.remote.probe;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.FakeService;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ServiceProbeTest {
  private final FakeService service = new FakeService();

  @AfterEach
  void stop() {
    service.close();
  }

  private ServiceProbe probe() throws Exception {
    return ServiceProbe.open(
        service.settings().scope("up").build(),
        HttpSettings.DEFAULT,
        service.time,
        service.notices::add,
        Attempt.Listener.NONE);
  }

  @Test
  void itReportsHowTheTokenWasObtainedAndTheUrlsLifetime() throws Exception {
    try (ServiceProbe probe = probe()) {
      AccessToken token = probe.token();
      assertThat(token.lifetime()).isEqualTo(Duration.ofHours(1));
      assertThat(token.scope()).isNull();
      assertThat(token.origin()).startsWith("GET http://127.0.0.1");
      assertThat(token.toString()).doesNotContain("t0k3n");
      assertThat(probe.presign(token).url().describe())
          .contains("valid for 900 s")
          .contains("signed headers: host")
          .doesNotContain(FakeService.SIGNATURE);
      assertThat(probe.clocksAhead()).isEmpty();
    }
  }

  @Test
  void aUrlForAnEmptyBodyIsReported() throws Exception {
    String url = service.presigned("a") + "&x-amz-checksum-crc32=AAAAAA%3D%3D";
    service.always(Step.PRESIGN, json(200, "{\"url\":\"" + url + "\"}"));
    try (ServiceProbe probe = probe()) {
      AccessToken token = probe.token();
      assertThatThrownBy(() -> probe.presign(token))
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class,
              e -> assertThat(e.remedy()).contains("WHEN_REQUIRED"));
    }
  }

  @Test
  void itTriesOnceAndSaysWhatIsWrong() throws Exception {
    service.always(Step.PRESIGN, aResponse().withStatus(503));
    try (ServiceProbe probe = probe()) {
      AccessToken token = probe.token();
      assertThatThrownBy(() -> probe.presign(token))
          .isInstanceOf(ServiceUnreachableException.class)
          .hasMessageContaining("503");
      service.always(Step.TOKEN, json(401, "{}"));
      assertThatThrownBy(probe::token).isInstanceOf(AccessRefusedException.class);
    }
    assertThat(service.requests("/api/upload")).hasSize(1);
    assertThat(service.time.sleeps()).isEmpty();
  }

  @Test
  void aServerThatWantsAClientCertificateIsGivenOneAndNotAnAuthority() throws Exception {
    service.always(
        Step.TOKEN,
        aResponse().withStatus(400).withBody("<h1>No required SSL certificate was sent</h1>"));
    try (ServiceProbe probe = probe()) {
      assertThatThrownBy(probe::token)
          .isInstanceOfSatisfying(
              ServiceUnreachableException.class,
              e -> assertThat(e.remedy()).contains("--client-cert").doesNotContain("--ca-file"));
    }
  }
}
