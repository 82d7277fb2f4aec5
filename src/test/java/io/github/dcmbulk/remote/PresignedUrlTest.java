package io.github.dcmbulk.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PresignedUrlTest {
  private static PresignedUrl of(String query) {
    return PresignedUrl.of("https://lake.example.org/secret?" + query, Map.of());
  }

  @Test
  void itTellsItsExpiryAndSignedHeaders() {
    PresignedUrl url =
        of(
            "X-Amz-Date=20261123T180000Z&X-Amz-Expires=900"
                + "&X-Amz-SignedHeaders=Content-Type%3Bhost&X-Amz-Signature=abc");
    assertThat(url.expires()).isEqualTo(Instant.parse("2026-11-23T18:15:00Z"));
    assertThat(url.lifetime()).isEqualTo(Duration.ofMinutes(15));
    assertThat(url.signedHeaders()).containsExactly("content-type", "host");
    assertThat(url.allowsContentType()).isTrue();
    assertThat(url.describe())
        .isEqualTo("https://lake.example.org, good for 900 s, signed headers: content-type host");
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
      })
  void whatItDoesNotSayIsNotKnown(String query) {
    assertThat(of(query).expires()).isNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSAccessKeyId=A&Expires=1&Signature=abc",
        "GoogleAccessId=a%40b&Expires=1&Signature=abc",
        "OSSAccessKeyId=A&Expires=1&Signature=abc",
        "Expires=1&Signature=abc&AccessKeyId=A",
      })
  void signatureVersionTwoByAnyNameCoversTheContentType(String query) {
    assertThat(of(query).allowsContentType()).isFalse();
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
