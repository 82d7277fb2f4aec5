package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The time of day of one host, by the {@code Date} of its answers. Safe for several threads. */
final class ServiceClock {
  private final Clock local;
  private volatile String last = "";
  private volatile @Nullable Duration ahead;

  ServiceClock(Clock local) {
    this.local = local;
  }

  /** Reads the time of an answer; returns whether it was new. */
  boolean observe(HttpAnswer answer) {
    String header = answer.header("date");
    if (header == null || header.equals(last)) {
      // The same second as before: do not parse it again.
      return false;
    }
    last = header;
    Instant date = RetryAfter.httpDate(header);
    if (date == null) {
      return false;
    }
    Duration difference = Duration.between(local.instant(), date);
    // The header has whole seconds and is slightly old: a difference below 2 s counts as none.
    ahead = difference.abs().compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ZERO : difference;
    return true;
  }

  /** The present time by this host's clock; by the local one while it is unknown. */
  Instant instant() {
    Duration known = ahead;
    return known == null ? local.instant() : local.instant().plus(known);
  }

  /**
   * How far this host's clock is ahead of the local one; negative when behind, null when unknown.
   */
  @Nullable Duration ahead() {
    return ahead;
  }
}
