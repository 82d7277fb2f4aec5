package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Concurrency;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Finds out how many instances should be in flight. It starts low and doubles while throughput
 * grows, then tries a little more and a little less now and then and keeps what is better; fewer at
 * the same throughput is better, as that means less latency. Throttling and time-outs cut it at
 * once. Throughput and not latency is measured, because sizes differ a thousandfold. Safe for
 * several threads; make it a listener of the {@link DirectUploader}.
 */
public final class AdaptiveLimit implements Attempt.Listener {
  /** Instances in flight at most. */
  public static final int MOST = 64;

  private static final int FIRST = 4;

  /** A request costs about as much as these bytes, so that small instances count as well. */
  private static final double REQUEST_BYTES = 64 * 1024;

  private static final double CUT = 0.6;
  private static final long BETWEEN_CUTS = Duration.ofSeconds(1).toNanos();
  private static final long WINDOW_STARTING = Duration.ofMillis(50).toNanos();
  private static final long WINDOW_SETTLED = Duration.ofSeconds(2).toNanos();

  private final LongSupplier nanos;
  private final HillClimb climb = new HillClimb(FIRST, MOST);
  private int inFlight;
  private boolean wasFull;
  private long windowStart;
  private double work;
  private int finished;
  private long lastCut;

  /** Starts low. */
  public AdaptiveLimit(LongSupplier nanos) {
    this.nanos = nanos;
    this.windowStart = nanos.getAsLong();
    this.lastCut = windowStart - BETWEEN_CUTS;
  }

  /** Waits until another instance may be in flight. */
  public synchronized void acquire() throws InterruptedException {
    while (inFlight >= climb.limit()) {
      wasFull = true;
      wait();
    }
    inFlight++;
    wasFull |= inFlight >= climb.limit();
  }

  /** An instance is no longer in flight, however it ended. */
  public synchronized void release() {
    inFlight--;
    notifyAll();
  }

  /** How many instances may be in flight now. */
  public synchronized int limit() {
    return climb.limit();
  }

  /** The last decision and its reason. */
  public synchronized Concurrency chosen() {
    return new Concurrency(climb.limit(), climb.why());
  }

  @Override
  public synchronized void on(Attempt attempt) {
    switch (attempt.result()) {
      case OK -> {
        if (attempt.step() == Step.PUT) {
          work += attempt.bytes() + REQUEST_BYTES;
          finished++;
          evaluate();
        }
      }
      case THROTTLED -> cut("the service asks for less");
      case TIMED_OUT -> cut("requests time out");
      case FAILED -> {
        // Says nothing about how many are too many.
      }
    }
  }

  private void cut(String why) {
    long now = nanos.getAsLong();
    // What was in flight at the last cut may still be throttled: once a second is enough.
    if (now - lastCut >= BETWEEN_CUTS) {
      lastCut = now;
      climb.cut(CUT, why);
      restart(now);
    }
  }

  private void evaluate() {
    long now = nanos.getAsLong();
    long elapsed = now - windowStart;
    boolean starting = climb.isStarting();
    long shortest = starting ? WINDOW_STARTING : WINDOW_SETTLED;
    if (elapsed < shortest || finished < climb.limit() * (starting ? 1 : 2)) {
      return;
    }
    if (wasFull) {
      int before = climb.limit();
      climb.measured(work * 1e9 / elapsed);
      if (climb.limit() > before) {
        notifyAll();
      }
    }
    restart(now);
  }

  private void restart(long now) {
    windowStart = now;
    work = 0;
    finished = 0;
    wasFull = inFlight >= climb.limit();
  }
}
