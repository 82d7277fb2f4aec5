package io.github.dcmbulk.upload.control;

import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Notices that nothing has moved for a long time. Used by one thread. */
public final class StallDetector {
  /** Longer than any pause that a service asks for is honoured, and than a request may take. */
  public static final Duration LONG = Duration.ofMinutes(10);

  private final Supplier<?> figures;
  private final LongSupplier nanos;
  private @Nullable Object last;
  private long since;

  /**
   * Watches figures.
   *
   * @param figures a value that differs whenever something has moved
   * @param nanos a clock that never goes back
   */
  public StallDetector(Supplier<?> figures, LongSupplier nanos) {
    this.figures = figures;
    this.nanos = nanos;
  }

  /** Whether the figures have not changed for a long time, in the calls so far. */
  public boolean isLong() {
    Object now = figures.get();
    if (!now.equals(last)) {
      last = now;
      since = nanos.getAsLong();
    }
    return nanos.getAsLong() - since >= LONG.toNanos();
  }
}
