package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.testing.TestClock;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ObjectStoreTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");

  @TempDir Path lake;
  private final TestClock clock = new TestClock();
  private SandboxServer sandbox;
  private SandboxClient client;

  @BeforeEach
  void start() throws IOException {
    sandbox = SandboxServer.start(SandboxSettings.builder(lake).clock(clock).build());
    client = new SandboxClient(sandbox);
  }

  @AfterEach
  void stop() throws IOException {
    sandbox.close();
  }

  @Test
  void anInstanceIsFiledByItsUids() throws Exception {
    HttpResponse<String> answer = client.put(client.freshUrl(), INSTANCE);

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.headers().firstValue("ETag")).contains("\"" + md5Hex(INSTANCE) + "\"");
    assertThat(answer.headers().firstValue("x-amz-request-id")).isPresent();
    assertThat(lake.resolve("1.2/1.3/1.4.dcm")).hasBinaryContent(INSTANCE);
    var line = client.audit("upload").get(0);
    assertThat(line.required("status").asInt()).isEqualTo(200);
    assertThat(line.required("outcome").asText()).isEqualTo("stored");
    assertThat(line.required("bytes").asInt()).isEqualTo(INSTANCE.length);
    assertThat(line.required("md5").asText()).isEqualTo(md5Hex(INSTANCE));
    assertThat(line.required("sop").asText()).isEqualTo("1.4");
  }

  @Test
  void aLargeInstanceIsStreamed() throws Exception {
    byte[] large = Part10.large("1.2", "1.3", "1.5", 3_000_000);

    assertThat(client.put(client.freshUrl(), large).statusCode()).isEqualTo(200);
    assertThat(client.put(client.freshUrl(), large).statusCode()).isEqualTo(200);
    assertThat(lake.resolve("1.2/1.3/1.5.dcm")).hasBinaryContent(large);
    assertThat(lake.resolve(".incoming")).isEmptyDirectory();
    assertThat(client.audit("upload"))
        .extracting(line -> line.required("outcome").asText())
        .containsExactly("stored", "replaced");
  }

  @Test
  void theSameInstanceAgainReplacesTheFormer() throws Exception {
    client.put(client.freshUrl(), INSTANCE);
    byte[] other = Part10.large("1.2", "1.3", "1.4", 10);
    client.put(client.freshUrl(), other);

    assertThat(lake.resolve("1.2/1.3/1.4.dcm")).hasBinaryContent(other);
  }

  @Test
  void whatCannotBeFiledIsKeptApart() throws Exception {
    byte[] text = "no DICOM".getBytes(StandardCharsets.UTF_8);
    assertThat(client.put(client.freshUrl(), text).statusCode()).isEqualTo(200);

    var line = client.audit("upload").get(0);
    assertThat(line.required("outcome").asText()).isEqualTo("unfiled");
    String name = line.required("key").asText().substring("inbox/".length());
    assertThat(lake.resolve("unfiled").resolve(name)).hasBinaryContent(text);
  }

  @Test
  void uidsNeverLeadOutOfTheLake() throws Exception {
    client.put(client.freshUrl(), Part10.instance("..", "..", "1"));

    assertThat(client.audit("upload").get(0).required("outcome").asText()).isEqualTo("unfiled");
    assertThat(instances()).isEmpty();
  }

  @Test
  void aUrlIsValidForOneObject() throws Exception {
    String url = client.freshUrl();
    assertThat(client.put(url, INSTANCE).statusCode()).isEqualTo(200);
    HttpResponse<String> again = client.put(url, INSTANCE);

    assertThat(again.statusCode()).isEqualTo(403);
    assertThat(again.body()).contains("<Code>AccessDenied</Code>").contains("has been used");
  }

  @Test
  void anUploadThatWasRefusedDoesNotUseUpTheUrl() throws Exception {
    String url = client.freshUrl();
    assertThat(client.put(url, INSTANCE, "x-amz-acl", "public-read").statusCode()).isEqualTo(403);

    assertThat(client.put(url, INSTANCE).statusCode()).isEqualTo(200);
  }

  @Test
  void anExpiredUrlIsRefused() throws Exception {
    String url = client.freshUrl();
    clock.advance(Duration.ofMinutes(15));
    HttpResponse<String> answer = client.put(url, INSTANCE);

    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("Request has expired");
    assertThat(answer.headers().firstValue("Content-Type")).contains("application/xml");
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "DELETE", "POST", "OPTIONS"})
  void nothingButPutIsAllowed(String method) throws Exception {
    String url = client.freshUrl();
    client.put(url, INSTANCE);
    var request = SandboxClient.request(url).method(method, BodyPublishers.noBody());

    assertThat(client.send(request).statusCode()).isEqualTo(403);
  }

  @Test
  void aPathThatWasNotSignedIsRefused() throws Exception {
    String url = client.freshUrl();
    String key = SandboxClient.json(client.presign(client.token())).required("key").asText();
    String other = url.replaceFirst("inbox/[^?]*", key);

    assertThat(client.put(other, INSTANCE).body()).contains("<Code>SignatureDoesNotMatch</Code>");
  }

  @ParameterizedTest
  @CsvSource({
    "Authorization, Bearer x, 400, InvalidArgument",
    "x-amz-acl, public-read, 403, AccessDenied",
    "Content-MD5, AAAA, 403, AccessDenied",
  })
  void headersThatS3RefusesAreRefused(String name, String value, int status, String code)
      throws Exception {
    HttpResponse<String> answer = client.put(client.freshUrl(), INSTANCE, name, value);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).contains("<Code>" + code + "</Code>");
    assertThat(instances()).isEmpty();
  }

  @Test
  void chunkedBodiesAreNotImplemented() throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(client.freshUrl(), "Transfer-Encoding: chunked");
      raw.write("1\r\nx\r\n0\r\n\r\n");

      assertThat(raw.readHead()).startsWith("HTTP/1.1 501 ");
    }
  }

  @Test
  void aBodyWithoutLengthIsRefused() throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(client.freshUrl());

      assertThat(raw.readHead()).startsWith("HTTP/1.1 411 ");
    }
  }

  @Test
  void fiveGibibytesAreTheLimit() throws Exception {
    long limit = 5L << 30;
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(client.freshUrl(), "Content-Length: " + (limit + 1), "Expect: 100-continue");
      assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ").contains("<Code>EntityTooLarge</Code>");
    }
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(client.freshUrl(), "Content-Length: " + limit, "Expect: 100-continue");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100 ");
    }
  }

  @Test
  void aClientThatExpectsContinueGetsIt() throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(client.freshUrl(), "Content-Length: " + INSTANCE.length, "Expect: 100-continue");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100 ");
      raw.write(INSTANCE);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void aClientThatExpectsContinueIsRefusedBeforeItSends() throws Exception {
    String url = client.freshUrl();
    clock.advance(Duration.ofDays(1));
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(url, "Content-Length: 1000000", "Expect: 100-continue");

      assertThat(raw.readAll()).startsWith("HTTP/1.1 403 ").contains("Connection: close");
    }
  }

  @Test
  void aClientThatSendsALotInVainStillSeesTheAnswer() throws Exception {
    String url = client.freshUrl();
    clock.advance(Duration.ofDays(1));
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(url, "Content-Length: 2000000");
      raw.write(new byte[2_000_000]);

      assertThat(raw.readAll()).contains("Request has expired");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {100, 1_000_000})
  void anAbortedUploadLeavesNothing(int sent) throws Exception {
    String url = client.freshUrl();
    byte[] large = Part10.large("1.2", "1.3", "1.4", 2_000_000);
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(url, "Content-Length: " + large.length);
      raw.write(Arrays.copyOf(large, sent));
      raw.endAndAwaitClose();
    }

    assertThat(instances()).isEmpty();
    assertThat(lake.resolve(".incoming")).isEmptyDirectory();
    assertThat(client.audit("upload").get(0).required("outcome").asText()).isEqualTo("aborted");
  }

  @Test
  void oneConnectionServesManyRequests() throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      for (int i = 0; i < 3; i++) {
        raw.putHead(client.freshUrl(), "Content-Length: " + INSTANCE.length);
        raw.write(INSTANCE);
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ").contains("Connection: keep-alive");
      }
    }
    assertThat(client.audit("upload"))
        .extracting(line -> line.required("remotePort").asInt())
        .hasSize(3)
        .containsOnly(client.audit("upload").get(0).required("remotePort").asInt());
  }

  @Test
  void whatIsNotHttpIsAnswered() throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      raw.write("nonsense\r\n\r\n");

      assertThat(raw.readAll()).startsWith("HTTP/1.1 400 ");
    }
  }

  private List<Path> instances() throws IOException {
    try (Stream<Path> walk = Files.walk(lake)) {
      return walk.filter(path -> path.toString().endsWith(".dcm")).toList();
    }
  }

  private static byte[] md5(byte[] bytes) throws Exception {
    return MessageDigest.getInstance("MD5").digest(bytes);
  }

  private static String md5Hex(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(md5(bytes));
  }
}
