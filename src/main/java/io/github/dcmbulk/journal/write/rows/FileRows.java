package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.SourceFile;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the rows of single files; totals and the run's counts follow each change. */
public final class FileRows {
  private static final String COLUMNS =
      "size = ?, modified = ?, state = ?, series = ?, sop_uid = ?, run = ?, reason = ?, warnings ="
          + " ?, arrived = ?";

  private final RunContext run;
  private final StoredTotals totals;
  private final CheckNotes notes;
  private final CountChanges counts;
  private final UnfiledFiles unfiled;
  private final @Nullable FoundStudies shared;
  private final FileRow.Reader rows;
  private final NewFiles fresh;
  private final PreparedStatement checkedAgain;
  private final PreparedStatement forget;
  private final PreparedStatement restate;
  private final PreparedStatement enqueue;
  private final PreparedStatement listed;
  private final PreparedStatement arrived;
  private long lastQueued;
  private long lastSeen;

  /**
   * Prepares the statements.
   *
   * @param shared collects the studies where several processes find files; null for one alone
   * @throws SQLException the database failed
   */
  public FileRows(
      Connection c,
      Pipeline pipeline,
      RunContext run,
      SharedRows names,
      StoredTotals totals,
      CheckNotes notes,
      CountChanges counts,
      UnfiledFiles unfiled,
      @Nullable FoundStudies shared)
      throws SQLException {
    this.run = run;
    this.shared = shared;
    this.totals = totals;
    this.notes = notes;
    this.counts = counts;
    this.unfiled = unfiled;
    rows = new FileRow.Reader(c);
    fresh = NewFiles.in(c, pipeline, run, names);
    checkedAgain = c.prepareStatement("UPDATE file SET " + COLUMNS + ", gone = NULL WHERE id = ?");
    forget =
        c.prepareStatement(
            """
            UPDATE file SET md5 = NULL, sha256 = NULL, object_key = NULL, etag = NULL,
              uploaded_at = NULL, sent_run = NULL, delivery = NULL, attempts = NULL WHERE id = ?\
            """);
    restate =
        c.prepareStatement(
            "UPDATE file SET state = ?, reason = ?, run = ?, gone = NULL WHERE id = ?");
    enqueue =
        c.prepareStatement(
            """
            INSERT INTO queue(study, seen, due) VALUES(?, ?, 0)
            ON CONFLICT (study) DO UPDATE SET seen = excluded.seen\
            """);
    arrived = c.prepareStatement("UPDATE file SET arrived = ? WHERE id = ?");
    listed = c.prepareStatement("UPDATE dir SET run = ? WHERE id = ?");
  }

  /**
   * Records fresh verdicts on files of a directory. A file that was found before in this run is not
   * counted again.
   *
   * @throws SQLException the database failed
   */
  public void checked(List<CheckedFile> checkedFiles, long dir, long seen) throws SQLException {
    checked(List.of(new OfDirectory(checkedFiles, dir, seen)), false);
  }

  /** The same for files of several directories. */
  void checked(List<OfDirectory> directories, boolean expectsNew) throws SQLException {
    List<long[]> known = fresh.add(directories, expectsNew);
    for (int d = 0; d < known.size(); d++) {
      OfDirectory directory = directories.get(d);
      unfiled.touch(directory.dir());
      for (int i = 0; i < directory.files().size(); i++) {
        record(directory.files().get(i), directory.dir(), known.get(d)[i], directory.seen());
      }
    }
  }

  private void record(CheckedFile j, long dir, long known, long seen) throws SQLException {
    SharedRows.Series series = fresh.series(j);
    StateCode code = StateCode.of(j.state());
    if (known != 0) {
      FileRow old = rows.read(known);
      if (old.run() == run.id()) {
        if (j.knownId() == 0) {
          return;
        }
        // A lost process of this run has found it before: it is counted only once.
        counts.leave(old.code(), bucket(old), old.reason(), old.size());
      }
      replace(known, old, j);
    }
    long study = series.study() != 0 ? series.study() : unfiled.studyOf(dir, code);
    totals.count(code, j.reason(), study, 1, j.file().size());
    if (code == StateCode.REJECTED && series.study() != 0) {
      saw(series.study());
    }
    if (code.state().isInstance()) {
      sawInstance(series.study(), j.file().arrivedNanos(), seen);
      notes.saw(j.header(), series.study(), dir);
    }
    counts.enter(code, j.reason(), j.file().size());
  }

  private void replace(long id, FileRow old, CheckedFile j) throws SQLException {
    leave(old);
    fresh.bind(checkedAgain, j);
    checkedAgain.setLong(10, id);
    checkedAgain.executeUpdate();
    // The MD5 of content that was delivered under the same UID is kept, to be compared with the new
    // content.
    boolean sameInstance = Objects.equals(old.sopUid(), j.header().sopInstanceUid());
    if (!sameInstance || run.revisit().force()) {
      forget.setLong(1, id);
      forget.executeUpdate();
    }
  }

  private void sawInstance(long study, long arrivedNanos, long seen) throws SQLException {
    totals.sawFile(study, arrivedNanos);
    saw(study);
    enqueue(study, seen);
  }

  private void saw(long study) {
    run.studies().add(study);
    if (shared != null) {
      shared.add(study);
    }
  }

  /** Adds the study to the queue, as seen in that directory. */
  void enqueue(long study, long seen) throws SQLException {
    if (shared != null) {
      shared.enqueue(study, seen);
      run.studies().waits(study);
      return;
    }
    if (study == lastQueued && seen == lastSeen) {
      return;
    }
    enqueue.setLong(1, study);
    enqueue.setLong(2, seen);
    enqueue.executeUpdate();
    run.studies().waits(study);
    lastQueued = study;
    lastSeen = seen;
  }

  /** The queue has changed: a study that is found next may no longer be in it. */
  public void queueChanged() {
    lastQueued = 0;
  }

  /**
   * An unchanged file that the run finds: taken up again, or only counted.
   *
   * @throws SQLException the database failed
   */
  public void meet(long id, @Nullable SourceFile found, long seen) throws SQLException {
    FileRow old = rows.read(id);
    if (old.run() == run.id()) {
      return;
    }
    if (found != null) {
      arrived(id, found, old.arrived(), found.arrivedNanos(old.arrived()));
    }
    boolean again = old.code().isTakenUpBy(run.revisit());
    StateCode now = again ? StateCode.PENDING : old.code();
    restate(id, now, again ? null : old.reason(), run.id());
    if (again) {
      if (old.code() == StateCode.UPLOADED) {
        forget.setLong(1, id);
        forget.executeUpdate();
      }
      leave(old);
      totals.count(now, null, old.study(), 1, old.size());
    }
    if (again || old.isStale()) {
      enqueue(old.study(), seen);
    }
    if (old.study() != 0 && (now.state().isInstance() || now == StateCode.REJECTED)) {
      saw(old.study());
    }
    RunCounts.Bucket bucket = run.bucket(now, old.sentRun());
    if (now == StateCode.REJECTED || now == StateCode.NOT_DICOM) {
      counts.enter(now, old.reason(), old.size());
    } else {
      counts.enter(bucket, old.size());
    }
  }

  private void arrived(long id, SourceFile file, long before, long after) throws SQLException {
    if (after != before) {
      setId(arrived, 1, after == file.modifiedNanos() ? 0 : after);
      arrived.setLong(2, id);
      arrived.executeUpdate();
    }
  }

  /**
   * All files of the directory have been found.
   *
   * @throws SQLException the database failed
   */
  public void listed(long dir) throws SQLException {
    listed.setLong(1, run.id());
    listed.setLong(2, dir);
    listed.executeUpdate();
  }

  /** The present row. */
  FileRow row(long id) throws SQLException {
    return rows.read(id);
  }

  /** Moves a pending file of the study to another state, for instance on hold. */
  void move(long id, StateCode to, @Nullable String reason) throws SQLException {
    move(id, rows.read(id), to, reason);
  }

  private void move(long id, FileRow old, StateCode to, @Nullable String reason)
      throws SQLException {
    leave(old);
    // A file that the run has not found yet keeps its old run; otherwise it would not be counted
    // when it is found.
    restate(id, to, reason, isCounted(old) ? run.id() : old.run());
    totals.count(to, reason, old.study(), 1, old.size());
    countMove(old, run.bucket(to, 0));
  }

  /** The row leaves its state. */
  void leave(FileRow old) {
    totals.count(old.code(), old.reason(), old.study(), -1, old.size());
    boolean wasSent = old.code() == StateCode.UPLOADED && old.delivery() != 0;
    if (wasSent && old.delivery() == old.studyDelivery()) {
      totals.countSent(old.study(), -1);
    }
  }

  /** Moves the file in the run's counts, if the run has found it at all. */
  void countMove(FileRow old, RunCounts.Bucket to) {
    if (isCounted(old)) {
      counts.move(bucket(old), to, old.size());
    }
  }

  private RunCounts.Bucket bucket(FileRow old) {
    return old.run() == run.id() && old.code() == StateCode.UPLOADED
        ? RunCounts.Bucket.UPLOADED
        : run.bucket(old.code(), old.sentRun());
  }

  /** Whether this run has found the file already. */
  boolean isCounted(FileRow old) {
    return old.run() == run.id() || old.dirRun() == run.id();
  }

  private void restate(long id, StateCode code, @Nullable String reason, long runId)
      throws SQLException {
    restate.setInt(1, code.number());
    restate.setString(2, reason);
    restate.setLong(3, runId);
    restate.setLong(4, id);
    restate.executeUpdate();
  }

  static void setId(PreparedStatement s, int index, long id) throws SQLException {
    if (id == 0) {
      s.setNull(index, Types.BIGINT);
    } else {
      s.setLong(index, id);
    }
  }
}
