package io.github.dcmbulk.remote.presign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.request.AttemptFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UrlExpiryTest {
  private static final Instant ISSUED = Instant.parse("2026-11-23T18:00:00Z");

  private final UrlExpiry expiry = new UrlExpiry(HttpUrl.parse("https://api.example.org/v1"));

  @Test
  void aUrlWithoutExpiryIsAccepted() {
    assertThat(code("", Duration.ofDays(1), Duration.ofDays(1))).isNull();
  }

  @Test
  void theTimeLeftMustSufficeForTheBytesAndTwoSecondsMore() {
    assertThat(code(valid(900), Duration.ofSeconds(798), Duration.ofSeconds(100))).isNull();
    assertThat(code(valid(900), Duration.ofSeconds(799), Duration.ofSeconds(100)))
        .isEqualTo("url-too-short");
  }

  @Test
  void ofAShortLifetimeTheMarginIsAQuarter() {
    assertThat(code(valid(4), Duration.ofSeconds(3), Duration.ZERO)).isNull();
    assertThat(code(valid(4), Duration.ofSeconds(4), Duration.ZERO)).isEqualTo("url-too-short");
  }

  @Test
  void aUrlThatHadExpiredWhenItWasIssuedIsTheSignersFault() {
    assertThat(code(valid(900), Duration.ofSeconds(902), Duration.ZERO)).isEqualTo("url-too-short");
    assertThat(code(valid(900), Duration.ofSeconds(903), Duration.ZERO))
        .isEqualTo("url-expired-at-issue");
  }

  @Test
  void aUrlWithoutALifetimeIsTheSignersFault() {
    assertThat(code(valid(0), Duration.ZERO, Duration.ZERO)).isEqualTo("url-expired-at-issue");
    assertThat(code(valid(-60), Duration.ofSeconds(-61), Duration.ZERO))
        .isEqualTo("url-expired-at-issue");
  }

  private static String valid(int seconds) {
    return "X-Amz-Date=20261123T180000Z&X-Amz-SignedHeaders=host&X-Amz-Signature=0&X-Amz-Expires="
        + seconds;
  }

  /** The code of the refusal; null if the URL is accepted that long after it was issued. */
  private @Nullable String code(String query, Duration after, Duration sending) {
    PresignedUrl url = PresignedUrl.of("https://lake.example.org/secret?" + query, Map.of());
    AttemptFailure failure =
        catchThrowableOfType(
            AttemptFailure.class, () -> expiry.check(url, ISSUED.plus(after), sending));
    return failure == null ? null : failure.code();
  }
}
