package io.github.dcmbulk.journal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When the service stored instances of a study, as far as is known.
 *
 * @param lastPut latest time at which it may have stored one
 * @param stored time since which it certainly has stored one; null for never
 * @param clockAhead how far the service's clock is ahead of the one of these times; null when
 *     unknown
 */
public record StudyTimes(Instant lastPut, @Nullable Instant stored, @Nullable Duration clockAhead) {
  /** Times without knowledge of the service's clock. */
  public StudyTimes(Instant lastPut, @Nullable Instant stored) {
    this(lastPut, stored, null);
  }
}
