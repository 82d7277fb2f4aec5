package io.github.dcmbulk.it;

import java.util.concurrent.TimeUnit;

/** Waits for what another process does; how long that takes is the machine's affair. */
final class Until {
  private static final int LOOKS = 6000;

  private Until() {}

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Looks ten times a second, for ten minutes at most. */
  static void holds(Condition condition) throws Exception {
    for (int i = 0; !condition.holds(); i++) {
      if (i == LOOKS) {
        throw new AssertionError("what was waited for did not come in ten minutes");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
