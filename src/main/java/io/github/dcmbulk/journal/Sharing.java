package io.github.dcmbulk.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run may be shared by several processes, where the journal's store allows that.
 *
 * @param lease how long a silent process keeps what it holds
 * @param options those that must be the same in every process, by name
 * @param window how long after its last PUT a study that was interrupted is sent again
 * @param standstill longest time without data on a PUT
 * @param urlLifetime how long a URL is good that does not say so; null where that is not known
 * @param maxOutage how long the store may be away
 * @param clock the run's time in this process; a moment on it means nothing to others
 */
public record Sharing(
    Duration lease,
    Map<String, String> options,
    Duration window,
    Duration standstill,
    @Nullable Duration urlLifetime,
    Duration maxOutage,
    Supplier<Instant> clock) {
  /** Copies the options. */
  public Sharing {
    options = Map.copyOf(options);
  }
}
