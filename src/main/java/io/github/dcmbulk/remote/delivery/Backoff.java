package io.github.dcmbulk.remote.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Waiting time before the next attempt: exponential with full jitter, so that workers that failed
 * together do not retry together.
 */
record Backoff(Duration base, Duration cap, DoubleSupplier random) {
  private static final Duration OWN_CAP = Duration.ofSeconds(2);
  private static final Duration LONGEST_RETRY_AFTER = Duration.ofMinutes(5);

  /**
   * Returns the waiting time.
   *
   * @param failures failures so far, from 1
   * @param retryAfter the value of {@code Retry-After} (RFC 9110 §10.2.3); null for none
   */
  Duration pause(int failures, @Nullable Duration retryAfter) {
    double most =
        Math.min((double) cap.toMillis(), base.toMillis() * Math.pow(2, Math.min(failures, 30)));
    Duration jittered = Duration.ofMillis((long) (most * random.getAsDouble()));
    if (retryAfter == null) {
      return jittered;
    }
    // Never earlier than {@code Retry-After}, and with jitter on top.
    Duration capped =
        retryAfter.compareTo(LONGEST_RETRY_AFTER) < 0 ? retryAfter : LONGEST_RETRY_AFTER;
    return capped.plus(jittered.compareTo(base) < 0 ? jittered : base);
  }

  /**
   * The waiting time before an instance is retried that fails while others succeed: shorter,
   * because an instance that occupies a worker for minutes delays all others.
   */
  Duration afterOwnFailure(int failures, @Nullable Duration retryAfter) {
    return new Backoff(base, OWN_CAP.compareTo(cap) < 0 ? OWN_CAP : cap, random)
        .pause(failures, retryAfter);
  }

  /**
   * The waiting time before a service that was never reached is asked again: short, without jitter.
   */
  Duration firstContact(int failures) {
    return Duration.ofMillis(Math.min(3000, 500L * failures));
  }
}
