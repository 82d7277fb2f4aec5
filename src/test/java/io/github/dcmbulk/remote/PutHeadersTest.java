package io.github.dcmbulk.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PutHeadersTest {
  private static final String V4 =
      "https://lake.example.org/a?X-Amz-Date=20261123T180000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=";
  private static final String V2 =
      "https://lake.example.org/a?AWSAccessKeyId=k&Signature=s&Expires=1";
  private static final byte[] MD5 = new byte[16];
  private static final byte[] SHA256 = new byte[32];
  private static final String MD5_TEXT = "AAAAAAAAAAAAAAAAAAAAAA==";

  private static Map<String, String> headers(String url, Map<String, String> given) {
    return PutHeaders.of(PresignedUrl.of(url, given), MD5, SHA256);
  }

  @Test
  void theMd5IsSentWhereTheSignatureCoversItAndNowhereElse() {
    assertThat(headers(V4 + "host", Map.of())).containsOnlyKeys("Content-Type");
    assertThat(headers("https://lake.example.org/a", Map.of())).containsOnlyKeys("Content-Type");
    assertThat(headers(V4 + "content-md5%3Bhost", Map.of())).containsEntry("Content-MD5", MD5_TEXT);
  }

  @Test
  void signatureVersionTwoGetsNoHeaderButThoseThatAreNamed() {
    assertThat(headers(V2, Map.of())).isEmpty();
    assertThat(headers(V2, Map.of("Content-Type", "application/dicom")))
        .containsOnly(Map.entry("Content-Type", "application/dicom"));
  }

  @Test
  void aTypeThatTheServiceNamesReplacesOurs() {
    assertThat(headers(V4 + "host", Map.of())).containsEntry("Content-Type", "application/dicom");
    assertThat(headers(V4 + "content-type%3Bhost", Map.of("content-type", "image/x")))
        .containsEntry("content-type", "image/x")
        .doesNotContainKey("Content-Type");
  }

  @Test
  void noHeaderOfAmazonIsSentUnsigned() {
    assertThat(headers(V4 + "host", Map.of()).keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("x-amz-"));
  }

  @Test
  void noSecretAndNoFramingComesFromThePresignAnswer() {
    assertThat(
            headers(
                V4 + "host",
                Map.of("Authorization", "Bearer t", "Content-Length", "1", "Cookie", "c")))
        .doesNotContainKeys("Authorization", "Content-Length", "Cookie");
  }
}
