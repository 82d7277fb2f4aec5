package io.github.dcmbulk.remote.adaptive;

/**
 * Tells throttling that fewer in flight would end from throttling that comes however few they are,
 * by the share of requests that are refused: after a cut the former falls and the latter does not.
 * Used under the lock of {@link AdaptiveLimit}.
 */
final class RefusedShare {
  /** So many refusals tell how large their share is. */
  private static final int ENOUGH_REFUSED = 8;

  /** So many requests with fewer refusals show that there are hardly any left. */
  private static final int ENOUGH = 400;

  /** With fewer requests a share is not known. */
  private static final int FEW = 30;

  /**
   * A larger share is never taken for chance: of a rate that is exceeded many times over, a little
   * less still exceeds as much.
   */
  private static final double MOST_BY_CHANCE = 0.35;

  /** A share at the lowest limit that needs no comparison. */
  private static final double CLEARLY_BY_CHANCE = 0.2;

  /** After a cut, as much of the share before it as chance leaves at least. */
  private static final double STILL = 0.6;

  /** So many times the share by chance is no chance any more. */
  private static final double MORE = 2;

  /** What counting so few adds to it. */
  private static final double DEVIATIONS = 2;

  /** So few refusals in a row tell nothing. */
  private static final int TOO_FEW = 2;

  private double chance;
  private double before;
  private boolean measuring;
  private boolean wasWrong;
  private long requests;
  private long refused;

  /** What a measurement after a cut came to. */
  enum Finding {
    /** Not known yet, or nothing is being measured. */
    NONE,
    /** Fewer in flight do not help. */
    BY_CHANCE,
    /** Fewer in flight help. */
    BY_LOAD
  }

  /** A request was done. */
  void passed() {
    requests++;
  }

  /** A request was refused. */
  void refused() {
    requests++;
    refused++;
  }

  /** The limit changed, and with it what is counted. */
  void moved(boolean up) {
    measuring &= !up;
    reset();
  }

  /** The limit was cut because of refusals: from now on it is measured what that brought. */
  void cut() {
    before = requests >= FEW ? share() : 0;
    wasWrong |= chance > 0;
    chance = 0;
    measuring = true;
    reset();
  }

  private void reset() {
    requests = 0;
    refused = 0;
  }

  private double share() {
    return requests == 0 ? 0 : (double) refused / requests;
  }

  /** Whether it is being measured, and nothing so bad that it could not wait. */
  boolean isMeasuring() {
    return measuring && (refused < TOO_FEW || share() <= MOST_BY_CHANCE);
  }

  /** Whether as many are refused as always, however few are in flight. */
  boolean isByChance() {
    double expected = chance * requests;
    return chance > 0 && refused <= MORE * expected + DEVIATIONS * Math.sqrt(expected) + 1;
  }

  /** Whether any share is known that fewer in flight would not lessen. */
  boolean knowsChance() {
    return chance > 0;
  }

  /**
   * Judges, as soon as there is enough to judge by.
   *
   * @param lowest whether the limit is as low as it may be
   */
  Finding judge(boolean lowest) {
    if (!measuring) {
      forget();
      return Finding.NONE;
    }
    if (refused < ENOUGH_REFUSED) {
      measuring = requests < ENOUGH;
      return measuring ? Finding.NONE : Finding.BY_LOAD;
    }
    measuring = false;
    double share = share();
    boolean clear = lowest && !wasWrong && share <= CLEARLY_BY_CHANCE;
    boolean same = before > 0 && share >= STILL * before && share <= MOST_BY_CHANCE;
    if (!clear && !same) {
      return Finding.BY_LOAD;
    }
    chance = share;
    wasWrong &= !same;
    reset();
    return Finding.BY_CHANCE;
  }

  /** What is by chance can pass. */
  private void forget() {
    if (chance > 0 && requests >= ENOUGH && share() < chance / MORE) {
      chance = share();
      reset();
    }
  }
}
