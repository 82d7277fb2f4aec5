package io.github.dcmbulk.doctor;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.putRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.github.dcmbulk.doctor.StepFinding.Status;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.TokenMethod;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The step that fails, its exit code and its remedy. */
@Timeout(300)
class DoctorFailureTest extends DoctorCase {
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
  void aSignatureThatDoesNotMatch() throws Exception {
    answer(
        any(urlPathEqualTo("/lake/a")),
        status(403, "<Error><Code>SignatureDoesNotMatch</Code><RequestId>R1</RequestId></Error>"));
    examine(settings(), InstanceContent.of(new byte[10]));
    assertFailed("send", ExitCode.UNREACHABLE, "SignatureDoesNotMatch, request R1", "proxy");
  }
}
