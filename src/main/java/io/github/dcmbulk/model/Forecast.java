package io.github.dcmbulk.model;

import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an upload would take, by a dry run; without what goes again for its study's sake.
 *
 * @param instances to be sent
 * @param bytes their length
 * @param requests what would be asked of the service, tokens apart
 * @param atLimit how long the bytes take at the rate limit from now on; null without a limit
 * @param pace how fast the last run was that sent something; null where none is known
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
   * A time in which uploads are allowed.
   *
   * @param from its beginning, in the zone of the run's calendars
   * @param until its end
   */
  public record Window(ZonedDateTime from, ZonedDateTime until) {}

  /** Copies the list. */
  public Forecast {
    windows = windows == null ? null : List.copyOf(windows);
  }

  /** How long it takes if it goes as the last run went; null where unknown. */
  public @Nullable Duration atLastPace() {
    return pace == null ? null : pace.timeFor(instances, bytes);
  }
}
