package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PutHeadersTest {
  private static final String V4 =
      "https://lake.example.org/a?X-Amz-Date=20261123T180000Z&X-Amz-Expires=900&X-Amz-SignedHeaders=";
  private static final String V2 =
      "https://lake.example.org/a?AWSAccessKeyId=k&Signature=s&Expires=1";
  private static final InstanceContent DIGITS =
      InstanceContent.of("123456789".getBytes(StandardCharsets.US_ASCII));

  private static PutHeaders of(String url, Map<String, String> given) {
    return new PutHeaders(PresignedUrl.of(url, given));
  }

  private static Map<String, String> headers(String url, Map<String, String> given)
      throws IOException {
    return of(url, given).of(DIGITS);
  }

  @Test
  void theMd5IsSentWhereTheSignatureCoversItAndNowhereElse() throws Exception {
    assertThat(headers(V4 + "host", Map.of())).containsOnlyKeys("Content-Type");
    assertThat(headers("https://lake.example.org/a", Map.of())).containsOnlyKeys("Content-Type");
    assertThat(headers(V4 + "content-md5%3Bhost", Map.of()))
        .containsEntry("content-md5", "JfnnlDI7RTiF9RgfG2JNCw==");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        V2,
        "https://lake.example.org/a?GoogleAccessId=a%40b&Signature=s&Expires=1",
        "https://lake.example.org/a?OSSAccessKeyId=k&Signature=s&Expires=1",
        "https://lake.example.org/a?x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-signature=s",
      })
  void aSignatureThatCoversTheTypeGetsNoHeaderButThoseThatAreNamed(String url) throws Exception {
    assertThat(headers(url, Map.of())).isEmpty();
    assertThat(headers(url, Map.of("Content-Type", "application/dicom")))
        .containsOnly(Map.entry("Content-Type", "application/dicom"));
  }

  /** As the AWS SDK for JavaScript 2 signs (findings/aws-sdk-js2-presigns-version-2.sh). */
  @Test
  void aTypeInTheQueryIsSentWhereTheSignatureCoversIt() throws Exception {
    String url = V2 + "&Content-Type=application%2Foctet-stream";
    assertThat(headers(url, Map.of()))
        .containsOnly(Map.entry("Content-Type", "application/octet-stream"));
    assertThat(headers(url, Map.of("Content-Type", "image/x")))
        .containsOnly(Map.entry("Content-Type", "image/x"));
    assertThat(headers(V4 + "host&Content-Type=image%2Fx", Map.of()))
        .containsOnly(Map.entry("Content-Type", "application/dicom"));
  }

  @Test
  void aTypeThatTheServiceNamesReplacesOurs() throws Exception {
    assertThat(headers(V4 + "host", Map.of())).containsEntry("Content-Type", "application/dicom");
    assertThat(headers(V4 + "content-type%3Bhost", Map.of("content-type", "image/x")))
        .containsEntry("content-type", "image/x")
        .doesNotContainKey("Content-Type");
    assertThat(headers(V4 + "content-type%3Bhost", Map.of()))
        .containsOnly(Map.entry("content-type", "application/dicom"));
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-checksum-crc32, y/Q5Jg==",
    "x-amz-checksum-crc32c, 4waSgw==",
    "x-amz-checksum-crc64nvme, rosUhgp5mIg=",
    "x-amz-checksum-sha1, 98O8HYCOBHMq32eZZczDTKeuNEE=",
    "x-amz-checksum-sha256, FeKw08M4keuw8e9gnsQZQgwg4yDOlMZfvIwzEkSOsiU=",
    "x-amz-sdk-checksum-algorithm, CRC32",
    "x-amz-content-sha256, UNSIGNED-PAYLOAD",
    "if-none-match, *",
    "content-md5, JfnnlDI7RTiF9RgfG2JNCw==",
    "x-amz-date, 20261123T180000Z",
  })
  void whatTheSignatureCoversIsSentWhereItCanBeKnown(String name, String value) throws Exception {
    PutHeaders headers = of(V4 + "host%3B" + name, Map.of());
    assertThat(headers.unknown()).isEmpty();
    assertThat(headers.of(DIGITS)).containsEntry(name, value).hasSize(2);
  }

  @Test
  void theAlgorithmIsTheOneOfTheChecksumBesideIt() throws Exception {
    String both = V4 + "host%3Bx-amz-checksum-crc64nvme%3Bx-amz-sdk-checksum-algorithm";
    assertThat(headers(both, Map.of()))
        .containsEntry("x-amz-sdk-checksum-algorithm", "CRC64NVME")
        .containsEntry("x-amz-checksum-crc64nvme", "rosUhgp5mIg=");
  }

  @Test
  void lengthAndHostAreTheTransports() throws Exception {
    String url = V4 + "content-length%3Bhost";
    assertThat(of(url, Map.of()).unknown()).isEmpty();
    assertThat(headers(url, Map.of())).containsOnlyKeys("Content-Type");
  }

  @Test
  void whatCannotBeKnownIsNamed() {
    String url = V4 + "host%3Bx-amz-acl%3Bx-amz-meta-site%3Bif-match";
    assertThat(of(url, Map.of("X-Amz-Acl", "private")).unknown())
        .containsExactly("x-amz-meta-site", "if-match");
  }

  @Test
  void aSharedAccessSignatureOfAzureGetsItsBlobType() throws Exception {
    assertThat(headers("https://a.blob.example.org/c/b?sv=2024-11-04&sr=b&sig=s", Map.of()))
        .containsEntry("x-ms-blob-type", "BlockBlob")
        .containsEntry("Content-Type", "application/dicom");
  }

  @ParameterizedTest
  @CsvSource({
    "x-amz-checksum-crc32=AAAAAA%3D%3D, x-amz-checksum-crc32",
    "X-Amz-Checksum-Crc32c=AAAAAA==, x-amz-checksum-crc32c",
    "x-amz-checksum-crc64nvme=AAAAAAAAAAA%3D, x-amz-checksum-crc64nvme",
    "x-amz-checksum-sha1=2jmj7l5rSw0yVb%2FvlWAYkK%2FYBwk%3D, x-amz-checksum-sha1",
    "x-amz-checksum-sha256=47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=, x-amz-checksum-sha256",
    "Content-MD5=1B2M2Y8AsgTpgAmY7PhCfg%3D%3D, content-md5",
    "x-amz-content-sha256=e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855,"
        + " x-amz-content-sha256",
    "x-amz-checksum-crc32=y%2FQ5Jg%3D%3D,",
    "x-amz-sdk-checksum-algorithm=CRC32,",
  })
  void aChecksumOfNothingInTheQueryIsFound(String query, String name) {
    assertThat(of(V4 + "host&" + query, Map.of()).fixedForEmptyBody()).isEqualTo(name);
  }

  @Test
  void aChecksumOfNothingBesideTheUrlIsFound() {
    assertThat(of(V4 + "host", Map.of("X-Amz-Checksum-Crc32", "AAAAAA==")).fixedForEmptyBody())
        .isEqualTo("x-amz-checksum-crc32");
  }

  @Test
  void noSecretAndNoFramingComesFromThePresignAnswer() throws Exception {
    assertThat(
            headers(
                V4 + "host",
                Map.of("Authorization", "Bearer t", "Content-Length", "1", "Cookie", "c")))
        .doesNotContainKeys("Authorization", "Content-Length", "Cookie");
  }
}
