package io.github.dcmbulk.remote;

import java.util.function.Consumer;

/**
 * What the ETags of a run have shown so far. A store may make its ETags with another hash of 32
 * hexadecimal digits, and no header says so; one that ever answered with the MD5 always does. Safe
 * for several threads.
 */
final class EtagEvidence {
  private final Consumer<String> notices;
  private boolean matched;
  private int mismatches;

  EtagEvidence(Consumer<String> notices) {
    this.notices = notices;
  }

  /** An ETag was the body's MD5. */
  synchronized void matched() {
    matched = true;
  }

  /** Whether any ETag of the run was an MD5. */
  synchronized boolean hasMatched() {
    return matched;
  }

  /**
   * An ETag that looks like an MD5 was not the body's. The first of a run may be a body that was
   * changed on the way, and is worth a second attempt; a second one shows what kind of store it is.
   *
   * @param isProven whether something else showed that the body arrived
   * @return whether that is an error
   */
  synchronized boolean isMismatchAnError(boolean isProven) {
    if (matched) {
      return true;
    }
    mismatches++;
    if (isProven) {
      mismatches = Math.max(2, mismatches);
    }
    if (mismatches < 2) {
      return true;
    }
    if (mismatches == 2) {
      notices.accept(
          "the store's ETags have 32 digits but are not the MD5 of what was sent: they are not"
              + " compared");
    }
    return false;
  }
}
