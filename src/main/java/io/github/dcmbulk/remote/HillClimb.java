package io.github.dcmbulk.remote;

/** The decisions of {@link AdaptiveLimit}: one per measured throughput. Used under its lock. */
final class HillClimb {
  private static final double DOUBLING_PAYS = 1.25;
  private static final double MORE_PAYS = 1.05;
  private static final double LESS_IS_ENOUGH = 0.97;

  /** Less is compared with the best of late, or many small losses would add up. */
  private static final double PEAK_FADES = 0.99;

  /** Measurements between two tries, so that most of the time is spent at what is known. */
  private static final int REST = 4;

  private final int most;
  private int limit;
  private String why = "the start";
  private Phase phase = Phase.STARTING;
  private int known;
  private double throughput;
  private double peak;
  private boolean doubted;
  private int rest;
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

  String why() {
    return why;
  }

  boolean isStarting() {
    return phase == Phase.STARTING;
  }

  /** The service had enough. */
  void cut(double factor, String reason) {
    int before = limit;
    limit = Math.max(1, (int) (limit * factor));
    settle(limit, 0);
    peak = 0;
    // A longer rest than usual, or the same wall would be hit every few seconds.
    rest = 3 * REST;
    lessNext = false;
    why = reason + ", down from " + before;
  }

  /** What the present limit achieves. */
  void measured(double now) {
    peak = Math.max(now, peak * PEAK_FADES);
    switch (phase) {
      case STARTING -> start(now);
      case RESTING -> rested(now);
      case TRYING_MORE -> triedMore(now);
      case TRYING_LESS -> triedLess(now);
    }
  }

  private void start(double now) {
    if (throughput == 0 || now >= throughput * DOUBLING_PAYS) {
      throughput = now;
      known = limit;
      doubted = false;
      limit = Math.min(most, limit * 2);
      why = "throughput grows";
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

  private void rested(double now) {
    throughput = throughput == 0 ? now : (throughput + now) / 2;
    if (rest-- > 0) {
      return;
    }
    boolean less = lessNext || limit == most;
    lessNext = !less;
    if (less && limit > 1) {
      phase = Phase.TRYING_LESS;
      limit = Math.min(limit - 1, limit * 4 / 5);
    } else {
      phase = Phase.TRYING_MORE;
      limit = Math.min(most, Math.max(limit + 1, limit * 5 / 4));
    }
  }

  private void triedMore(double now) {
    if (now >= throughput * MORE_PAYS) {
      why = "throughput grew from " + known;
      known = limit;
      throughput = now;
      if (limit == most) {
        settle(most, now);
      } else {
        limit = Math.min(most, Math.max(limit + 1, limit * 5 / 4));
      }
    } else {
      why = "more than " + known + " brought no more throughput";
      settle(known, throughput);
    }
  }

  private void triedLess(double now) {
    if (now >= Math.max(throughput, peak) * LESS_IS_ENOUGH) {
      why = "as much throughput as with " + known;
      settle(limit, now);
    } else {
      why = "less than " + known + " cost throughput";
      settle(known, throughput);
    }
  }

  private void settle(int at, double achieved) {
    phase = Phase.RESTING;
    limit = at;
    known = at;
    throughput = achieved;
    rest = REST;
  }
}
