package io.github.dcmbulk.it;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.IdentifierDigest.Kind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Rows of a large journal, written directly, as many runs would have written them. */
final class JournalRows implements AutoCloseable {
  private static final int UPLOADED = 2;
  private static final int HELD = 5;
  private static final int REFUSED = 7;
  private static final int REJECTED = 8;

  private final Connection connection;
  private final IdentifierDigest digest;
  private final PreparedStatement study;
  private final PreparedStatement series;
  private final PreparedStatement file;
  private long studies;
  private long files;

  /** A new journal. */
  JournalRows(Path journal) throws Exception {
    byte[] key;
    Journal empty =
        Journal.open(journal, "run-1", Instant.now(), "", new ResumePolicy(false, false, false));
    key = empty.digestKey();
    empty.close();
    digest = new IdentifierDigest(key);
    connection = DriverManager.getConnection("jdbc:sqlite:" + journal);
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("INSERT INTO dir(id, path) VALUES(1, CAST('/archive' AS BLOB))");
    }
    study =
        connection.prepareStatement(
            """
            INSERT INTO study(id, uid, date, newest, delivery, last_put, complete, sent, uploaded,
              held, failed, rejected) VALUES(?1, ?2, ?3, 1, 1, 1, 1, ?4, ?4, ?5, ?6, ?7)\
            """);
    series =
        connection.prepareStatement(
            """
            INSERT INTO series(id, study, uid, modality, accession, patient, date)
            VALUES(?1, ?1, ?2, 'CT', ?3, ?4, ?5)\
            """);
    file =
        connection.prepareStatement(
            """
            INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run, reason,
              uploaded_at, delivery) VALUES(1, ?, 1000, 1, ?, ?, ?, 1, ?, ?, 1)\
            """);
  }

  /** A study, all of whose files name the same accession number, patient and date. */
  void study(
      String uid,
      @Nullable String accession,
      @Nullable String patient,
      @Nullable String date,
      int delivered,
      int held,
      int refused,
      int rejected)
      throws SQLException {
    studies++;
    study.setLong(1, studies);
    study.setString(2, uid);
    study.setString(3, date);
    study.setInt(4, delivered);
    study.setInt(5, held);
    study.setInt(6, refused);
    study.setInt(7, rejected);
    study.addBatch();
    series.setLong(1, studies);
    series.setString(2, uid + ".1");
    digest(series, 3, Kind.ACCESSION_NUMBER, accession);
    digest(series, 4, Kind.PATIENT_ID, patient);
    series.setString(5, date == null ? "" : date);
    series.addBatch();
    files(UPLOADED, delivered, null);
    files(HELD, held, null);
    files(REFUSED, refused, null);
    files(REJECTED, rejected, "truncated");
    if (studies % 1000 == 0) {
      flush();
    }
  }

  private void files(int state, int count, @Nullable String reason) throws SQLException {
    for (int i = 0; i < count; i++) {
      files++;
      file.setBytes(1, ("f" + files).getBytes(StandardCharsets.US_ASCII));
      file.setInt(2, state);
      file.setLong(3, studies);
      file.setString(4, "9." + files);
      file.setString(5, reason);
      if (state == UPLOADED) {
        file.setLong(6, 1_700_000_000_000L + files);
      } else {
        file.setNull(6, Types.INTEGER);
      }
      file.addBatch();
    }
  }

  private void digest(PreparedStatement s, int index, Kind kind, @Nullable String value)
      throws SQLException {
    Long of = value == null ? null : digest.of(kind, value);
    s.setLong(index, of == null ? 0 : of);
  }

  private void flush() throws SQLException {
    study.executeBatch();
    series.executeBatch();
    file.executeBatch();
  }

  @Override
  public void close() throws SQLException {
    flush();
    try (Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO tally(state, reason, files, bytes) SELECT state, CASE WHEN state = 8 THEN"
              + " reason ELSE '' END, count(*), sum(size) FROM file GROUP BY 1, 2");
    }
    connection.commit();
    connection.close();
  }
}
