package io.github.dcmbulk.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.doctor.StepFinding.Status;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.ServiceSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** A service to examine, and what was found. */
abstract class DoctorCase {
  static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  static final String SIGNATURE = "5ec7e7";
  static final String TOKEN = "t0k3n";
  static final String SECRET = "s3cret";

  final WireMockServer server = new WireMockServer(options().dynamicPort());
  final List<StepFinding> findings = new ArrayList<>();
  Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  ExitCode exit = ExitCode.OK;

  DoctorCase() {
    server.start();
    answer(get(urlPathEqualTo("/oauth2/token")), token());
    answer(get(urlPathEqualTo("/api/upload")), ok("{\"url\":\"" + url("host") + "\"}"));
    answer(put(urlPathEqualTo("/lake/a")), ok(""));
  }

  @AfterEach
  void stop() {
    server.stop();
    for (StepFinding finding : findings) {
      assertThat(finding.toString()).doesNotContain(SIGNATURE, TOKEN, SECRET, "/lake/a");
    }
  }

  static ResponseDefinitionBuilder status(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Date", "Mon, 23 Nov 2026 18:00:00 GMT")
        .withBody(body);
  }

  static ResponseDefinitionBuilder ok(String body) {
    return status(200, body);
  }

  static ResponseDefinitionBuilder token() {
    return ok("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  void answer(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  void presign(ResponseDefinitionBuilder answer) {
    answer(get(urlPathEqualTo("/api/upload")), answer);
  }

  String base() {
    return "http://127.0.0.1:" + server.port();
  }

  String url(String signedHeaders) {
    return base()
        + "/lake/a?X-Amz-Date=20261123T180000Z&X-Amz-Expires=900&X-Amz-SignedHeaders="
        + signedHeaders
        + "&X-Amz-Signature="
        + SIGNATURE;
  }

  ServiceSettings.Builder settings() {
    return settings(base());
  }

  static ServiceSettings.Builder settings(String base) {
    return ServiceSettings.builder(
            base + "/api", new Credentials.ClientSecret("me", Secret.of(SECRET)))
        .tokenUrl(base + "/oauth2");
  }

  void examine(ServiceSettings.Builder settings, @Nullable InstanceContent sample)
      throws Exception {
    examine(settings, HttpSettings.DEFAULT, sample);
  }

  void examine(
      ServiceSettings.Builder settings, HttpSettings http, @Nullable InstanceContent sample)
      throws Exception {
    Doctor doctor = new Doctor(findings::add);
    doctor.examine(settings.build(), http, clock, sample);
    exit = doctor.exit();
  }

  StepFinding step(String name) {
    List<StepFinding> found = findings.stream().filter(f -> f.step().equals(name)).toList();
    assertThat(found).as(name + " of " + findings).hasSize(1);
    return found.get(0);
  }

  void assertFailed(String step, ExitCode code, String what, String remedy) {
    assertThat(step(step).status()).isEqualTo(Status.FAILED);
    assertThat(step(step).what()).contains(what);
    assertThat(step(step).remedy()).contains(remedy);
    assertThat(exit).isEqualTo(code);
  }
}
