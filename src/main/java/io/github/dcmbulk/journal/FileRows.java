package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes the rows of single files; totals and the run's counts follow each change. */
final class FileRows {
  private static final String COLUMNS =
      "size = ?, modified = ?, state = ?, series = ?, sop_uid = ?, run = ?, reason = ?, warnings = ?";

  /** A row as it stands, with what it hangs from. */
  private record Old(
      StateCode code,
      long size,
      @Nullable String reason,
      @Nullable String sopUid,
      long study,
      long run,
      long delivery,
      long uploadedAt,
      long dirRun,
      long studyDelivery,
      boolean studyBroken) {
    /** Whether it was delivered, and must be again for its study's sake. */
    boolean isStale() {
      return code == StateCode.UPLOADED && (studyBroken || delivery != studyDelivery);
    }
  }

  private final RunContext run;
  private final Names names;
  private final Tallies tallies;
  private final PatientDigests patients;
  private final List<Runnable> onCommit;
  private final PreparedStatement read;
  private final PreparedStatement insert;
  private final PreparedStatement find;
  private final PreparedStatement rejudge;
  private final PreparedStatement forget;
  private final PreparedStatement restate;
  private final PreparedStatement settle;
  private final PreparedStatement vanish;
  private final PreparedStatement remove;
  private final PreparedStatement siblings;
  private final PreparedStatement unmet;
  private final PreparedStatement enqueue;
  private long lastQueued;
  private long lastSeen;

  FileRows(
      Connection c,
      RunContext run,
      Names names,
      Tallies tallies,
      PatientDigests patients,
      List<Runnable> onCommit)
      throws SQLException {
    this.run = run;
    this.names = names;
    this.tallies = tallies;
    this.patients = patients;
    this.onCommit = onCommit;
    read =
        c.prepareStatement(
            """
            SELECT f.state, f.size, f.reason, f.sop_uid, coalesce(s.study, 0), f.run,
              coalesce(f.delivery, 0), coalesce(f.uploaded_at, 0), coalesce(d.run, 0),
              coalesce(t.delivery, 0), coalesce(t.complete, 0)
            FROM file f JOIN dir d ON d.id = f.dir LEFT JOIN series s ON s.id = f.series
              LEFT JOIN study t ON t.id = s.study
            WHERE f.id = ?""");
    insert =
        c.prepareStatement(
            """
            INSERT OR IGNORE INTO file(size, modified, state, series, sop_uid, run, reason,
              warnings, dir, name) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""");
    find = c.prepareStatement("SELECT id FROM file WHERE dir = ? AND name = ?");
    rejudge = c.prepareStatement("UPDATE file SET " + COLUMNS + ", gone = NULL WHERE id = ?");
    forget =
        c.prepareStatement(
            "UPDATE file SET md5 = NULL, etag = NULL, uploaded_at = NULL, delivery = NULL,"
                + " attempts = NULL WHERE id = ?");
    restate =
        c.prepareStatement(
            "UPDATE file SET state = ?, reason = ?, run = ?, gone = NULL WHERE id = ?");
    settle =
        c.prepareStatement(
            """
            UPDATE file SET state = ?, reason = ?, md5 = coalesce(?, md5), etag = ?,
              attempts = coalesce(attempts, 0) + ?, uploaded_at = coalesce(?, uploaded_at),
              delivery = coalesce(?, delivery) WHERE id = ?""");
    vanish = c.prepareStatement("UPDATE file SET gone = 1 WHERE id = ?");
    remove = c.prepareStatement("DELETE FROM file WHERE id = ?");
    unmet =
        c.prepareStatement(
            "SELECT id, name FROM file WHERE dir = ? AND state IN (1, 5, 6) AND run <> ?");
    siblings = c.prepareStatement("SELECT id, state FROM file WHERE sop_uid = ?");
    enqueue =
        c.prepareStatement(
            """
            INSERT INTO queue(study, seen, due) VALUES(?, ?, 0)
            ON CONFLICT DO UPDATE SET seen = excluded.seen""");
  }

  /** Records a fresh verdict. A file that was met before in this run is not counted again. */
  void judge(Judgement j, long dir, long seen) throws SQLException {
    InstanceHeader header = j.header();
    Names.Series series =
        header.equals(InstanceHeader.NONE) ? new Names.Series(0, 0) : names.series(header);
    StateCode code = StateCode.of(j.state());
    long known = j.knownId() != 0 ? j.knownId() : insert(j, dir, code, series);
    if (known != 0) {
      Old old = read(known);
      if (j.knownId() == 0 && old.run == run.id()) {
        return;
      }
      replace(known, old, j, code, series);
    }
    tallies.count(code, j.reason(), series.study(), 1, j.file().size());
    if (code.state().isInstance()) {
      sawInstance(series.study(), j.file().modifiedNanos(), seen);
      patients.saw(series.study(), header.patientDigest());
    }
    count(code, j.reason());
  }

  /** Adds the row; if there is one already, changes nothing and returns it. */
  private long insert(Judgement j, long dir, StateCode code, Names.Series series)
      throws SQLException {
    byte[] name = PathText.bytes(Objects.requireNonNull(j.file().path().getFileName()));
    bind(insert, j, code, series);
    insert.setLong(9, dir);
    insert.setBytes(10, name);
    if (insert.executeUpdate() == 1) {
      return 0;
    }
    find.setLong(1, dir);
    find.setBytes(2, name);
    try (ResultSet row = find.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private void replace(long id, Old old, Judgement j, StateCode code, Names.Series series)
      throws SQLException {
    leave(old);
    bind(rejudge, j, code, series);
    rejudge.setLong(9, id);
    rejudge.executeUpdate();
    // Content that was delivered under the same UID is remembered, to be compared with the new.
    boolean sameInstance = Objects.equals(old.sopUid, j.header().sopInstanceUid());
    if (!sameInstance || run.revisit().force()) {
      forget.setLong(1, id);
      forget.executeUpdate();
    }
  }

  private void bind(PreparedStatement s, Judgement j, StateCode code, Names.Series series)
      throws SQLException {
    s.setLong(1, j.file().size());
    s.setLong(2, j.file().modifiedNanos());
    s.setInt(3, code.number());
    setId(s, 4, series.id());
    s.setString(5, j.header().sopInstanceUid());
    s.setLong(6, run.id());
    s.setString(7, j.reason());
    s.setString(8, j.warnings().isEmpty() ? null : String.join(",", j.warnings()));
  }

  private void sawInstance(long study, long modifiedNanos, long seen) throws SQLException {
    tallies.sawFile(study, modifiedNanos);
    run.studies().add(study);
    enqueue(study, seen);
  }

  private void enqueue(long study, long seen) throws SQLException {
    if (study == lastQueued && seen == lastSeen) {
      return;
    }
    enqueue.setLong(1, study);
    enqueue.setLong(2, seen);
    enqueue.executeUpdate();
    lastQueued = study;
    lastSeen = seen;
  }

  /** The queue has changed: a study that is met next may no longer be in it. */
  void queueChanged() {
    lastQueued = 0;
  }

  /** An unchanged file that the run meets: taken up again, or only counted. */
  void meet(long id, long seen) throws SQLException {
    Old old = read(id);
    if (old.run == run.id()) {
      return;
    }
    boolean again = run.revisit().again(old.code);
    StateCode now = again ? StateCode.PENDING : old.code;
    restate(id, now, again ? null : old.reason, run.id());
    if (again) {
      if (old.code == StateCode.UPLOADED) {
        forget.setLong(1, id);
        forget.executeUpdate();
      }
      leave(old);
      tallies.count(now, null, old.study, 1, old.size);
    }
    if (again || old.isStale()) {
      enqueue(old.study, seen);
    }
    if (old.study != 0 && now.state().isInstance()) {
      run.studies().add(old.study);
    }
    RunCounts.Bucket bucket = run.bucket(now, old.uploadedAt);
    if (now == StateCode.REJECTED) {
      count(now, old.reason);
    } else {
      onCommit.add(() -> run.counts().add(bucket, 1));
    }
  }

  /** A file that is no longer where it was: forgotten, unless it was delivered. */
  void vanish(long id, long seen) throws SQLException {
    Old old = read(id);
    if (old.code == StateCode.UPLOADED) {
      vanish.setLong(1, id);
      vanish.executeUpdate();
      return;
    }
    leave(old);
    remove.setLong(1, id);
    remove.executeUpdate();
    if (old.sopUid != null && old.code.state().isInstance()) {
      reconsiderSiblings(old.sopUid, seen);
    }
  }

  /** Forgets files of the directory that were to be sent and are no longer there. */
  void forgetVanished(long dir, byte[] path) throws SQLException {
    List<Long> vanished = new ArrayList<>();
    unmet.setLong(1, dir);
    unmet.setLong(2, run.id());
    try (ResultSet row = unmet.executeQuery()) {
      while (row.next()) {
        // Its new verdict may still be on its way: only the directory itself can tell.
        Path file = PathText.absolute(PathText.join(path, row.getBytes(2)));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          vanished.add(row.getLong(1));
        }
      }
    }
    for (long id : vanished) {
      vanish(id, 0);
    }
  }

  /** What was kept back because of a file that is gone now gets its turn. */
  private void reconsiderSiblings(String sopUid, long seen) throws SQLException {
    List<Long> waiting = new ArrayList<>();
    siblings.setString(1, sopUid);
    try (ResultSet row = siblings.executeQuery()) {
      while (row.next()) {
        StateCode code = StateCode.of(row.getInt(2));
        if (code == StateCode.DUPLICATE || code == StateCode.CONFLICT) {
          waiting.add(row.getLong(1));
        }
      }
    }
    for (long id : waiting) {
      Old old = read(id);
      move(id, old, StateCode.PENDING, null);
      enqueue(old.study, seen);
    }
  }

  /** Moves a pending file of the study to another state, for instance on hold. */
  void move(long id, StateCode to, @Nullable String reason) throws SQLException {
    move(id, read(id), to, reason);
  }

  private void move(long id, Old old, StateCode to, @Nullable String reason) throws SQLException {
    leave(old);
    // A file that the run has yet to meet keeps its old run, or it would not be counted then.
    restate(id, to, reason, isCounted(old) ? run.id() : old.run);
    tallies.count(to, reason, old.study, 1, old.size);
    countMove(old, run.bucket(to, 0));
  }

  /** Records what became of an instance that was to be sent with that delivery of its study. */
  void settle(long id, long delivery, Settlement s) throws SQLException {
    Old old = read(id);
    StateCode code = s.fate().code();
    boolean sent = s.fate() == Settlement.Fate.UPLOADED;
    boolean delivered = sent || s.fate() == Settlement.Fate.UNCHANGED;
    settle.setInt(1, code.number());
    settle.setString(2, s.reason());
    settle.setBytes(3, s.md5() == null ? null : HexFormat.of().parseHex(s.md5()));
    settle.setString(4, sent ? unlessMd5(s.etag(), s.md5()) : null);
    settle.setInt(5, s.attempts());
    setId(settle, 6, sent ? s.atMillis() : 0);
    setId(settle, 7, delivered ? delivery : 0);
    settle.setLong(8, id);
    settle.executeUpdate();
    leave(old);
    tallies.count(code, s.reason(), old.study, 1, old.size);
    if (delivered && delivery == old.studyDelivery) {
      tallies.countSent(old.study, 1);
    }
    if (sent) {
      tallies.sawPut(old.study, s.atMillis());
      onCommit.add(() -> run.counts().addUploadedBytes(old.size));
    }
    countMove(old, sent ? RunCounts.Bucket.UPLOADED : run.bucket(code, 0));
  }

  /** Null stands for the MD5, which most ETags are; the empty string for none. */
  private static @Nullable String unlessMd5(@Nullable String etag, @Nullable String md5) {
    if (etag == null) {
      return "";
    }
    return etag.equalsIgnoreCase(md5) ? null : etag;
  }

  /** The row leaves its state. */
  private void leave(Old old) {
    tallies.count(old.code, old.reason, old.study, -1, old.size);
    boolean wasSent = old.code == StateCode.UPLOADED && old.delivery != 0;
    if (wasSent && old.delivery == old.studyDelivery) {
      tallies.countSent(old.study, -1);
    }
  }

  private void count(StateCode code, @Nullable String reason) {
    if (code == StateCode.REJECTED && reason != null) {
      onCommit.add(() -> run.counts().addRejected(reason, 1));
    } else {
      RunCounts.Bucket bucket = RunCounts.Bucket.of(code.state());
      onCommit.add(() -> run.counts().add(bucket, 1));
    }
  }

  /** Moves the file in the run's counts, if the run has met it at all. */
  private void countMove(Old old, RunCounts.Bucket to) {
    if (isCounted(old)) {
      RunCounts.Bucket from =
          old.run == run.id() && old.code == StateCode.UPLOADED
              ? RunCounts.Bucket.UPLOADED
              : run.bucket(old.code, old.uploadedAt);
      onCommit.add(() -> run.counts().move(from, to));
    }
  }

  private boolean isCounted(Old old) {
    return old.run == run.id() || old.dirRun == run.id();
  }

  private void restate(long id, StateCode code, @Nullable String reason, long runId)
      throws SQLException {
    restate.setInt(1, code.number());
    restate.setString(2, reason);
    restate.setLong(3, runId);
    restate.setLong(4, id);
    restate.executeUpdate();
  }

  private Old read(long id) throws SQLException {
    read.setLong(1, id);
    try (ResultSet row = read.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("no file " + id + " in the journal");
      }
      return new Old(
          StateCode.of(row.getInt(1)),
          row.getLong(2),
          row.getString(3),
          row.getString(4),
          row.getLong(5),
          row.getLong(6),
          row.getLong(7),
          row.getLong(8),
          row.getLong(9),
          row.getLong(10),
          row.getInt(11) == 2);
    }
  }

  private static void setId(PreparedStatement s, int index, long id) throws SQLException {
    if (id == 0) {
      s.setNull(index, Types.INTEGER);
    } else {
      s.setLong(index, id);
    }
  }
}
