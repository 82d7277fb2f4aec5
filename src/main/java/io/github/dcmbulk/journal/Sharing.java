package io.github.dcmbulk.journal;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * How a run may be shared by several processes, where the journal's store allows that.
 *
 * @param lease how long a process keeps its studies without renewing the lease
 * @param options those that must be the same in every process, by name
 * @param window how long after its last PUT a study that was interrupted is sent again
 * @param standstill longest time without data on a PUT
 * @param urlLifetime how long a URL is valid that does not state it; null if unknown
 * @param maxOutage how long the database may be unreachable
 * @param clock the run's time in this process; its times cannot be compared with those of other
 *     processes
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

  /** How long after the end of its URLs a study of a lost process is sent again. */
  public Duration waitForLost() {
    return window.plus(standstill);
  }
}
