package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.sandbox.lake.Crc64NvmeChecksum;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.testing.TestClock;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that AWS S3 refuses and compatible stores accept, and answers of S3 only. */
class StrictStoreTest {
  private static final byte[] INSTANCE = Part10.instance("1.2", "1.3", "1.4");
  private static final TestClock CLOCK = new TestClock();

  @TempDir Path lake;

  @Test
  void anUnsignedContentMd5IsNamed() throws Exception {
    try (SandboxServer sandbox = start()) {
      SandboxClient client = new SandboxClient(sandbox);
      String md5 = Base64.getEncoder().encodeToString(digest("MD5"));
      HttpResponse<String> answer = client.put(client.freshUrl(), INSTANCE, "Content-MD5", md5);

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body())
          .contains(
              "<Code>AccessDenied</Code>",
              "<Message>There were headers present in the request which were not signed</Message>",
              "<HeadersNotSigned>content-md5</HeadersNotSigned>",
              "<RequestId>",
              "<HostId>");
    }
  }

  @Test
  void everyHeaderThatIsNotSignedIsNamed() throws Exception {
    try (SandboxServer sandbox = start("x-amz-meta-a", "1")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.put(
              client.freshUrl(),
              INSTANCE,
              "x-amz-meta-a",
              "1",
              "x-amz-acl",
              "private",
              "x-amz-checksum-crc32",
              "AAAAAA==");

      assertThat(answer.body()).contains("<HeadersNotSigned>x-amz-");
      String names = answer.body().replaceAll("(?s).*<HeadersNotSigned>(.*)</Headers.*", "$1");
      assertThat(names.split(", ")).containsExactlyInAnyOrder("x-amz-acl", "x-amz-checksum-crc32");
    }
  }

  @Test
  void theAnswerCarriesTheChecksumsOfS3() throws Exception {
    try (SandboxServer sandbox = start()) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer = client.put(client.freshUrl(), INSTANCE);
      Crc64NvmeChecksum crc = new Crc64NvmeChecksum();
      crc.update(INSTANCE);
      byte[] value = ByteBuffer.allocate(Long.BYTES).putLong(crc.getValue()).array();

      assertThat(answer.headers().firstValue("x-amz-checksum-crc64nvme"))
          .contains(Base64.getEncoder().encodeToString(value));
      assertThat(answer.headers().firstValue("x-amz-checksum-type")).contains("FULL_OBJECT");
      assertThat(answer.headers().firstValue("ETag")).isPresent();
    }
  }

  @Test
  void anExpiredUrlSaysWhenItEnded() throws Exception {
    try (SandboxServer sandbox = start()) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();
      CLOCK.advance(Duration.ofMinutes(16));

      assertThat(client.put(url, INSTANCE).body())
          .contains(
              "<Message>Request has expired</Message><X-Amz-Expires>900</X-Amz-Expires><Expires>")
          .containsPattern("<ServerTime>\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ</ServerTime>");
    }
  }

  @Test
  void aChunkedBodyIsRefusedByTheNameOfItsHeader() throws Exception {
    try (SandboxServer sandbox = start();
        RawClient raw = new RawClient(sandbox)) {
      raw.putHead(new SandboxClient(sandbox).freshUrl(), "Transfer-Encoding: chunked");
      raw.write("1\r\nx\r\n0\r\n\r\n");
      raw.endOutput();

      assertThat(raw.readAll())
          .startsWith("HTTP/1.1 501 ")
          .contains("<Code>NotImplemented</Code>", "<Header>Transfer-Encoding</Header>");
    }
  }

  @Test
  void anotherContentTypeThanTheSignedOneDoesNotMatch() throws Exception {
    try (SandboxServer sandbox = start("content-type", "application/dicom")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.put(client.freshUrl(), INSTANCE, "Content-Type", "text/plain");

      assertThat(answer.statusCode()).isEqualTo(403);
      assertThat(answer.body())
          .contains("<Code>SignatureDoesNotMatch</Code>", "<CanonicalRequest>PUT\n");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "content-md5, MD5, BadDigest",
    "x-amz-checksum-crc32, CRC32, BadDigest",
    "x-amz-checksum-sha1, SHA-1, BadDigest",
    "x-amz-checksum-sha256, SHA-256, BadDigest",
  })
  void aChecksumThatOnlyTheClientKnowsIsSignedByNameAndCompared(
      String header, String algorithm, String code) throws Exception {
    try (SandboxServer sandbox = start(header, "")) {
      SandboxClient client = new SandboxClient(sandbox);
      String right = Base64.getEncoder().encodeToString(digest(algorithm));
      String wrong = Base64.getEncoder().encodeToString(new byte[digest(algorithm).length]);

      assertThat(client.put(client.freshUrl(), INSTANCE).body())
          .contains("<Code>SignatureDoesNotMatch</Code>");
      assertThat(client.put(client.freshUrl(), INSTANCE, header, wrong).body())
          .contains("<Code>" + code + "</Code>");
      assertThat(client.put(client.freshUrl(), INSTANCE, header, right).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aChecksumThatWasSentIsAnsweredInsteadOfTheDefault() throws Exception {
    try (SandboxServer sandbox = start("x-amz-checksum-sha256", "")) {
      SandboxClient client = new SandboxClient(sandbox);
      String sum = Base64.getEncoder().encodeToString(digest("SHA-256"));
      HttpResponse<String> answer =
          client.put(client.freshUrl(), INSTANCE, "x-amz-checksum-sha256", sum);

      assertThat(answer.headers().firstValue("x-amz-checksum-sha256")).contains(sum);
      assertThat(answer.headers().firstValue("x-amz-checksum-crc64nvme")).isEmpty();
    }
  }

  @Test
  void anAlgorithmWithoutItsChecksumIsAnInvalidRequest() throws Exception {
    try (SandboxServer sandbox = start("x-amz-sdk-checksum-algorithm", "CRC32")) {
      SandboxClient client = new SandboxClient(sandbox);
      HttpResponse<String> answer =
          client.put(client.freshUrl(), INSTANCE, "x-amz-sdk-checksum-algorithm", "CRC32");

      assertThat(answer.statusCode()).isEqualTo(400);
      assertThat(answer.body()).contains("<Code>InvalidRequest</Code>");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nonsense", "AAAA"})
  void aSignedContentMd5ThatIsNoneIsInvalid(String value) throws Exception {
    try (SandboxServer sandbox = start("content-md5", "")) {
      SandboxClient client = new SandboxClient(sandbox);

      assertThat(client.put(client.freshUrl(), INSTANCE, "Content-MD5", value).body())
          .contains("<Code>InvalidDigest</Code>");
    }
  }

  @Test
  void anObjectThatIsThereIsKeptWhereIfNoneMatchIsSigned() throws Exception {
    try (SandboxServer sandbox = start("if-none-match", "*")) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = client.freshUrl();

      assertThat(client.put(url, INSTANCE, "If-None-Match", "*").statusCode()).isEqualTo(200);
      HttpResponse<String> again = client.put(url, INSTANCE, "If-None-Match", "*");
      assertThat(again.statusCode()).isEqualTo(412);
      assertThat(again.body())
          .contains("<Code>PreconditionFailed</Code>", "<Condition>If-None-Match</Condition>");
    }
  }

  @Test
  void headersWithAValueAreNamedBesideTheUrlUnlessHidden() throws Exception {
    Map<String, String> signed = Map.of("x-amz-meta-a", "1", "content-md5", "");
    for (boolean announced : new boolean[] {true, false}) {
      var settings =
          SandboxSettings.builder(lake).signedHeaders(signed).announceHeaders(announced).build();
      try (SandboxServer sandbox = SandboxServer.start(settings)) {
        SandboxClient client = new SandboxClient(sandbox);
        var answer = SandboxClient.json(client.presign(client.token()));

        assertThat(answer.path("headers").size()).isEqualTo(announced ? 1 : 0);
        assertThat(answer.path("headers").path("x-amz-meta-a").asText())
            .isEqualTo(announced ? "1" : "");
      }
    }
  }

  private SandboxServer start(String... signed) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    for (int i = 0; i < signed.length; i += 2) {
      headers.put(signed[i], signed[i + 1]);
    }
    return SandboxServer.start(
        SandboxSettings.builder(lake).signedHeaders(headers).clock(CLOCK).build());
  }

  private static byte[] digest(String algorithm) throws Exception {
    if (!algorithm.equals("CRC32")) {
      return MessageDigest.getInstance(algorithm).digest(INSTANCE);
    }
    CRC32 crc = new CRC32();
    crc.update(INSTANCE);
    return ByteBuffer.allocate(Integer.BYTES).putInt((int) crc.getValue()).array();
  }
}
