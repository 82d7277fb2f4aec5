package io.github.dcmbulk.journal;

/**
 * How many outcomes may wait for their commit: a kill loses them, and as many instances are sent
 * again.
 *
 * @param most as many as there are parallel uploads
 * @param spare how many threads there are beyond that, some of which wait in any case
 */
public record OutcomeLimit(int most, int spare) {
  /** For so many parallel uploads by so many threads. */
  public static OutcomeLimit of(int parallel, int threads) {
    return new OutcomeLimit(parallel, Math.max(0, threads - parallel));
  }

  /**
   * How many may be uncommitted while so many threads wait for a commit: a waiting thread sends
   * nothing, so its outcome takes the place of an instance in flight. Together they are never more
   * than twice {@code most}.
   */
  public int with(int waiting) {
    return most + Math.max(0, waiting - spare);
  }
}
