package io.github.dcmbulk.remote.adaptive;

/**
 * The decisions of {@link AdaptiveLimit}: one per measurement. A search on a noisy hill, so most of
 * the time is spent at what is known, and a try must be clearly better to stay. Used under its
 * lock.
 */
final class HillClimb {
  private static final double DOUBLING_PAYS = 1.25;
  private static final double MORE_PAYS = 1.05;
  private static final double LESS_IS_ENOUGH = 0.97;

  private static final double A_LITTLE_LESS = 0.8;
  private static final double MUCH_LESS = 0.66;

  /** A service in trouble: so much less throughput, or so much slower answers, than usual. */
  private static final double TROUBLED = 0.7;

  private static final double SLOWER = 2;
  private static final double SLOWER_SECONDS = 0.02;

  /** Less is compared with the best of late, or many small losses would add up. */
  private static final double PEAK_FADES = 0.98;

  /** Measurements between two tries, so that most of the time is spent at what is known. */
  private static final int REST = 6;

  private static final int LONGEST_REST = 60;

  private final int most;
  private int limit;
  private String why = "the start";
  private Phase phase = Phase.STARTING;
  private int known;
  private double throughput;
  private double peak;
  private double usualAnswer;
  private boolean doubted;
  private int troubled;
  private int rest;
  private int restAfterWall = 2 * REST;
  private boolean lessNext;

  HillClimb(int first, int most) {
    this.limit = first;
    this.known = first;
    this.most = most;
  }

  private enum Phase {
    /** Doubling. */
    STARTING,
    /** At what is known to be good. */
    RESTING,
    /** A little more than that. */
    TRYING_MORE,
    /** A little less than that. */
    TRYING_LESS
  }

  int limit() {
    return limit;
  }

  /** What the tries are about. */
  int known() {
    return known;
  }

  String why() {
    return why;
  }

  boolean isStarting() {
    return phase == Phase.STARTING;
  }

  /** The service had enough; so many are left at least, or again. */
  void cut(double factor, int least, String reason) {
    int before = limit;
    boolean tried = limit > known && phase != Phase.RESTING;
    settle(tried ? known : Math.max(least, (int) (limit * factor)), tried ? throughput : 0);
    peak = 0;
    // A longer rest each time, or the same wall would be hit every few seconds.
    rest = restAfterWall;
    restAfterWall = Math.min(LONGEST_REST, restAfterWall + restAfterWall / 2);
    lessNext = false;
    why = limit < before ? reason + ", down from " + before : reason;
  }

  /** Fewer did not help: it doubles again from here. */
  void resume(String reason) {
    phase = Phase.STARTING;
    known = limit;
    throughput = 0;
    peak = 0;
    doubted = false;
    troubled = 0;
    restAfterWall = 2 * REST;
    why = reason;
  }

  /**
   * What the present limit achieves.
   *
   * @param now work per second
   * @param answer seconds that an answer to the same small request takes; 0 for unknown
   */
  void measured(double now, double answer) {
    peak = Math.max(now, peak * PEAK_FADES);
    if (answer > 0) {
      usualAnswer = usualAnswer == 0 ? answer : Math.min(answer, usualAnswer);
    }
    switch (phase) {
      case STARTING -> start(now);
      case RESTING -> rested(now, answer);
      case TRYING_MORE -> triedMore(now);
      case TRYING_LESS -> triedLess(now, answer);
    }
  }

  private void start(double now) {
    if (throughput == 0 || now >= throughput * DOUBLING_PAYS) {
      throughput = now;
      known = limit;
      doubted = false;
      limit = Math.min(most, limit * 2);
      why = "throughput increased";
      if (known == most) {
        settle(most, now);
      }
    } else if (!doubted) {
      // One poor measurement may be chance.
      doubted = true;
    } else {
      why = "throughput did not grow with " + limit;
      settle(now > throughput * MORE_PAYS ? limit : known, throughput);
    }
  }

  private void rested(double now, double answer) {
    boolean slower = isSlower(answer);
    troubled = slower || now < throughput * TROUBLED ? troubled + 1 : 0;
    throughput = throughput == 0 ? now : (throughput + now) / 2;
    if (troubled > 1 && limit > 1) {
      // Whether it is our doing, only fewer in flight can tell; compared with how it is now.
      troubled = 0;
      throughput = now;
      peak = now;
      why = slower ? "answers take longer" : "throughput fell";
      tryLess(MUCH_LESS);
    } else if (rest-- <= 0) {
      boolean less = lessNext || limit == most;
      lessNext = !less;
      if (less && limit > 1) {
        tryLess(A_LITTLE_LESS);
      } else {
        phase = Phase.TRYING_MORE;
        limit = oneMore();
      }
    }
  }

  private boolean isSlower(double answer) {
    return answer > usualAnswer * SLOWER + SLOWER_SECONDS;
  }

  private void tryLess(double part) {
    phase = Phase.TRYING_LESS;
    limit = Math.max(1, Math.min(limit - 1, (int) (limit * part)));
  }

  private int oneMore() {
    return Math.min(most, Math.max(limit + 1, limit * 5 / 4));
  }

  private void triedMore(double now) {
    if (now >= throughput * MORE_PAYS) {
      why = "throughput grew from " + known;
      known = limit;
      throughput = now;
      restAfterWall = 2 * REST;
      if (limit == most) {
        settle(most, now);
      } else {
        limit = oneMore();
      }
    } else {
      why = "more than " + known + " brought no more throughput";
      settle(known, throughput);
    }
  }

  private void triedLess(double now, double answer) {
    if (now >= Math.max(throughput, peak) * LESS_IS_ENOUGH) {
      why = "as much throughput as with " + known;
      settle(limit, now);
      // Still slow: less may do as well.
      troubled = isSlower(answer) ? 1 : 0;
    } else {
      why = "less than " + known + " cost throughput";
      // Not our doing, then: this is how fast answers come now.
      usualAnswer = answer;
      settle(known, throughput);
    }
  }

  private void settle(int at, double achieved) {
    phase = Phase.RESTING;
    limit = at;
    known = at;
    throughput = achieved;
    troubled = 0;
    rest = REST;
  }
}
