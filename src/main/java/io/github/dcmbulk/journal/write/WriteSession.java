package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.CheckNotes;
import io.github.dcmbulk.journal.write.rows.CountChanges;
import io.github.dcmbulk.journal.write.rows.FileRows;
import io.github.dcmbulk.journal.write.rows.OutcomeBatch;
import io.github.dcmbulk.journal.write.rows.OutcomeRows;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.SharedRows;
import io.github.dcmbulk.journal.write.rows.StudyRows;
import io.github.dcmbulk.journal.write.rows.Tallies;
import io.github.dcmbulk.journal.write.rows.UnfiledFiles;
import io.github.dcmbulk.journal.write.rows.VanishedFiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a change may do to the journal; lives on the writer's thread. */
final class WriteSession {
  private final Connection connection;
  private final List<Runnable> onCommit = new ArrayList<>();
  private final CheckNotes notes;
  private final CountChanges counts;
  private final Tallies tallies;
  private final SharedRows names;
  private final UnfiledFiles unfiled;
  private final FileRows files;
  private final OutcomeRows outcomes;
  private final VanishedFiles vanished;
  private final StudyRows studies;
  private final @Nullable SharedRun shared;
  private final @Nullable OutcomeBatch batch;

  WriteSession(Connection connection, RunContext run, CheckNotes notes, @Nullable SharedRun shared)
      throws SQLException {
    this.connection = connection;
    this.shared = shared;
    this.notes = notes;
    this.counts = new CountChanges(run.counts());
    this.tallies = new Tallies(connection);
    this.names = new SharedRows(connection, run.startedMillis(), true);
    this.unfiled = new UnfiledFiles(connection, tallies, shared != null);
    this.files = new FileRows(connection, run, names, tallies, notes, counts, unfiled);
    this.outcomes = new OutcomeRows(connection, run, files, tallies, counts);
    this.vanished = new VanishedFiles(connection, files, run.id());
    this.batch = shared == null ? null : new OutcomeBatch(connection, outcomes, shared);
    this.studies = new StudyRows(connection, files, tallies, run.studies(), shared);
  }

  Connection connection() {
    return connection;
  }

  SharedRows names() {
    return names;
  }

  FileRows files() {
    return files;
  }

  OutcomeRows outcomes() {
    return outcomes;
  }

  UnfiledFiles unfiled() {
    return unfiled;
  }

  VanishedFiles vanished() {
    return vanished;
  }

  StudyRows studies() {
    return studies;
  }

  CheckNotes checkNotes() {
    return notes;
  }

  /** The part in a run of several processes; null where this one is alone. */
  @Nullable SharedRun shared() {
    return shared;
  }

  /**
   * Whether the study is this process's until the transaction ends. Where it is not, nothing may be
   * written about it.
   */
  boolean holds(long study) throws SQLException {
    return shared == null || shared.lock(connection, study);
  }

  /**
   * Whether what that process found may be written; for one that is alone always.
   *
   * @param walker its number when it was found
   */
  boolean mayRecord(long walker) throws SQLException {
    return shared == null || shared.mayRecord(connection, walker);
  }

  /** A transaction begins. */
  void begin() {
    if (shared != null) {
      shared.mark().begin();
    }
  }

  /** Forgets a transaction that failed, so that its changes can be applied once more. */
  void discard() {
    counts.discard();
    tallies.discard();
    names.discard();
    files.queueChanged();
    if (batch != null) {
      batch.discard();
    }
    onCommit.clear();
    if (shared != null) {
      shared.transactionEnded(false);
    }
  }

  /** Runs after the transaction is committed; never if it fails. */
  void afterCommit(Runnable action) {
    onCommit.add(action);
  }

  /** Records what became of an instance; unless its study was lost. */
  void settle(long file, long delivery, DeliveryRecord deliveryRecord) throws SQLException {
    if (batch == null) {
      outcomes.settle(file, delivery, deliveryRecord);
    } else {
      batch.add(file, delivery, deliveryRecord);
    }
  }

  /** What is applied next may read or change what the outcomes so far do. */
  void writeOutcomes() throws SQLException {
    if (batch != null) {
      batch.write();
    }
  }

  /** Brings the totals up to date. */
  void writeTotals() throws SQLException {
    writeOutcomes();
    tallies.write();
  }

  /** The last step of a transaction. */
  void finish() throws SQLException {
    writeTotals();
    if (shared != null) {
      shared.finish(connection, counts.changes());
    }
  }

  /** The transaction is safe: now the run's counts may follow. */
  void committed() {
    counts.publish();
    if (shared != null) {
      shared.mark().acknowledge();
      shared.transactionEnded(true);
    }
    onCommit.forEach(Runnable::run);
    onCommit.clear();
  }
}
