package io.github.dcmbulk.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import io.github.dcmbulk.doctor.StepFinding.Status;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.TokenMethod;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class DoctorTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final String SIGNATURE = "5ec7e7";
  private static final String TOKEN = "t0k3n";
  private static final String SECRET = "s3cret";

  private final WireMockServer server = new WireMockServer(options().dynamicPort());
  private final List<StepFinding> findings = new ArrayList<>();
  private Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
  private ExitCode exit = ExitCode.OK;

  DoctorTest() {
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

  private static ResponseDefinitionBuilder status(int status, String body) {
    return aResponse()
        .withStatus(status)
        .withHeader("Date", "Mon, 23 Nov 2026 18:00:00 GMT")
        .withBody(body);
  }

  private static ResponseDefinitionBuilder ok(String body) {
    return status(200, body);
  }

  private static ResponseDefinitionBuilder token() {
    return ok("{\"access_token\":\"" + TOKEN + "\",\"token_type\":\"Bearer\",\"expires_in\":3600}");
  }

  private void answer(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  private void presign(ResponseDefinitionBuilder answer) {
    answer(get(urlPathEqualTo("/api/upload")), answer);
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  private String url(String signedHeaders) {
    return base()
        + "/lake/a?X-Amz-Date=20261123T180000Z&X-Amz-Expires=900&X-Amz-SignedHeaders="
        + signedHeaders
        + "&X-Amz-Signature="
        + SIGNATURE;
  }

  private ServiceSettings.Builder settings() {
    return settings(base());
  }

  private static ServiceSettings.Builder settings(String base) {
    return ServiceSettings.builder(
            base + "/api", new Credentials.ClientSecret("me", Secret.of(SECRET)))
        .tokenUrl(base + "/oauth2");
  }

  private void examine(ServiceSettings.Builder settings, @Nullable InstanceContent sample)
      throws Exception {
    examine(settings, HttpSettings.DEFAULT, sample);
  }

  private void examine(
      ServiceSettings.Builder settings, HttpSettings http, @Nullable InstanceContent sample)
      throws Exception {
    Doctor doctor = new Doctor(findings::add);
    doctor.examine(settings.build(), http, clock, sample);
    exit = doctor.exit();
  }

  @Test
  void anUntrustedProxyIsDistinguishedFromTheService() throws Exception {
    WireMockServer secure = new WireMockServer(options().dynamicPort().dynamicHttpsPort());
    secure.start();
    try {
      HttpUrl proxy = HttpUrl.parse("https://127.0.0.1:" + secure.httpsPort());
      examine(
          settings("https://service.example.org"),
          HttpSettings.DEFAULT.withProxy(new HttpSettings.Proxy(proxy, null, null, List.of())),
          null);

      StepFinding tls =
          findings.stream().filter(f -> f.target().equals(proxy.toString())).toList().get(1);
      assertThat(tls.what()).contains("authority that is not trusted here");
      assertThat(tls.remedy()).contains("--ca-file");
      assertThat(exit).isEqualTo(ExitCode.UNREACHABLE);
      assertThat(step("proxy").status()).isEqualTo(StepFinding.Status.SKIPPED);
    } finally {
      secure.stop();
    }
  }

  private StepFinding step(String name) {
    List<StepFinding> found = findings.stream().filter(f -> f.step().equals(name)).toList();
    assertThat(found).as(name + " of " + findings).hasSize(1);
    return found.get(0);
  }

  private void assertFailed(String step, ExitCode code, String what, String remedy) {
    assertThat(step(step).status()).isEqualTo(Status.FAILED);
    assertThat(step(step).what()).contains(what);
    assertThat(step(step).remedy()).contains(remedy);
    assertThat(exit).isEqualTo(code);
  }

  @Test
  void aServiceThatWorksIsDescribed() throws Exception {
    examine(settings().scope("up"), null);
    assertThat(exit).isEqualTo(ExitCode.OK);
    assertThat(step("token").what())
        .contains("GET", "an opaque token", "3600 s", "names no scope")
        .doesNotContain("scope up");
    assertThat(step("presign").what())
        .contains("JSON, at /url", "valid for 900 s", "signs host", base());
    assertThat(step("clock").what()).contains("agrees");
    assertThat(step("send").status()).isEqualTo(Status.SKIPPED);
    server.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void anInstanceIsSentWhereOneIsGiven() throws Exception {
    examine(settings(), InstanceContent.of(new byte[1000]));
    assertThat(step("send").status()).isEqualTo(Status.OK);
    assertThat(step("send").what()).contains("1,000 bytes stored", "synthetic");
    server.verify(1, putRequestedFor(anyUrl()));
  }

  @Test
  void whatDependsOnAClosedPortIsSkipped() throws Exception {
    int closed;
    try (ServerSocket taken = new ServerSocket(0)) {
      closed = taken.getLocalPort();
    }
    examine(settings("http://127.0.0.1:" + closed), null);
    assertFailed("tcp", ExitCode.UNREACHABLE, "refused", "port " + closed);
    for (String step : List.of("tls", "token", "presign", "clock", "send")) {
      assertThat(step(step).status()).as(step).isEqualTo(Status.SKIPPED);
    }
  }

  @Test
  void aWrongSecret() throws Exception {
    answer(get(urlPathEqualTo("/oauth2/token")), status(401, "{\"error\":\"invalid_client\"}"));
    examine(settings(), null);
    assertFailed("token", ExitCode.REFUSED, "401 invalid_client", "client id and secret");
    assertThat(step("presign").status()).isEqualTo(Status.SKIPPED);
    assertThat(step("clock").status()).isEqualTo(Status.OK);
  }

  @Test
  void aScopeThatWasNotGrantedIsNotPrinted() throws Exception {
    answer(
        get(urlPathEqualTo("/oauth2/token")),
        ok(
            "{\"access_token\":\""
                + TOKEN
                + "\",\"token_type\":\"Bearer\",\"scope\":\"read list\"}"));
    examine(settings().scope("upload read"), null);
    assertThat(step("token").status()).isEqualTo(Status.WARNING);
    assertThat(step("token").what()).endsWith("scope read list");
    assertThat(findings).allSatisfy(f -> assertThat(f.what()).doesNotContain("upload read"));
    assertThat(exit).isEqualTo(ExitCode.OK);
  }

  @Test
  void anUnusualTokenAnswerIsAWarning() throws Exception {
    answer(get(urlPathEqualTo("/oauth2/token")), ok("{\"access_token\":\"" + TOKEN + "\"}"));
    examine(settings(), null);
    assertThat(step("token").status()).isEqualTo(Status.WARNING);
    assertThat(step("token").what()).contains("unusual: token_type is missing");
    assertThat(step("presign").status()).isEqualTo(Status.OK);
  }

  @Test
  void aLoginPageInsteadOfAToken() throws Exception {
    answer(get(urlPathEqualTo("/oauth2/token")), ok("<!DOCTYPE html><html></html>"));
    examine(settings(), null);
    assertFailed("token", ExitCode.UNREACHABLE, "an HTML page", "captive portal");
  }

  @Test
  void anEndpointThatWantsPost() throws Exception {
    answer(get(urlPathEqualTo("/oauth2/token")), status(405, ""));
    answer(post(urlPathEqualTo("/oauth2/token")), token());
    examine(settings(), null);
    assertThat(step("token").what()).contains("POST", "as GET was answered with 405");
    findings.clear();
    examine(settings().tokenMethod(TokenMethod.GET), null);
    assertFailed("token", ExitCode.UNREACHABLE, "405", "--token-method");
  }

  @Test
  void aScopeThatIsNotEnough() throws Exception {
    presign(status(403, "{}"));
    examine(settings(), null);
    assertFailed("presign", ExitCode.REFUSED, "403", "--scope");
  }

  @Test
  void anAnswerOfAnotherShape() throws Exception {
    presign(ok("{\"a\":{\"b\":{\"link\":\"" + url("host") + "\"}}}"));
    examine(settings(), null);
    assertFailed("presign", ExitCode.UNREACHABLE, "{a: {b: object(1)}}", "--presign-url-pointer");
    findings.clear();
    examine(settings().presignUrlPointer("/a/b/link"), null);
    assertThat(step("presign").what()).contains("at /a/b/link");
  }

  @Test
  void aUrlThatHasEnded() throws Exception {
    presign(ok(url("host").replace("T18", "T17")));
    examine(settings(), null);
    assertFailed("presign", ExitCode.UNREACHABLE, "expired", "clock");
  }

  @Test
  void aSignedHeaderOfUnknownValue() throws Exception {
    presign(ok(url("host%3Bx-amz-meta-site")));
    examine(settings(), null);
    assertFailed("presign", ExitCode.UNREACHABLE, "x-amz-meta-site", "\"headers\"");
  }

  @Test
  void aHostThatMayNotReceiveInstances() throws Exception {
    examine(settings().uploadHosts(List.of("*.example.org")), InstanceContent.of(new byte[10]));
    assertFailed("presign", ExitCode.USAGE, base(), "--upload-host 127.0.0.1");
    server.verify(0, putRequestedFor(anyUrl()));
  }

  @Test
  void aClockThatIsTenMinutesOff() throws Exception {
    clock = Clock.fixed(NOW.plusSeconds(600), ZoneOffset.UTC);
    examine(settings(), null);
    assertThat(step("clock").status()).isEqualTo(Status.WARNING);
    assertThat(step("clock").what()).contains("600 s ahead");
    assertThat(step("presign").what()).contains("valid for 900 s");
    assertThat(exit).isEqualTo(ExitCode.OK);
  }

  @Test
  void aSignatureThatDoesNotMatch() throws Exception {
    answer(
        any(urlPathEqualTo("/lake/a")),
        status(403, "<Error><Code>SignatureDoesNotMatch</Code><RequestId>R1</RequestId></Error>"));
    examine(settings(), InstanceContent.of(new byte[10]));
    assertFailed("send", ExitCode.UNREACHABLE, "SignatureDoesNotMatch, request R1", "proxy");
  }

  @Test
  void theLocalSide(@TempDir Path dir) throws Exception {
    Path secret = Files.writeString(dir.resolve("secret"), SECRET);
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-r--r--"));
    Path journal = Files.writeString(dir.resolve("journal.db"), "no journal");
    Doctor doctor = new Doctor(findings::add);
    doctor.examine(
        new LocalSide(dir.resolve("none.toml"), null, List.of(secret), new SqliteStore(journal)));
    assertThat(step("secret").status()).isEqualTo(Status.WARNING);
    assertThat(step("secret").remedy()).isEqualTo("chmod 600 " + secret);
    assertThat(step("journal").status()).isEqualTo(Status.FAILED);
    assertThat(doctor.exit()).isEqualTo(ExitCode.USAGE);
  }
}
