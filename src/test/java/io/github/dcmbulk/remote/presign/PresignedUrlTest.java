package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PresignedUrlTest {
  private static PresignedUrl of(String query) {
    return PresignedUrl.of("https://lake.example.org/secret?" + query, Map.of());
  }

  @Test
  void itHasItsExpiryAndSignedHeaders() {
    PresignedUrl url =
        of(
            "X-Amz-Date=20261123T180000Z&X-Amz-Expires=900"
                + "&X-Amz-SignedHeaders=Content-Type%3Bhost&X-Amz-Signature=abc");
    assertThat(url.expires()).isEqualTo(Instant.parse("2026-11-23T18:15:00Z"));
    assertThat(url.lifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(url.signedHeaders()).containsExactly("content-type", "host");
    assertThat(url.describe())
        .isEqualTo("https://lake.example.org, valid for 900 s, signed headers: content-type host");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "X-Amz-Date=20261123T180000Z",
        "X-Amz-Expires=900",
        "X-Amz-Date=2026-11-23T18:00Z&X-Amz-Expires=900",
        "X-Amz-Date=20261323T180000Z&X-Amz-Expires=900",
        "X-Amz-Date=20261123T180000Z&X-Amz-Expires=soon",
        "NotX-Amz-Date=20261123T180000Z&X-Amz-Expires=900",
        "AWSAccessKeyId=A&Expires=soon&Signature=abc",
        "AWSAccessKeyId=A&Expires=99999999999999999999&Signature=abc",
        "AWSAccessKeyId=A&Expires=9223372036854775807&Signature=abc",
        "sv=1&se=tomorrow&sig=abc",
      })
  void whatItDoesNotSayIsNotKnown(String query) {
    assertThat(of(query).expires()).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "X-Goog-Date=20261123T180000Z&X-Goog-Expires=900&X-Goog-Signature=abc",
    "X-Tos-Date=20261123T180000Z&X-Tos-Expires=900&X-Tos-Signature=abc",
    "x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-date=20261123T180000Z&x-oss-expires=900",
    "AWSAccessKeyId=A&Expires=1795457700&Signature=abc",
    "GoogleAccessId=a%40b&Expires=1795457700&Signature=abc",
    "OSSAccessKeyId=A&Expires=1795457700&Signature=abc",
    "AccessKeyId=A&Expires=1795457700&Signature=abc",
    "sv=2024-11-04&st=2026-11-23T18:00:00Z&se=2026-11-23T18%3A15%3A00Z&sr=b&sp=cw&sig=abc",
    "sv=2024-11-04&se=2026-11-23T18:15Z&sr=b&sp=cw&sig=abc",
    "q-sign-algorithm=sha1&q-sign-time=1795456800%3B1795457700&q-signature=abc",
    "temp_url_sig=abc&temp_url_expires=1795457700",
    "temp_url_sig=abc&temp_url_expires=2026-11-23T18:15:00Z",
  })
  void everyVendorsExpiryIsRead(String query) {
    assertThat(of(query).expires()).isEqualTo(Instant.parse("2026-11-23T18:15:00Z"));
  }

  @ParameterizedTest
  @CsvSource({
    "X-Goog-SignedHeaders=host%3Bx-goog-meta-site&X-Goog-Signature=abc, host x-goog-meta-site",
    "q-sign-time=1%3B2&q-header-list=content-type%3Bhost&q-signature=abc, content-type host",
    "x-oss-signature-version=OSS4-HMAC-SHA256&x-oss-additional-headers=host, host",
  })
  void theSignedHeadersOfOtherVendorsAreRead(String query, String names) {
    assertThat(of(query).signedHeaders()).containsExactly(names.split(" "));
  }

  @Test
  void anExpiryWithoutABeginIsDescribed() {
    assertThat(of("AWSAccessKeyId=A&Expires=1795457700&Signature=abc").describe())
        .isEqualTo("https://lake.example.org, good until 2026-11-23T18:15:00Z");
  }

  @Test
  void itPrintsWithoutPathAndQuery() {
    assertThat(of("X-Amz-Signature=abc")).hasToString("https://lake.example.org");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "lake.example.org/secret",
        "/secret",
        "ftp://lake/secret",
        "https:///secret",
        "https://user:secret@lake/",
        "https://lake:99999/secret",
        "https://lake:/secret",
        "https://la ke/secret",
        "https://lake/sec ret",
        "https://lake/secret\r\nHost: evil",
        "https://lake/secr\u00e9t",
        "https://[::1/secret",
        "https://lake/{secret}",
      })
  void whatIsNoUrlIsRefusedWithoutRepeatingIt(String text) {
    assertThatThrownBy(() -> PresignedUrl.of(text, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageNotContainingAny("secret", "evil", "lake");
  }
}
