package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** The service's time of day, by the Date header of its answers. Safe for several threads. */
final class ServiceClock {
  private static final Duration TOLERABLE = Duration.ofMinutes(2);

  private final Clock local;
  private final Consumer<String> notices;
  private final AtomicBoolean told = new AtomicBoolean();
  private volatile String last = "";
  private volatile Duration ahead = Duration.ZERO;
  private volatile boolean known;

  ServiceClock(Clock local, Consumer<String> notices) {
    this.local = local;
    this.notices = notices;
  }

  /** Learns from an answer that just came. */
  void observe(HttpAnswer answer) {
    String header = answer.header("date");
    if (header == null || header.equals(last)) {
      // Nothing new within the second: most answers would be parsed in vain.
      return;
    }
    last = header;
    Instant date = RetryAfter.httpDate(header);
    if (date == null) {
      return;
    }
    Duration difference = Duration.between(local.instant(), date);
    known = true;
    // The header counts whole seconds and was written a moment ago.
    ahead = difference.abs().compareTo(Duration.ofSeconds(2)) < 0 ? Duration.ZERO : difference;
    if (difference.abs().compareTo(TOLERABLE) > 0 && told.compareAndSet(false, true)) {
      notices.accept(
          "this machine's clock is %d s %s the service's: set it, for example with NTP"
              .formatted(
                  difference.abs().toSeconds(), difference.isNegative() ? "ahead of" : "behind"));
    }
  }

  /** Now, by the service's clock. */
  Instant instant() {
    return local.instant().plus(ahead);
  }

  /** Whether any answer told the time. */
  boolean isKnown() {
    return known;
  }

  /** How far the service's clock is ahead of ours; negative when it is behind. */
  Duration ahead() {
    return ahead;
  }
}
