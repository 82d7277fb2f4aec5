package io.github.dcmbulk.upload.control;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notices that nothing has changed for a long time. Used by one thread. */
public final class StallDetector {
  /** Longer than the longest accepted {@code Retry-After}, and than the longest request. */
  public static final Duration LONG = Duration.ofMinutes(10);

  private final Supplier<?> figures;
  private final LongSupplier nanos;
  private @Nullable Object last;
  private long since;

  /**
   * Watches values.
   *
   * @param figures a value that changes with every progress
   * @param nanos a clock that never goes back
   */
  public StallDetector(Supplier<?> figures, LongSupplier nanos) {
    this.figures = figures;
    this.nanos = nanos;
  }

  /** Whether the value has not changed for a long time, in the calls so far. */
  public boolean isLong() {
    Object now = figures.get();
    if (!now.equals(last)) {
      last = now;
      since = nanos.getAsLong();
    }
    return nanos.getAsLong() - since >= LONG.toNanos();
  }
}
