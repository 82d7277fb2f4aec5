package io.github.dcmbulk.journal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the moments at which the service stored something of a study.
 *
 * @param lastPut it may have stored something as late as this
 * @param stored it has surely stored something since; null when it never did
 * @param clockAhead how far the service's clock is ahead of the one of these times; null when
 *     unknown
 */
public record StudyTimes(Instant lastPut, @Nullable Instant stored, @Nullable Duration clockAhead) {
  /** Of the service's clock nothing is known. */
  public StudyTimes(Instant lastPut, @Nullable Instant stored) {
    this(lastPut, stored, null);
  }
}
