package io.github.dcmbulk.it;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.absent;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.put;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathMatching;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.MappingBuilder;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Object stores of several vendors and their URLs, with the packaged program. */
class StoreIT {
  private static final int INSTANCES = 12;
  private static final String KEY = "{{randomValue length=12 type='ALPHANUMERIC'}}";

  private final WireMockServer server =
      new WireMockServer(options().dynamicPort().templatingEnabled(true).globalTemplating(true));

  @TempDir private Path directory;
  private Checkout checkout;
  private String load;

  @BeforeEach
  void start() throws Exception {
    server.start();
    server.stubFor(
        any(urlPathMatching("/auth/.*"))
            .willReturn(
                json("{\"access_token\":\"t\",\"token_type\":\"Bearer\",\"expires_in\":3600}")));
    String base = "http://127.0.0.1:" + server.port();
    checkout =
        Checkout.underTest(directory)
            .with(
                Map.of(
                    "DCMBULK_API_URL",
                    base + "/api",
                    "DCMBULK_TOKEN_URL",
                    base + "/auth",
                    "DCMBULK_CLIENT_ID",
                    "radiology",
                    "DCMBULK_CLIENT_SECRET",
                    "s3cret"));
    load = directory.resolve("load").toString();
    checkout.sample("--studies", "2", "--instances", "6", "--size", "1KiB", load);
  }

  @AfterEach
  void stop() {
    server.stop();
  }

  private static ResponseDefinitionBuilder json(String body) {
    return aResponse().withHeader("Content-Type", "application/json").withBody(body);
  }

  private static ResponseDefinitionBuilder refused(int status, String code, String more) {
    return aResponse()
        .withStatus(status)
        .withHeader("Content-Type", "application/xml")
        .withBody("<Error><Code>" + code + "</Code>" + more + "</Error>");
  }

  private void issue(String key, String query, String more) {
    String url = "http://127.0.0.1:" + server.port() + "/lake/" + key + "?" + query;
    server.stubFor(
        get(urlPathEqualTo("/api/upload"))
            .willReturn(json("{\"url\":\"" + url + "\"" + more + "}")));
  }

  private static String version4(String signed) {
    String now =
        DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC)
            .format(Instant.now());
    return "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Date="
        + now
        + "&X-Amz-Expires=900&X-Amz-SignedHeaders="
        + signed
        + "&X-Amz-Signature=00";
  }

  private static MappingBuilder puts() {
    return put(urlPathMatching("/lake/.*"));
  }

  private static ResponseDefinitionBuilder stored() {
    return aResponse().withStatus(200);
  }

  private Ended upload(String... options) throws Exception {
    List<String> arguments = new ArrayList<>(List.of("upload", load, "--progress", "none"));
    arguments.addAll(List.of("--journal", directory.resolve("journal.db").toString()));
    arguments.addAll(List.of(options));
    return checkout.dcmbulk(arguments.toArray(String[]::new));
  }

  private RunJson run(int exit) throws Exception {
    return RunJson.of(upload("--output", "json"), exit);
  }

  private int putCount() {
    return server.findAll(anyRequestedFor(urlPathMatching("/lake/.*"))).size();
  }

  @Test
  void storeThatRefusesWhatIsNotSignedTakesEverything() throws Exception {
    issue(KEY, version4("host"), "");
    server.stubFor(
        puts()
            .atPriority(5)
            .willReturn(
                refused(403, "AccessDenied", "<HeadersNotSigned>content-md5</HeadersNotSigned>")));
    server.stubFor(
        puts()
            .atPriority(1)
            .withHeader("Content-MD5", absent())
            .withHeader("Content-Type", equalTo("application/dicom"))
            .willReturn(stored()));

    Ended ended = upload();

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).contains("12 instances confirmed only by status and TLS");
    assertThat(putCount()).isEqualTo(INSTANCES);
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWSAccessKeyId=a", "GoogleAccessId=a%40b", "OSSAccessKeyId=a"})
  void signatureOfVersionTwoGetsNoTypeAndNoDigest(String who) throws Exception {
    long expires = Instant.now().getEpochSecond() + 900;
    issue(KEY, who + "&Expires=" + expires + "&Signature=abc", "");
    server.stubFor(puts().atPriority(5).willReturn(refused(403, "SignatureDoesNotMatch", "")));
    server.stubFor(
        puts()
            .atPriority(1)
            .withHeader("Content-MD5", absent())
            .withHeader("Content-Type", absent())
            .willReturn(stored()));

    assertThat(run(0).instances("uploaded")).isEqualTo(INSTANCES);
  }

  @Test
  void blobStoreGetsItsBlobType() throws Exception {
    issue(KEY, "sv=2024-11-04&se=2099-01-01T00%3A00%3A00Z&sr=b&sp=cw&sig=abc", "");
    server.stubFor(
        puts()
            .atPriority(5)
            .willReturn(
                refused(400, "MissingRequiredHeader", "<HeaderName>x-ms-blob-type</HeaderName>")));
    server.stubFor(
        puts()
            .atPriority(1)
            .withHeader("x-ms-blob-type", equalTo("BlockBlob"))
            .willReturn(aResponse().withStatus(201).withHeader("ETag", "\"0x8DD3F00\"")));

    assertThat(run(0).instances("uploaded")).isEqualTo(INSTANCES);
  }

  @Test
  void urlThatACacheRepeatsIsUsedOnce() throws Exception {
    issue("one", version4("host"), "");
    server.stubFor(puts().willReturn(stored()));

    Ended ended = upload();

    assertThat(ended.err()).contains("the same upload URL twice", "caches", "GET /api/upload");
    assertThat(ended.exit()).isEqualTo(4);
    assertThat(putCount()).isLessThan(2);
  }

  @ParameterizedTest
  @CsvSource({
    "host, '&x-amz-checksum-crc32=AAAAAA%3D%3D', '', WHEN_REQUIRED",
    "host%3Bx-amz-tagging, '', '', x-amz-tagging",
    "host, '', ',\"fields\":{\"key\":\"k\"}', PUT URLs",
  })
  void urlThatNoInstanceCanUseEndsTheRun(
      String signed, String query, String beside, String expected) throws Exception {
    issue(KEY, version4(signed) + query, beside);
    server.stubFor(puts().willReturn(stored()));

    Ended ended = upload("--output", "json");
    RunJson result = RunJson.of(ended, 4);

    assertThat(ended.err()).contains(expected);
    assertThat(result.instances("failed")).isZero();
    assertThat(result.instances("pending")).isEqualTo(INSTANCES);
    assertThat(putCount()).isZero();
  }

  @Test
  void tagsOfAnotherHashAreNotedOnce() throws Exception {
    issue(KEY, version4("host"), "");
    server.stubFor(
        puts().willReturn(stored().withHeader("ETag", "\"0123456789abcdef0123456789abcdef\"")));

    Ended ended = upload("--output", "json");
    RunJson result = RunJson.of(ended, 0);

    assertThat(result.instances("uploaded")).isEqualTo(INSTANCES);
    assertThat(result.json().path("integrity").path("statusAndTlsOnly").asInt())
        .isEqualTo(INSTANCES);
    assertThat(putCount()).isEqualTo(INSTANCES + 1);
    assertThat(ended.err()).containsOnlyOnce("not the MD5 of what was sent");
  }

  @Test
  void checksumThatDiffersIsAFailureWhateverTheStatus() throws Exception {
    issue(KEY, version4("host"), "");
    server.stubFor(
        puts().willReturn(stored().withHeader("x-amz-checksum-crc64nvme", "AAAAAAAAAAA=")));

    RunJson result = RunJson.of(upload("--output", "json", "--max-attempts", "1"), 1);

    assertThat(result.instances("uploaded")).isZero();
    assertThat(result.instances("failed")).isEqualTo(INSTANCES);
  }
}
