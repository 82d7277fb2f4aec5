package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.CheckNotes;
import io.github.dcmbulk.journal.write.rows.CountChanges;
import io.github.dcmbulk.journal.write.rows.FileRows;
import io.github.dcmbulk.journal.write.rows.FoundFiles;
import io.github.dcmbulk.journal.write.rows.FoundStudies;
import io.github.dcmbulk.journal.write.rows.OutcomeBatch;
import io.github.dcmbulk.journal.write.rows.OutcomeRows;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.SentInstance;
import io.github.dcmbulk.journal.write.rows.SharedRows;
import io.github.dcmbulk.journal.write.rows.StoredTotals;
import io.github.dcmbulk.journal.write.rows.StudyRows;
import io.github.dcmbulk.journal.write.rows.UnfiledFiles;
import io.github.dcmbulk.journal.write.rows.VanishedFiles;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a change may do to the journal; used by the writer's thread only. */
final class WriteSession {
  private final Connection connection;
  private final RunContext run;
  private final Pipeline pipeline;
  private final List<Runnable> onCommit = new ArrayList<>();
  private final CheckNotes notes;
  private final CountChanges counts;
  private final StoredTotals totals;
  private final SharedRows names;
  private final @Nullable FoundStudies found;
  private final UnfiledFiles unfiled;
  private final FileRows files;
  private final OutcomeRows outcomes;
  private final VanishedFiles vanished;
  private final StudyRows studies;
  private final @Nullable SharedRun shared;
  private final @Nullable OutcomeBatch batch;
  private final @Nullable FoundFiles foundFiles;

  private final HeldStudies held;

  /** For a run of one process. */
  WriteSession(Connection connection, RunContext run, CheckNotes notes) throws SQLException {
    this(connection, run, notes, new SharedRows(connection, run.startedMillis(), true), null, null);
  }

  /**
   * For a run that several processes share.
   *
   * @param names adds rows that other processes add as well
   * @param found collects studies; the same for all sessions of the process
   */
  WriteSession(
      Connection connection, RunContext run, SharedRows names, FoundStudies found, SharedRun shared)
      throws SQLException {
    this(connection, run, CheckNotes.none(), names, found, shared);
  }

  private WriteSession(
      Connection connection,
      RunContext run,
      CheckNotes notes,
      SharedRows names,
      @Nullable FoundStudies found,
      @Nullable SharedRun shared)
      throws SQLException {
    this.connection = connection;
    this.run = run;
    this.pipeline = shared == null ? Pipeline.immediate(connection) : Pipeline.of(connection);
    this.shared = shared;
    this.notes = notes;
    this.counts = new CountChanges(run.counts());
    this.totals =
        new StoredTotals(connection, pipeline, shared == null ? 0 : shared.mark().writer());
    this.names = names;
    this.found = found;
    this.unfiled = new UnfiledFiles(connection, totals, shared != null);
    this.files =
        new FileRows(connection, pipeline, run, names, totals, notes, counts, unfiled, found);
    this.outcomes = new OutcomeRows(connection, run, files, totals, counts);
    this.vanished = new VanishedFiles(connection, files, run.id());
    this.batch =
        shared == null ? null : new OutcomeBatch(pipeline, run.id(), outcomes, shared.claims());
    this.foundFiles = shared == null ? null : new FoundFiles(pipeline, run.id(), names, files);
    this.held = new HeldStudies(pipeline, shared == null ? null : shared.claims());
    this.studies = new StudyRows(connection, pipeline, files, totals, run.studies(), shared);
    if (shared != null) {
      shared.begin(connection);
    }
  }

  /** For statements that come after all that waits. */
  Connection connection() throws SQLException {
    executeWaiting();
    return connection;
  }

  /** For statements that do not concern files which were found in the same transaction. */
  Pipeline pipeline() {
    return pipeline;
  }

  long dir(byte[] path) throws SQLException {
    executeWaiting();
    return names.dir(path);
  }

  FileRows files() throws SQLException {
    executeWaiting();
    return files;
  }

  OutcomeRows outcomes() throws SQLException {
    executeWaiting();
    return outcomes;
  }

  UnfiledFiles unfiled() throws SQLException {
    executeWaiting();
    return unfiled;
  }

  /** Whether {@link #unfiled} has nothing to settle, for which nothing need be executed. */
  boolean isUnfiledSettled() {
    return unfiled.isSettled();
  }

  VanishedFiles vanished() throws SQLException {
    executeWaiting();
    return vanished;
  }

  private void executeWaiting() throws SQLException {
    writeFiles();
    pipeline.flush();
  }

  private void writeFiles() throws SQLException {
    if (foundFiles != null) {
      foundFiles.write();
    }
  }

  void checked(byte[] path, List<CheckedFile> checkedFiles, long seen) throws SQLException {
    if (foundFiles == null) {
      files.checked(checkedFiles, names.dir(path), seen);
    } else {
      foundFiles.checked(path, checkedFiles, seen);
    }
  }

  /** Records that all files of the directory have been found. */
  void listed(byte[] path) throws SQLException {
    if (foundFiles == null) {
      files.listed(names.dir(path));
    } else {
      foundFiles.listed(path);
    }
  }

  StudyRows studies() throws SQLException {
    writeFiles();
    return studies;
  }

  CheckNotes checkNotes() {
    return notes;
  }

  /** The part of a shared run; null if this is the only process. */
  @Nullable SharedRun shared() {
    return shared;
  }

  /** The studies about which this process may write. */
  HeldStudies held() {
    return held;
  }

  /**
   * Whether records of files found by that process may be written; always for a single process.
   *
   * @param host its number when it took the directory
   */
  boolean mayRecord(long host) throws SQLException {
    return shared == null || shared.mayRecord(pipeline, host, held.areReadFirst());
  }

  /** Counts files for which nothing is written, and their studies. */
  void foundAgain(RunCounts seen, Set<Long> studies) {
    counts.enterAll(seen);
    for (long study : studies) {
      run.studies().add(study);
      if (found != null) {
        found.add(study);
      }
    }
  }

  /** A transaction begins. */
  void begin() {
    if (shared != null) {
      shared.mark().begin();
    }
  }

  /** Forgets a transaction that failed, so that its changes can be applied once more. */
  void discard() {
    held.readFirst(true);
    pipeline.discard();
    counts.discard();
    totals.discard();
    names.discard();
    files.queueChanged();
    if (batch != null) {
      batch.discard();
    }
    onCommit.clear();
    transactionEnded(false);
  }

  private void transactionEnded(boolean committed) {
    if (shared != null) {
      shared.transactionEnded(committed);
    }
    if (found != null) {
      found.transactionEnded(committed);
    }
    if (foundFiles != null) {
      foundFiles.transactionEnded(committed);
    }
  }

  /** Runs after the transaction is committed; never if it fails. */
  void afterCommit(Runnable action) {
    onCommit.add(action);
  }

  /**
   * Records what became of an instance; unless its study was lost.
   *
   * @param sent the instance, if its row is likely as it was read; null to read it again
   */
  void settle(long file, long delivery, DeliveryRecord deliveryRecord, @Nullable SentInstance sent)
      throws SQLException {
    if (batch == null) {
      outcomes.settle(file, delivery, deliveryRecord, sent);
    } else {
      batch.add(file, delivery, deliveryRecord, held.areReadFirst() ? null : sent);
    }
  }

  /** Whether outcomes are collected, and may be written before changes of other kinds. */
  boolean collectsOutcomes() {
    return batch != null;
  }

  /** Writes the collected outcomes, because the next change may read or change the same rows. */
  void writeOutcomes() throws SQLException {
    if (batch != null) {
      batch.write();
    }
  }

  /** Brings the totals up to date. */
  void writeTotals() throws SQLException {
    writeOutcomes();
    writeFiles();
    if (found != null) {
      found.write(pipeline);
    }
    totals.write();
  }

  /** The last step of a transaction: commits it. */
  void finish() throws SQLException {
    writeTotals();
    if (shared != null) {
      shared.finish(pipeline, counts.changes());
    }
    pipeline.commit();
  }

  /** The transaction is committed: now the run's counts may change. */
  void committed() {
    held.readFirst(false);
    counts.publish();
    if (shared != null) {
      shared.mark().acknowledge();
    }
    transactionEnded(true);
    onCommit.forEach(Runnable::run);
    onCommit.clear();
  }
}
