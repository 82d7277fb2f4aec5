package io.github.dcmbulk.remote.presign;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;

/** Parses the times in presigned URLs; null for any other form. */
final class UrlTime {
  private static final String BASIC = "yyyyMMddTHHmmssZ";

  private UrlTime() {}

  /**
   * ISO 8601 basic format such as {@code 20261123T180000Z}; parsed by hand as every URL has one.
   */
  static @Nullable Instant basic(@Nullable String text) {
    if (text == null
        || text.length() != BASIC.length()
        || text.charAt(8) != 'T'
        || text.charAt(15) != 'Z') {
      return null;
    }
    try {
      return LocalDateTime.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 4, 6, 10),
              Integer.parseInt(text, 6, 8, 10),
              Integer.parseInt(text, 9, 11, 10),
              Integer.parseInt(text, 11, 13, 10),
              Integer.parseInt(text, 13, 15, 10))
          .toInstant(ZoneOffset.UTC);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  /** The time {@code seconds} after {@code issued}. */
  static @Nullable Instant after(@Nullable Instant issued, @Nullable String seconds) {
    try {
      return issued == null || seconds == null
          ? null
          : issued.plusSeconds(Integer.parseInt(seconds));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  /** Seconds since 1970-01-01 UTC. */
  static @Nullable Instant unix(@Nullable String seconds) {
    try {
      return seconds == null ? null : Instant.ofEpochSecond(Long.parseLong(seconds));
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  /** ISO 8601 date, optionally with a time, seconds or fractions. */
  static @Nullable Instant iso(@Nullable String text) {
    if (text == null) {
      return null;
    }
    try {
      return text.length() == "yyyy-MM-dd".length()
          ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
          : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      return null;
    }
  }
}
