package io.github.dcmbulk.journal;

import java.time.Duration;

/** Is called when the journal's database cannot be reached, and when it is reached again. */
public interface OutageListener {
  /** Ignores outages. */
  OutageListener NONE =
      new OutageListener() {
        @Override
        public void away(String why, Duration patience) {}

        @Override
        public void back(Duration after) {}
      };

  /**
   * It went away.
   *
   * @param why what happened, in a sentence
   * @param patience how long it is waited for
   */
  void away(String why, Duration patience);

  /**
   * It is back, and what was to be written is being written.
   *
   * @param after how long it was away
   */
  void back(Duration after);
}
