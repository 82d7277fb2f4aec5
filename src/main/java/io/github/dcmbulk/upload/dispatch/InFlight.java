package io.github.dcmbulk.upload.dispatch;

import java.util.function.LongSupplier;

/** Mean number of instances in flight. Thread-safe. */
public final class InFlight {
  private final LongSupplier nanos;
  private int now;
  private boolean used;
  private double instanceNanos;
  private long since;
  private long changed;

  /**
   * Nothing is in flight.
   *
   * @param nanos a clock that never goes back
   */
  public InFlight(LongSupplier nanos) {
    this.nanos = nanos;
    this.since = nanos.getAsLong();
    this.changed = since;
  }

  /** One more is in flight. */
  public synchronized void enter() {
    advance();
    now++;
    used = true;
  }

  synchronized void leave() {
    advance();
    now--;
  }

  /** Whether anything was ever in flight. */
  public synchronized boolean wasUsed() {
    return used;
  }

  /** The mean since the last call. */
  public synchronized double mean() {
    advance();
    long elapsed = changed - since;
    double mean = elapsed == 0 ? now : instanceNanos / elapsed;
    since = changed;
    instanceNanos = 0;
    return mean;
  }

  private void advance() {
    long time = nanos.getAsLong();
    instanceNanos += (double) now * (time - changed);
    changed = time;
  }
}
