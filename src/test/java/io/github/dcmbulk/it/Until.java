package io.github.dcmbulk.it;

import java.util.concurrent.TimeUnit;

/** Waits for another process; the time depends on the machine. */
final class Until {
  private static final int LOOKS = 6000;

  private Until() {}

  /** The condition. */
  interface Condition {
    boolean holds() throws Exception;
  }

  /** Polls ten times a second, for ten minutes at most. */
  static void holds(Condition condition) throws Exception {
    for (int i = 0; !condition.holds(); i++) {
      if (i == LOOKS) {
        throw new AssertionError("what was waited for did not come in ten minutes");
      }
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }
}
