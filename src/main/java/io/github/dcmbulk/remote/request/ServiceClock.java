package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** One host's time of day, by the Date header of its answers. Safe for several threads. */
final class ServiceClock {
  private final Clock local;
  private volatile String last = "";
  private volatile @Nullable Duration ahead;

  ServiceClock(Clock local) {
    this.local = local;
  }

  /** Learns from an answer that just came; whether there was something to learn. */
  boolean observe(HttpAnswer answer) {
    String header = answer.header("date");
    if (header == null || header.equals(last)) {
      // Nothing new within the second: most answers would be parsed in vain.
      return false;
    }
    last = header;
    Instant date = RetryAfter.httpDate(header);
    if (date == null) {
      return false;
    }
    Duration difference = Duration.between(local.instant(), date);
    // The header counts whole seconds and was written a moment ago.
    ahead = difference.abs().compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ZERO : difference;
    return true;
  }

  /** Now, by this host's clock; by ours while the host has not told its own. */
  Instant instant() {
    Duration known = ahead;
    return known == null ? local.instant() : local.instant().plus(known);
  }

  /** How far this host's clock is ahead of ours, negative when it is behind; null if unknown. */
  @Nullable Duration ahead() {
    return ahead;
  }
}
