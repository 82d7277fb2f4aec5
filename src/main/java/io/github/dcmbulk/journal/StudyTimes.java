package io.github.dcmbulk.journal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the moments at which the service stored something of a study.
 *
 * @param lastPut it may have stored something as late as this
 * @param stored it has surely stored something since; null when it never did
 */
public record StudyTimes(Instant lastPut, @Nullable Instant stored) {}
