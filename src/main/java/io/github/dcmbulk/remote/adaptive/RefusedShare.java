package io.github.dcmbulk.remote.adaptive;

/**
 * Finds whether throttling depends on the number in flight, by the share of refused requests: after
 * a cut the share falls if it does, and stays if it does not. Guarded by the lock of {@link
 * AdaptiveLimit}.
 */
final class RefusedShare {
  /** Refusals that are enough to estimate the share. */
  private static final int MIN_REFUSED = 8;

  /** Requests after which few refusals mean that nearly none are left. */
  private static final int FEW_REFUSED_AFTER = 400;

  /** Requests below which the share is unknown. */
  private static final int MIN_REQUESTS = 30;

  /**
   * Largest share that can be independent of the limit: at a rate that is exceeded several times, a
   * slightly lower limit still exceeds it as much.
   */
  private static final double MAX_INDEPENDENT = 0.35;

  /** Share at the lowest limit that needs no comparison. */
  private static final double CLEARLY_INDEPENDENT = 0.2;

  /**
   * Least fraction of the earlier share that a share independent of the limit keeps after a cut.
   */
  private static final double MIN_REMAINING = 0.6;

  /** Factor above the known independent share from which the limit counts as the cause. */
  private static final double EXCESS_FACTOR = 2;

  /** Standard deviations that are added for a small count. */
  private static final double DEVIATIONS = 2;

  /** Consecutive refusals that show nothing. */
  private static final int MIN_REFUSED_TO_ACT = 2;

  private double independent;
  private double before;
  private boolean measuring;
  private boolean wasWrong;
  private long requests;
  private long refused;

  /** Result of the measurement after a cut. */
  enum Finding {
    /** Not known yet, or nothing is being measured. */
    NONE,
    /** The share does not depend on the limit. */
    INDEPENDENT,
    /** A lower limit reduces the share. */
    BY_LOAD
  }

  /** Counts a request that was accepted. */
  void accepted() {
    requests++;
  }

  /** Counts a request that was refused. */
  void refused() {
    requests++;
    refused++;
  }

  /** The limit changed: counting starts again. */
  void moved(boolean up) {
    measuring &= !up;
    reset();
  }

  /** The limit was cut because of refusals: measure the effect. */
  void cut() {
    before = requests >= MIN_REQUESTS ? share() : 0;
    wasWrong |= independent > 0;
    independent = 0;
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

  /** Whether a measurement is running and the share is not too large to wait for it. */
  boolean isMeasuring() {
    return measuring && (refused < MIN_REFUSED_TO_ACT || share() <= MAX_INDEPENDENT);
  }

  /** Whether the present share equals the known share that does not depend on the limit. */
  boolean isIndependent() {
    double expected = independent * requests;
    return independent > 0
        && refused <= EXCESS_FACTOR * expected + DEVIATIONS * Math.sqrt(expected) + 1;
  }

  /** Whether such a share is known. */
  boolean knowsIndependentShare() {
    return independent > 0;
  }

  /**
   * Decides, as soon as there are enough requests.
   *
   * @param lowest whether the limit is at its lowest value
   */
  Finding decide(boolean lowest) {
    if (!measuring) {
      forget();
      return Finding.NONE;
    }
    if (refused < MIN_REFUSED) {
      measuring = requests < FEW_REFUSED_AFTER;
      return measuring ? Finding.NONE : Finding.BY_LOAD;
    }
    measuring = false;
    double share = share();
    boolean clear = lowest && !wasWrong && share <= CLEARLY_INDEPENDENT;
    boolean same = before > 0 && share >= MIN_REMAINING * before && share <= MAX_INDEPENDENT;
    if (!clear && !same) {
      return Finding.BY_LOAD;
    }
    independent = share;
    wasWrong &= !same;
    reset();
    return Finding.INDEPENDENT;
  }

  /** Forgets the known share: its cause may have gone. */
  private void forget() {
    if (independent > 0 && requests >= FEW_REFUSED_AFTER && share() < independent / EXCESS_FACTOR) {
      independent = share();
      reset();
    }
  }
}
