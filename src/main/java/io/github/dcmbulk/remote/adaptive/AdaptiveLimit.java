package io.github.dcmbulk.remote.adaptive;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds out how many instances should be in flight. It starts low and doubles while throughput
 * grows, then tries a little more and a little less now and then and keeps what is better; fewer at
 * the same throughput is better, as that means less latency. Throttling and time-outs cut it at
 * once; answers that take longer than they used to make it try less. Throughput decides, because
 * sizes differ a thousandfold; the time of an answer is that of presign, which is always the same
 * request. Safe for several threads; made a listener of requests when the service is opened.
 */
public final class AdaptiveLimit implements Attempt.Listener {
  /** Instances in flight at most. */
  public static final int MOST = 64;

  private static final Logger LOG = LoggerFactory.getLogger(AdaptiveLimit.class);

  private static final int FIRST = 4;

  /** A request costs about as much as these bytes, so that small instances count as well. */
  private static final double REQUEST_BYTES = 64 * 1024;

  private static final double CUT = 0.6;
  private static final double CUT_GENTLY = 0.9;

  /** Where fewer than one instance in so many is refused, a few in flight are not too many. */
  private static final int OFTEN = 5;

  /** Where fewer than one instance in so many is refused, there is no hurry. */
  private static final int NOW_AND_THEN = 20;

  /** Where fewer than one in so many is refused, sending it again costs less than sending fewer. */
  private static final int BY_CHANCE = 50;

  /** So that many good ones long ago do not hide that all are refused now. */
  private static final int REMEMBERED = 1000;

  /** Enough to measure by, however many are in flight. */
  private static final int ENOUGH = 64;

  private static final long BETWEEN_CUTS = Duration.ofSeconds(1).toNanos();
  private static final long WINDOW_STARTING = Duration.ofMillis(50).toNanos();
  private static final long WINDOW_SETTLED = Duration.ofSeconds(1).toNanos();
  private static final long BETWEEN_LINES = Duration.ofSeconds(10).toNanos();

  private final LongSupplier nanos;
  private final HillClimb climb = new HillClimb(FIRST, MOST);
  private final RefusedShare share = new RefusedShare();
  private int fixed;
  private String fixedWhy = "";
  private int inFlight;
  private boolean wasFull;
  private long windowStart;
  private double work;
  private int finished;
  private long asking;
  private int asked;
  private long lastCut;
  private int fine;
  private int refused;
  private int most;
  private int logged;
  private long nextLine;

  /** Starts low. */
  public AdaptiveLimit(LongSupplier nanos) {
    this.nanos = nanos;
    this.windowStart = nanos.getAsLong();
    this.lastCut = windowStart - BETWEEN_CUTS;
    this.nextLine = windowStart;
    this.most = climb.limit();
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

  /** An instance is no longer in flight, however it ended. */
  public synchronized void release() {
    inFlight--;
    // One place became free: waking all of them would cost more than an instance.
    notify();
  }

  /** How many instances may be in flight now. */
  public synchronized int limit() {
    return fixed > 0 ? fixed : climb.limit();
  }

  /**
   * Stops finding out, and keeps to a number.
   *
   * @param count instances in flight at most; 0 finds out again
   * @param why in a few words
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
        : new Concurrency("auto", climb.limit(), most, climb.why());
  }

  @Override
  public synchronized void on(Attempt attempt) {
    if (fixed > 0) {
      return;
    }
    switch (attempt.result()) {
      case OK -> {
        if (attempt.step() == Step.PRESIGN) {
          asking += attempt.nanos();
          asked++;
        } else if (attempt.step() == Step.PUT) {
          work += attempt.bytes() + REQUEST_BYTES;
          finished++;
          remember();
          share.passed();
          if (!resumed()) {
            evaluate();
          }
        }
      }
      case THROTTLED -> throttled();
      case TIMED_OUT -> {
        refused++;
        cut("requests time out");
      }
      case FAILED -> {
        // Says nothing about how many are too many.
      }
    }
  }

  private void throttled() {
    refused++;
    share.refused();
    boolean measuring = climb.limit() >= FIRST && share.isMeasuring();
    if (resumed() || measuring || share.isByChance()) {
      return;
    }
    if (share.knowsChance() || fine < BY_CHANCE * refused) {
      if (cut("the service is throttling")) {
        share.cut();
      }
    }
  }

  /** Goes up again once it is clear that going down did not help. */
  private boolean resumed() {
    if (share.judge(climb.limit() <= FIRST) != RefusedShare.Finding.BY_CHANCE) {
      return false;
    }
    climb.resume("the service throttles as often with fewer parallel uploads");
    restart(nanos.getAsLong());
    return true;
  }

  private void remember() {
    fine++;
    if (fine > REMEMBERED) {
      fine /= 2;
      refused /= 2;
    }
  }

  /** Whether the limit was cut. */
  private boolean cut(String why) {
    long now = nanos.getAsLong();
    // What was in flight at the last cut may still be throttled: once a second is enough.
    if (now - lastCut < BETWEEN_CUTS) {
      return false;
    }
    lastCut = now;
    int before = climb.limit();
    climb.cut(
        fine < NOW_AND_THEN * refused ? CUT : CUT_GENTLY, fine < OFTEN * refused ? 1 : FIRST, why);
    // Half of it is remembered: else the next refusal by chance, with little that was fine before
    // it, would look like a service that refuses most.
    fine /= 2;
    refused /= 2;
    if (climb.limit() > before) {
      notifyAll();
    }
    restart(now);
    tell(now);
    return true;
  }

  private void evaluate() {
    long now = nanos.getAsLong();
    long elapsed = now - windowStart;
    boolean starting = climb.isStarting();
    long shortest = starting ? WINDOW_STARTING : WINDOW_SETTLED;
    if (elapsed < shortest || finished < enough(starting)) {
      return;
    }
    if (wasFull) {
      int before = climb.limit();
      climb.measured(work * 1e9 / elapsed, asked == 0 ? 0 : asking / 1e9 / asked);
      if (climb.limit() != before) {
        share.moved(climb.limit() > before);
      }
      most = Math.max(most, climb.limit());
      if (climb.limit() > before) {
        notifyAll();
      }
      tell(now);
    }
    restart(now);
  }

  private int enough(boolean starting) {
    if (share.knowsChance()) {
      // Those that are refused come later than the others: it takes more to see the mean.
      return Math.max(ENOUGH, 4 * climb.limit());
    }
    return starting ? climb.limit() : Math.min(ENOUGH, 2 * climb.limit());
  }

  private void restart(long now) {
    windowStart = now;
    work = 0;
    finished = 0;
    asking = 0;
    asked = 0;
    wasFull = inFlight >= climb.limit();
  }

  /** A line for what differs by a quarter, and not for each try. */
  private void tell(long now) {
    int chosen = climb.known();
    if (Math.abs(chosen - logged) * 4 >= Math.max(logged, 1) && now >= nextLine) {
      logged = chosen;
      nextLine = now + BETWEEN_LINES;
      LOG.atInfo()
          .addKeyValue("event", "concurrency")
          .addKeyValue("limit", climb.limit())
          .log("parallel uploads: {} ({})", climb.limit(), climb.why());
    } else {
      LOG.debug("parallel uploads: {} ({})", climb.limit(), climb.why());
    }
  }
}
