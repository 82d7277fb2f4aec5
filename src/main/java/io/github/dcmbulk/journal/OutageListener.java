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
   * The database cannot be reached.
   *
   * @param why what happened, in a sentence
   * @param patience how long the run waits for it
   */
  void away(String why, Duration patience);

  /**
   * The database is reached again, and waiting changes are being written.
   *
   * @param after how long it could not be reached
   */
  void back(Duration after);
}
