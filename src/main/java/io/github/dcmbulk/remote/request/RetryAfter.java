package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.jspecify.annotations.Nullable;

/** The Retry-After header (RFC 9110 §10.2.3). */
public final class RetryAfter {
  private RetryAfter() {}

  /** How long the server asks to wait; null when the header is missing or cannot be parsed. */
  public static @Nullable Duration of(HttpAnswer answer, Instant now) {
    String value = answer.header("retry-after");
    if (value == null) {
      return null;
    }
    if (value.strip().matches("[0-9]{1,9}")) {
      return Duration.ofSeconds(Long.parseLong(value.strip()));
    }
    Instant date = httpDate(value);
    if (date == null) {
      return null;
    }
    Duration wait = Duration.between(now, date);
    return wait.isNegative() ? Duration.ZERO : wait;
  }

  /** Parses an HTTP date (RFC 9110 §5.6.7); null when it is invalid. */
  static @Nullable Instant httpDate(@Nullable String value) {
    if (value == null) {
      return null;
    }
    try {
      return ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
