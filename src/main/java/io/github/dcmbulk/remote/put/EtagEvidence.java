package io.github.dcmbulk.remote.put;

import java.util.function.Consumer;

/**
 * What the ETags of a run have shown so far. A store may make its ETags with another hash of 32
 * hexadecimal digits, and no header says so; one that ever answered with the MD5 always does. Safe
 * for several threads.
 */
final class EtagEvidence {
  private final Consumer<String> notices;
  private boolean matched;
  private boolean reported;
  private int mismatches;

  EtagEvidence(Consumer<String> notices) {
    this.notices = notices;
  }

  /** An ETag was the body's MD5. */
  synchronized void matched() {
    matched = true;
  }

  /** What an ETag that looks like an MD5, and is not the body's, shows. */
  enum Mismatch {
    /** The store has other bytes. */
    WRONG,
    /** Unknown yet: another attempt will show it. */
    DOUBTFUL,
    /** The store uses another hash. */
    OTHER_HASH
  }

  /**
   * Judges an ETag that looks like an MD5 and was not the body's. The first of a run may be a body
   * that was changed on the way, and is worth a second attempt; a second one shows what kind of
   * store it is.
   *
   * @param isProven whether something else showed that the body arrived
   */
  synchronized Mismatch mismatch(boolean isProven) {
    if (matched) {
      return Mismatch.WRONG;
    }
    mismatches = Math.max(isProven ? 2 : 1, mismatches + 1);
    if (mismatches == 1) {
      return Mismatch.DOUBTFUL;
    }
    if (!reported) {
      reported = true;
      notices.accept(
          "the store's ETags have 32 digits but are not the MD5 of what was sent: they are not"
              + " compared");
    }
    return Mismatch.OTHER_HASH;
  }
}
