package io.github.dcmbulk.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.containing;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Services that differ slightly from the documented one, with the packaged program. */
class EndpointIT {
  private static final String TOKEN =
      "{\"access_token\":\"t0k3n\",\"token_type\":\"Bearer\",\"expires_in\":3600}";
  private static final String SECRET = "p&q=r s/%+";

  @TempDir private Path directory;
  private final WireMockServer server =
      new WireMockServer(options().dynamicPort().templatingEnabled(true).globalTemplating(true));
  private Checkout checkout;
  private String archive;

  @BeforeEach
  void start() throws Exception {
    server.start();
    checkout = Checkout.underTest(directory).with(variables());
    archive = directory.resolve("archive").toString();
    checkout.sample("--studies", "1", "--instances", "3", "--size", "1KiB", archive);
    serve(any(anyUrl()).atPriority(9), aResponse().withStatus(404));
    serve(put(urlPathMatching("/lake/.*")), aResponse().withStatus(200));
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private Map<String, String> variables() {
    Map<String, String> variables = new HashMap<>();
    variables.put("DCMBULK_API_URL", base() + "/api");
    variables.put("DCMBULK_TOKEN_URL", base() + "/oauth2");
    variables.put("DCMBULK_CLIENT_ID", "radiology");
    variables.put("DCMBULK_CLIENT_SECRET", SECRET);
    return variables;
  }

  private String base() {
    return "http://127.0.0.1:" + server.port();
  }

  private void serve(MappingBuilder request, ResponseDefinitionBuilder answer) {
    server.stubFor(request.willReturn(answer));
  }

  private void presigning(String path) {
    serve(
        get(urlPathEqualTo(path)),
        okJson(
            "{\"url\":\""
                + base()
                + "/lake/{{randomValue length=12"
                + " type='ALPHANUMERIC'}}?X-Amz-SignedHeaders=host\"}"));
  }

  private void assertDelivered(Ended ended) throws IOException {
    assertThat(RunJson.of(ended, 0).instances("uploaded")).isEqualTo(3);
  }

  private Ended upload(String... options) throws Exception {
    return upload(checkout, options);
  }

  private Ended upload(Checkout by, String... options) throws Exception {
    String[] all = new String[options.length + 4];
    List.of("upload", "--output", "json", archive).toArray(all);
    System.arraycopy(options, 0, all, 4, options.length);
    return by.dcmbulk(all);
  }

  @Test
  void wholeUrlsAreAskedAsTheyAre() throws Exception {
    serve(post(urlPathEqualTo("/as/token.oauth2")), okJson(TOKEN));
    serve(get(urlPathEqualTo("/as/token.oauth2")), aResponse().withStatus(405));
    presigning("/upload/single-put");

    assertDelivered(
        upload(
            "--token-endpoint",
            base() + "/as/token.oauth2",
            "--upload-endpoint",
            base() + "/upload/single-put"));

    assertThat(server.getAllServeEvents())
        .extracting(event -> event.getRequest().getUrl())
        .noneMatch(url -> url.startsWith("/api") || url.startsWith("/oauth2"));
  }

  @ParameterizedTest
  @CsvSource({
    // The source with precedence is used; from the same source, the whole URL.
    "/as/a, /weak, true, /as/a",
    "/as/a, /strong, false, /strong/token",
  })
  void oneOfTwoUrlsCounts(String whole, String below, boolean isWholeStronger, String asked)
      throws Exception {
    serve(get(urlPathEqualTo(asked)), okJson(TOKEN));
    presigning("/api/upload");
    Map<String, String> variables = variables();
    variables.put(
        isWholeStronger ? "DCMBULK_TOKEN_URL" : "DCMBULK_TOKEN_ENDPOINT",
        base() + (isWholeStronger ? below : whole));
    Checkout configured = Checkout.underTest(directory).with(variables);

    assertDelivered(
        isWholeStronger
            ? upload(configured, "--token-endpoint", base() + whole)
            : upload(configured, "--token-url", base() + below));
  }

  @Test
  void doctorAndConfigShowTakeThemToo() throws Exception {
    serve(get(urlPathEqualTo("/as/a")), okJson(TOKEN));
    presigning("/u");
    Map<String, String> variables = variables();
    variables.remove("DCMBULK_API_URL");
    variables.remove("DCMBULK_TOKEN_URL");
    variables.put("DCMBULK_TOKEN_ENDPOINT", base() + "/as/a");
    variables.put("DCMBULK_UPLOAD_ENDPOINT", base() + "/u");
    Checkout configured = Checkout.underTest(directory).with(variables);

    Ended doctor = configured.dcmbulk("doctor", "--scope", "upload");
    Ended shown = configured.dcmbulk("config", "show");

    assertThat(doctor.exit()).as(doctor.out()).isZero();
    assertThat(doctor.out()).contains("GET /as/a").contains("names no scope");
    assertThat(shown.out())
        .containsPattern("token-endpoint +" + base() + "/as/a +environment")
        .containsPattern("upload-endpoint +" + base() + "/u +environment");
  }

  @Test
  void aServerThatWantsTheSecretInTheFormGetsItThere() throws Exception {
    serve(any(urlPathEqualTo("/oauth2/token")).atPriority(5), refusal());
    serve(
        post(urlPathEqualTo("/oauth2/token"))
            .withRequestBody(containing("client_secret=p%26q%3Dr+s%2F%25%2B"))
            .atPriority(1),
        okJson(TOKEN));
    presigning("/api/upload");

    assertDelivered(upload());
    Ended basic =
        upload("--journal", directory.resolve("other.db").toString(), "--client-auth", "basic");

    assertThat(basic.exit()).isEqualTo(3);
    assertThat(basic.err())
        .contains("401 invalid_client: \"no such secret: ***\"", "--client-auth")
        .doesNotContain(SECRET);
  }

  private static ResponseDefinitionBuilder refusal() {
    return aResponse()
        .withStatus(401)
        .withHeader("Content-Type", "application/json")
        .withBody(
            "{\"error\":\"invalid_client\",\"error_description\":\"no such secret: "
                + SECRET
                + "\"}");
  }

  @Test
  void aWorkloadIdentityNeedsNoSecret() throws Exception {
    Path assertion = Files.writeString(directory.resolve("assertion"), "eyA.eyB.c\n");
    serve(
        post(urlPathEqualTo("/oauth2/token"))
            .withRequestBody(containing("client_assertion=eyA.eyB.c")),
        okJson(TOKEN));
    presigning("/api/upload");
    Map<String, String> variables = variables();
    variables.remove("DCMBULK_CLIENT_SECRET");
    variables.remove("DCMBULK_CLIENT_ID");
    Checkout configured = Checkout.underTest(directory).with(variables);

    assertDelivered(upload(configured, "--client-assertion-file", assertion.toString()));
  }

  @ParameterizedTest
  @CsvSource({
    "407 Who, Proxy-Authenticate: Negotiate, 'requires a user (407, it offers Negotiate)', cntlm or"
        + " px",
    "401 Who, WWW-Authenticate: NTLM, 'requires a user (401, it offers NTLM)', cntlm or px",
    "302 Found, Location: https://portal.example.org/in?ticket=1, 'redirect to"
        + " https://portal.example.org (302)', browser",
  })
  void answerOfAProxyIsReportedTheSameByDoctorAndUpload(
      String status, String header, String what, String remedy) throws Exception {
    Map<String, String> variables = variables();
    variables.put("DCMBULK_API_URL", "https://api.example.org");
    variables.put("DCMBULK_TOKEN_URL", "https://login.example.org");
    Checkout configured = Checkout.underTest(directory).with(variables);
    try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread answering = new Thread(() -> answer(proxy, status, header));
      answering.start();
      String url = "http://127.0.0.1:" + proxy.getLocalPort();

      Ended doctor = configured.dcmbulk("doctor", "--proxy", url);
      Ended upload = upload(configured, "--proxy", url);

      assertThat(doctor.exit()).isEqualTo(4);
      assertThat(upload.exit()).isEqualTo(4);
      assertThat(doctor.out()).contains(what, remedy).doesNotContain("ticket");
      assertThat(upload.err()).contains(what, remedy).doesNotContain("ticket");
    }
  }

  private static void answer(ServerSocket proxy, String status, String header) {
    while (true) {
      try (Socket socket = proxy.accept()) {
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        for (int b = in.read(); b >= 0 && head.indexOf("\r\n\r\n") < 0; b = in.read()) {
          head.append((char) b);
          if (head.indexOf("\r\n\r\n") >= 0) {
            break;
          }
        }
        socket
            .getOutputStream()
            .write(
                ("HTTP/1.1 " + status + "\r\n" + header + "\r\nContent-Length: 0\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
      } catch (IOException e) {
        // The test has ended.
        return;
      }
    }
  }
}
