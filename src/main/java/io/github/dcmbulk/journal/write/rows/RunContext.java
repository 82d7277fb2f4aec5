package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.StateCode;

/**
 * The run in progress.
 *
 * @param id its row
 * @param name its name
 * @param startedMillis when it began
 * @param revisit which known files it takes up again
 * @param counts files found, by bucket
 * @param studies the studies it found
 */
public record RunContext(
    long id,
    String name,
    long startedMillis,
    ResumePolicy revisit,
    RunCounts counts,
    StudiesSeen studies) {

  /**
   * The bucket of a file that has such a row.
   *
   * @param sentRun the run that uploaded it; 0 for none
   */
  public RunCounts.Bucket bucket(StateCode state, long sentRun) {
    return state == StateCode.UPLOADED && sentRun == id
        ? RunCounts.Bucket.UPLOADED
        : RunCounts.Bucket.of(state.state());
  }
}
