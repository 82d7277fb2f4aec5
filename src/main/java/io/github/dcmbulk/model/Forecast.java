package io.github.dcmbulk.model;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Forecast of an upload by a dry run; without instances that would be sent again with their study.
 *
 * @param instances number of instances to be sent
 * @param bytes their total length
 * @param requests number of requests, except for tokens
 * @param atLimit time for the bytes at the rate limit, from now on; null without a limit
 * @param pace pace of the last run that sent instances; null for none
 * @param windows when uploads are allowed in the next seven days; null for always
 * @param inventory the instances by modality, year and size; null where the journal cannot be read
 */
public record Forecast(
    long instances,
    long bytes,
    long requests,
    @Nullable Duration atLimit,
    @Nullable Pace pace,
    @Nullable List<Window> windows,
    @Nullable Inventory inventory) {
  /**
   * A span of time in which uploads are allowed.
   *
   * @param from its start, in the zone of the run's calendars
   * @param until its end
   */
  public record Window(ZonedDateTime from, ZonedDateTime until) {}

  /** Copies the list. */
  public Forecast {
    windows = windows == null ? null : List.copyOf(windows);
  }

  /** Estimated duration at the pace of the last run; null where unknown. */
  public @Nullable Duration atLastPace() {
    return pace == null ? null : pace.timeFor(instances, bytes);
  }
}
