package io.github.dcmbulk.remote.adaptive;

/**
 * The decisions of {@link AdaptiveLimit}, one for each measurement: a hill climbing search on noisy
 * values. Most of the time is spent at the best known limit, and another limit must be clearly
 * better to replace it. Guarded by the lock of {@link AdaptiveLimit}.
 */
final class HillClimb {
  /** Least ratio of throughputs for another doubling. */
  private static final double DOUBLING_GAIN = 1.25;

  /** How many low measurements end the doubling: one may be chance. */
  private static final int LOW_MEASUREMENTS = 2;

  /** For how long they must be low: the journal pauses while it records what the walk has found. */
  private static final double LOW_SECONDS = 0.2;

  /** Least ratio of throughputs for a higher limit. */
  private static final double INCREASE_GAIN = 1.05;

  /** Least ratio of throughputs for a lower limit. */
  private static final double ACCEPTED_LOSS = 0.97;

  /** Factor of the limit when a lower one is tried. */
  private static final double SMALL_STEP_DOWN = 0.8;

  /** The same when throughput or answers became bad. */
  private static final double LARGE_STEP_DOWN = 0.66;

  /** Ratio to the usual throughput below which it is bad. */
  private static final double LOW_THROUGHPUT = 0.7;

  /** Answers are slow above {@code usual * SLOWER_FACTOR + SLOWER_SECONDS}. */
  private static final double SLOWER_FACTOR = 2;

  private static final double SLOWER_SECONDS = 0.02;

  /**
   * Factor per measurement for the best throughput: without it many small losses would add up
   * unnoticed.
   */
  private static final double PEAK_DECAY = 0.98;

  /** Measurements between two tries. */
  private static final int WINDOWS_BETWEEN_TRIES = 6;

  private static final int MAX_WINDOWS_AFTER_CUT = 60;

  private final int most;
  private int limit;
  private String why = "initial value";
  private Phase phase = Phase.STARTING;
  private int bestLimit;
  private double throughput;
  private double peak;
  private double usualAnswerSeconds;
  private int lowMeasurements;
  private double lowSeconds;
  private int badWindows;
  private int windowsUntilTry;
  private int windowsAfterCut = 2 * WINDOWS_BETWEEN_TRIES;
  private boolean tryLessNext;

  HillClimb(int first, int most) {
    this.limit = first;
    this.bestLimit = first;
    this.most = most;
  }

  private enum Phase {
    /** Doubling the limit. */
    STARTING,
    /** Staying at the best known limit. */
    RESTING,
    /** Trying a slightly higher limit. */
    TRYING_MORE,
    /** Trying a slightly lower limit. */
    TRYING_LESS
  }

  int limit() {
    return limit;
  }

  /** The best known limit. */
  int bestLimit() {
    return bestLimit;
  }

  String why() {
    return why;
  }

  boolean isStarting() {
    return phase == Phase.STARTING;
  }

  /** Reduces the limit by that factor, but not below {@code least}. */
  void cut(double factor, int least, String reason) {
    int before = limit;
    boolean tried = limit > bestLimit && phase != Phase.RESTING;
    settle(tried ? bestLimit : Math.max(least, (int) (limit * factor)), tried ? throughput : 0);
    peak = 0;
    // Rest longer after each cut: otherwise the same limit would be exceeded every few seconds.
    windowsUntilTry = windowsAfterCut;
    windowsAfterCut = Math.min(MAX_WINDOWS_AFTER_CUT, windowsAfterCut + windowsAfterCut / 2);
    tryLessNext = false;
    why = limit < before ? reason + ", down from " + before : reason;
  }

  /** Starts doubling again from the present limit. */
  void resume(String reason) {
    phase = Phase.STARTING;
    bestLimit = limit;
    throughput = 0;
    peak = 0;
    lowMeasurements = 0;
    lowSeconds = 0;
    badWindows = 0;
    windowsAfterCut = 2 * WINDOWS_BETWEEN_TRIES;
    why = reason;
  }

  /**
   * Takes a measurement of the present limit.
   *
   * @param now work per second, in bytes with {@code REQUEST_BYTES} for each request
   * @param answer mean seconds for an answer to a presign request; 0 for unknown
   * @param seconds how long it took
   */
  void measured(double now, double answer, double seconds) {
    peak = Math.max(now, peak * PEAK_DECAY);
    if (answer > 0) {
      usualAnswerSeconds = usualAnswerSeconds == 0 ? answer : Math.min(answer, usualAnswerSeconds);
    }
    switch (phase) {
      case STARTING -> start(now, seconds);
      case RESTING -> rested(now, answer);
      case TRYING_MORE -> triedMore(now);
      case TRYING_LESS -> triedLess(now, answer);
    }
  }

  private void start(double now, double seconds) {
    if (throughput == 0 || now >= throughput * DOUBLING_GAIN) {
      throughput = now;
      bestLimit = limit;
      lowMeasurements = 0;
      lowSeconds = 0;
      limit = Math.min(most, limit * 2);
      why = "throughput increased";
      if (bestLimit == most) {
        settle(most, now);
      }
      return;
    }
    lowMeasurements++;
    lowSeconds += seconds;
    if (lowMeasurements >= LOW_MEASUREMENTS && lowSeconds >= LOW_SECONDS) {
      why = "throughput did not grow with " + limit;
      settle(now > throughput * INCREASE_GAIN ? limit : bestLimit, throughput);
    }
  }

  private void rested(double now, double answer) {
    boolean slower = isSlower(answer);
    badWindows = slower || now < throughput * LOW_THROUGHPUT ? badWindows + 1 : 0;
    throughput = throughput == 0 ? now : (throughput + now) / 2;
    if (badWindows > 1 && limit > 1) {
      // A lower limit shows whether the limit is the cause; compare with the present values.
      badWindows = 0;
      throughput = now;
      peak = now;
      why = slower ? "answers take longer" : "throughput fell";
      tryLess(LARGE_STEP_DOWN);
    } else if (windowsUntilTry-- <= 0) {
      boolean less = tryLessNext || limit == most;
      tryLessNext = !less;
      if (less && limit > 1) {
        tryLess(SMALL_STEP_DOWN);
      } else {
        phase = Phase.TRYING_MORE;
        limit = oneMore();
      }
    }
  }

  private boolean isSlower(double answer) {
    return answer > usualAnswerSeconds * SLOWER_FACTOR + SLOWER_SECONDS;
  }

  private void tryLess(double part) {
    phase = Phase.TRYING_LESS;
    limit = Math.max(1, Math.min(limit - 1, (int) (limit * part)));
  }

  private int oneMore() {
    return Math.min(most, Math.max(limit + 1, limit * 5 / 4));
  }

  private void triedMore(double now) {
    if (now >= throughput * INCREASE_GAIN) {
      why = "throughput grew from " + bestLimit;
      bestLimit = limit;
      throughput = now;
      windowsAfterCut = 2 * WINDOWS_BETWEEN_TRIES;
      if (limit == most) {
        settle(most, now);
      } else {
        limit = oneMore();
      }
    } else {
      why = "more than " + bestLimit + " brought no more throughput";
      settle(bestLimit, throughput);
    }
  }

  private void triedLess(double now, double answer) {
    if (now >= Math.max(throughput, peak) * ACCEPTED_LOSS) {
      why = "as much throughput as with " + bestLimit;
      settle(limit, now);
      // Answers are still slow: try a lower limit.
      badWindows = isSlower(answer) ? 1 : 0;
    } else {
      why = "less than " + bestLimit + " cost throughput";
      // The limit is not the cause: take the present answer time as usual.
      usualAnswerSeconds = answer;
      settle(bestLimit, throughput);
    }
  }

  private void settle(int at, double achieved) {
    phase = Phase.RESTING;
    limit = at;
    bestLimit = at;
    throughput = achieved;
    badWindows = 0;
    windowsUntilTry = WINDOWS_BETWEEN_TRIES;
  }
}
