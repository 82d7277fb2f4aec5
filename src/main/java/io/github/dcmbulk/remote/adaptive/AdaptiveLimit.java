package io.github.dcmbulk.remote.adaptive;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the number of instances in flight. It starts low and doubles while throughput grows. Later
 * it tries slightly more and slightly fewer from time to time, and keeps the better number; of two
 * numbers with equal throughput the smaller one is better, because its latency is lower. Throttling
 * and time-outs reduce the limit at once; slower answers make it try fewer. Throughput in bytes
 * decides, because sizes differ by a factor of 1,000; latency is that of presign requests, which
 * are all alike. Safe for several threads. Register it as listener of requests when the service is
 * opened.
 */
public final class AdaptiveLimit implements Attempt.Listener {
  /** Most instances in flight. */
  public static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(AdaptiveLimit.class);

  private static final int INITIAL_LIMIT = 4;

  /** Cost of a request in bytes, so that small instances count as well. */
  private static final double REQUEST_BYTES = 64 * 1024;

  private static final double CUT = 0.6;
  private static final double CUT_GENTLY = 0.9;

  /** With fewer accepted requests per refusal, a cut may go below {@code INITIAL_LIMIT}. */
  private static final int FREQUENT_REFUSALS = 5;

  /** With fewer accepted requests per refusal, {@code CUT} is the factor of a cut. */
  private static final int OCCASIONAL_REFUSALS = 20;

  /** With more accepted requests per refusal no cut: repeating costs less than a lower limit. */
  private static final int RARE_REFUSALS = 50;

  /** Cap of the counters, so that early successes do not hide present refusals. */
  private static final int MAX_COUNT = 1000;

  /** Fewest requests of a measurement, at any limit. */
  private static final int MIN_SAMPLE = 64;

  private static final long BETWEEN_CUTS = Duration.ofSeconds(1).toNanos();
  private static final long WINDOW_STARTING = Duration.ofMillis(50).toNanos();
  private static final long WINDOW_SETTLED = Duration.ofSeconds(1).toNanos();
  private static final long BETWEEN_LOG_LINES = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;
  private final HillClimb climb = new HillClimb(INITIAL_LIMIT, MOST);
  private final RefusedShare share = new RefusedShare();
  private int fixed;
  private String fixedWhy = "";
  private int inFlight;
  private boolean wasFull;
  private long windowStart;
  private double work;
  private int finished;
  private long presignNanos;
  private int presigns;
  private long lastCut;
  private int accepted;
  private int refused;
  private int highest;
  private int logged;
  private long nextLogLine;

  /** Starts at the lowest limit. */
  public AdaptiveLimit(LongSupplier nanos) {
    this.nanos = nanos;
    this.windowStart = nanos.getAsLong();
    this.lastCut = windowStart - BETWEEN_CUTS;
    this.nextLogLine = windowStart;
    this.highest = climb.limit();
  }

  /**
   * Waits until another instance may be in flight.
   *
   * @throws InterruptedException the run is being stopped
   */
  public synchronized void acquire() throws InterruptedException {
    while (inFlight >= limit()) {
      wasFull = true;
      wait();
    }
    inFlight++;
    wasFull |= inFlight >= limit();
  }

  /** The instance is no longer in flight, whatever its outcome. */
  public synchronized void release() {
    inFlight--;
    // One permit became free: waking all waiting threads would cost CPU time for each instance.
    notify();
  }

  /** Instances in flight at most, now. */
  public synchronized int limit() {
    return fixed > 0 ? fixed : climb.limit();
  }

  /**
   * Sets a fixed limit, or returns to measuring.
   *
   * @param count instances in flight at most; 0 to measure again
   * @param why the reason, in a few words, for messages
   */
  public synchronized void fix(int count, String why) {
    fixed = Math.min(count, MOST);
    fixedWhy = why;
    restart(nanos.getAsLong());
    notifyAll();
  }

  /** The last decision and its reason. */
  public synchronized Concurrency chosen() {
    return fixed > 0
        ? new Concurrency("fixed", fixed, fixed, fixedWhy)
        : new Concurrency("auto", climb.limit(), highest, climb.why());
  }

  @Override
  public synchronized void on(Attempt attempt) {
    if (fixed > 0) {
      return;
    }
    switch (attempt.result()) {
      case OK -> {
        if (attempt.step() == Step.PRESIGN) {
          presignNanos += attempt.nanos();
          presigns++;
        } else if (attempt.step() == Step.PUT) {
          work += attempt.bytes() + REQUEST_BYTES;
          finished++;
          countAccepted();
          share.accepted();
          if (!resumed()) {
            measure();
          }
        }
      }
      case THROTTLED -> throttled();
      case TIMED_OUT -> {
        refused++;
        cut("requests time out");
      }
      case FAILED -> {
        // Such failures say nothing about the limit.
      }
    }
  }

  private void throttled() {
    refused++;
    share.refused();
    boolean measuring = climb.limit() >= INITIAL_LIMIT && share.isMeasuring();
    if (resumed() || measuring || share.isIndependent()) {
      return;
    }
    if (share.knowsIndependentShare() || accepted < RARE_REFUSALS * refused) {
      if (cut("the service is throttling")) {
        share.cut();
      }
    }
  }

  /** Raises the limit again when lowering it did not reduce throttling. */
  private boolean resumed() {
    if (share.decide(climb.limit() <= INITIAL_LIMIT) != RefusedShare.Finding.INDEPENDENT) {
      return false;
    }
    climb.resume("the service throttles as often with fewer parallel uploads");
    restart(nanos.getAsLong());
    return true;
  }

  private void countAccepted() {
    accepted++;
    if (accepted > MAX_COUNT) {
      accepted /= 2;
      refused /= 2;
    }
  }

  /** Whether the limit was cut. */
  private boolean cut(String why) {
    long now = nanos.getAsLong();
    // Requests that were in flight at the last cut may still be throttled: cut at most once a
    // second.
    if (now - lastCut < BETWEEN_CUTS) {
      return false;
    }
    lastCut = now;
    int before = climb.limit();
    climb.cut(
        accepted < OCCASIONAL_REFUSALS * refused ? CUT : CUT_GENTLY,
        accepted < FREQUENT_REFUSALS * refused ? 1 : INITIAL_LIMIT,
        why);
    // Keep half of both counters: with empty counters one refusal by chance would be the majority.
    accepted /= 2;
    refused /= 2;
    if (climb.limit() > before) {
      notifyAll();
    }
    restart(now);
    logChange(now);
    return true;
  }

  private void measure() {
    long now = nanos.getAsLong();
    long elapsed = now - windowStart;
    boolean starting = climb.isStarting();
    long shortest = starting ? WINDOW_STARTING : WINDOW_SETTLED;
    if (elapsed < shortest || finished < minSample(starting)) {
      return;
    }
    if (wasFull) {
      int before = climb.limit();
      climb.measured(
          work * 1e9 / elapsed, presigns == 0 ? 0 : presignNanos / 1e9 / presigns, elapsed / 1e9);
      if (climb.limit() != before) {
        share.moved(climb.limit() > before);
      }
      highest = Math.max(highest, climb.limit());
      if (climb.limit() > before) {
        notifyAll();
      }
      logChange(now);
    }
    restart(now);
  }

  private int minSample(boolean starting) {
    if (share.knowsIndependentShare()) {
      // Refused instances finish later than others: more requests are needed for a mean.
      return Math.max(MIN_SAMPLE, 4 * climb.limit());
    }
    return starting ? climb.limit() : Math.min(MIN_SAMPLE, 2 * climb.limit());
  }

  private void restart(long now) {
    windowStart = now;
    work = 0;
    finished = 0;
    presignNanos = 0;
    presigns = 0;
    wasFull = inFlight >= climb.limit();
  }

  /** Logs at INFO when the limit changed by a quarter, otherwise at DEBUG. */
  private void logChange(long now) {
    int chosen = climb.bestLimit();
    if (Math.abs(chosen - logged) * 4 >= Math.max(logged, 1) && now >= nextLogLine) {
      logged = chosen;
      nextLogLine = now + BETWEEN_LOG_LINES;
      LOG.atInfo()
          .addKeyValue("event", "concurrency")
          .addKeyValue("limit", climb.limit())
          .log("parallel uploads: {} ({})", climb.limit(), climb.why());
    } else {
      LOG.debug("parallel uploads: {} ({})", climb.limit(), climb.why());
    }
  }
}
