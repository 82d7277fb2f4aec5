package io.github.dcmbulk.remote.put;

import java.util.function.Consumer;

/**
 * What the ETags of a run show about the store. A store may use another hash of 32 hexadecimal
 * digits for its ETags, and no header says so; a store that once answered with the MD5 always does.
 * Safe for several threads.
 */
final class EtagEvidence {
  private final Consumer<String> notices;
  private boolean matched;
  private boolean reported;
  private int mismatches;

  EtagEvidence(Consumer<String> notices) {
    this.notices = notices;
  }

  /** Records that an ETag was the body's MD5. */
  synchronized void matched() {
    matched = true;
  }

  /** Meaning of an ETag that has the form of an MD5 and differs from the body's. */
  enum Mismatch {
    /** The store has other bytes. */
    WRONG,
    /** Unknown: another attempt will show it. */
    DOUBTFUL,
    /** The store's ETags are another hash. */
    OTHER_HASH
  }

  /**
   * Decides about an ETag that has the form of an MD5 and differs from the body's. The first one of
   * a run may come from a body that was changed in transit, and the instance is sent again; the
   * second one shows which hash the store uses.
   *
   * @param isProven whether another checksum showed that the body arrived
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
