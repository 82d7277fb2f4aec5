package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.journal.read.CheckQueries;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.model.JournalException;

/**
 * Queries of a check in its temporary journal ({@link Journal#scratch}). Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class CheckJournal {
  private final GroupCommit writer;

  CheckJournal(GroupCommit writer) {
    this.writer = writer;
  }

  /** What a check found that concerns more than one file. */
  public CheckFindings findings() throws JournalException, InterruptedException {
    CheckFindings[] findings = new CheckFindings[1];
    writer.commit(session -> findings[0] = CheckQueries.read(session.connection()));
    return findings[0];
  }

  /**
   * Adds an index of instances by UID; to be called after the last row. Committed on return.
   *
   * @return false if no UID occurs twice; then there is no index
   */
  public boolean indexRepeated() throws JournalException, InterruptedException {
    boolean[] repeated = new boolean[1];
    writer.commit(
        session -> {
          repeated[0] = session.checkNotes().mayHaveRepeated();
          if (repeated[0]) {
            Schema.indexInstances(session.connection());
          }
        });
    return repeated[0];
  }

  /** Adds an index of files by study; committed on return. */
  public void indexStudies() throws JournalException, InterruptedException {
    writer.commit(session -> Schema.indexSeries(session.connection()));
  }
}
