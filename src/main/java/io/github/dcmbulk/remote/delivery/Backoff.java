package io.github.dcmbulk.remote.delivery;

import java.time.Duration;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/**
 * How long to wait before the next attempt: exponential with full jitter, so that workers that
 * failed together do not come back together.
 */
record Backoff(Duration base, Duration cap, DoubleSupplier random) {
  private static final Duration OWN_CAP = Duration.ofSeconds(2);
  private static final Duration LONGEST_WISH = Duration.ofMinutes(5);

  /**
   * The pause.
   *
   * @param failures failures so far, from 1
   * @param wish what the server asked for; null for nothing
   */
  Duration pause(int failures, @Nullable Duration wish) {
    double most =
        Math.min((double) cap.toMillis(), base.toMillis() * Math.pow(2, Math.min(failures, 30)));
    Duration jittered = Duration.ofMillis((long) (most * random.getAsDouble()));
    if (wish == null) {
      return jittered;
    }
    // Never earlier than asked, and not all at the same moment.
    Duration capped = wish.compareTo(LONGEST_WISH) < 0 ? wish : LONGEST_WISH;
    return capped.plus(jittered.compareTo(base) < 0 ? jittered : base);
  }

  /**
   * The pause before an instance is tried again that fails by itself: the service works, and an
   * instance that takes up a place for minutes delays all others.
   */
  Duration ofOwnTrouble(int failures, @Nullable Duration wish) {
    return new Backoff(base, OWN_CAP.compareTo(cap) < 0 ? OWN_CAP : cap, random)
        .pause(failures, wish);
  }

  /** The pause before a service that was never reached is asked again: soon, and not at random. */
  Duration firstContact(int failures) {
    return Duration.ofMillis(Math.min(3000, 500L * failures));
  }
}
