package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.StateCode;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads every study with its counters and identities, one after the other by its row. */
final class StudyRecords implements AutoCloseable {
  private static final String STUDIES =
      """
      SELECT id, uid, date, uploaded, pending, held, failed, conflict, rejected, unreadable,
        delivery, complete FROM %s t ORDER BY id\
      """;

  /** Whose files there are, by the index of studies; series without a file of it any more not. */
  private static final String IDENTITIES =
      """
      SELECT s.study, s.accession, s.patient, s.date FROM series s
      WHERE s.study IS NOT NULL
        AND EXISTS (SELECT 1 FROM file f WHERE f.series = s.id AND f.state <= %d)
      ORDER BY s.study\
      """;

  private static final String STAYING =
      """
      SELECT f.state, f.reason, d.path, f.name FROM file f JOIN dir d ON d.id = f.dir
      WHERE f.state IN (%d, %d, %d, %d) AND f.id IN (
        SELECT o.id FROM series n JOIN file o ON o.series = n.id WHERE n.study = ?
        UNION ALL SELECT u.id FROM file u LEFT JOIN series v ON v.id = u.series
        WHERE u.state IN (%d, %d) AND v.study IS NULL
          AND u.dir IN (SELECT id FROM dir WHERE study = ?))\
      """;

  private final PreparedStatement refused;
  private final @Nullable PreparedStatement staying;
  private final Statement studies;
  private final @Nullable Statement identities;
  private final ResultSet study;
  private final @Nullable ResultSet identity;
  private final Waivers waivers;
  private boolean hasIdentity;

  StudyRecords(Connection connection, Waivers waivers) throws SQLException {
    this.waivers = waivers;
    boolean holdsIdentity = Schema.holdsIdentity(connection);
    refused =
        connection.prepareStatement(
            "SELECT count(*) FROM series s JOIN file f ON f.series = s.id"
                + " WHERE s.study = ? AND f.state = "
                + StateCode.REFUSED.number());
    staying =
        holdsIdentity
            ? connection.prepareStatement(
                STAYING.formatted(
                    StateCode.CONFLICT.number(),
                    StateCode.REFUSED.number(),
                    StateCode.REJECTED.number(),
                    StateCode.UNREADABLE.number(),
                    StateCode.REJECTED.number(),
                    StateCode.UNREADABLE.number()))
            : null;
    studies = connection.createStatement();
    identities = holdsIdentity ? connection.createStatement() : null;
    study = studies.executeQuery(STUDIES.formatted(Schema.studies(connection)));
    identity =
        identities == null
            ? null
            : identities.executeQuery(IDENTITIES.formatted(StateCode.REJECTED.number()));
    hasIdentity = identity != null && identity.next();
  }

  void each(JournalReader.RecordSink sink) throws SQLException, IOException {
    while (study.next()) {
      StudyRecord record = DamagedRowException.guard(this::record);
      if (record.found() > 0) {
        sink.accept(record);
      }
    }
  }

  private StudyRecord record() throws SQLException {
    long id = study.getLong(1);
    String uid = study.getString(2);
    long failed = study.getLong(7);
    long refusedForGood = failed == 0 ? 0 : refused(id);
    long rejected = refusedForGood + study.getLong(8) + study.getLong(9) + study.getLong(10);
    StudyState.Outcome outcome = StudyState.Outcome.of(study.getInt(12));
    boolean isDelivered = study.getLong(11) > 0 && study.getLong(4) > 0;
    return new StudyRecord(
        uid,
        study.getString(3),
        study.getLong(4),
        study.getLong(5) + study.getLong(6) + failed - refusedForGood,
        rejected,
        rejected == 0 ? 0 : waived(id, uid),
        failed,
        isDelivered
            && outcome != StudyState.Outcome.COMPLETE
            && outcome != StudyState.Outcome.APART,
        isDelivered && outcome == StudyState.Outcome.APART,
        identity(id));
  }

  private long refused(long id) throws SQLException {
    refused.setLong(1, id);
    return Sql.number(refused);
  }

  private long waived(long id, String uid) throws SQLException {
    if (staying == null || waivers.isEmpty()) {
      return 0;
    }
    long waived = 0;
    staying.setLong(1, id);
    staying.setLong(2, id);
    try (ResultSet file = staying.executeQuery()) {
      while (file.next()) {
        String reason = WaiverQueries.code(StateCode.of(file.getInt(1)), file, 2);
        Path path = RowScope.path(file, 3);
        waived += waivers.ofFile(uid, path, reason) == null ? 0 : 1;
      }
    }
    return waived;
  }

  private Identity identity(long id) throws SQLException {
    if (identity == null || !hasIdentity) {
      return Identity.UNKNOWN;
    }
    Set<Long> accessions = new HashSet<>();
    Set<Long> patients = new HashSet<>();
    Set<String> dates = new HashSet<>();
    boolean isKnown = false;
    while (hasIdentity && identity.getLong(1) <= id) {
      if (identity.getLong(1) == id && identity.getObject(2) != null) {
        isKnown = true;
        add(accessions, identity.getLong(2));
        add(patients, identity.getLong(3));
        String date = identity.getString(4);
        if (date != null && !date.isEmpty()) {
          dates.add(date);
        }
      }
      hasIdentity = identity.next();
    }
    return isKnown ? new Identity(true, accessions, patients, dates) : Identity.UNKNOWN;
  }

  /** 0 stands for none. */
  private static void add(Set<Long> digests, long digest) {
    if (digest != 0) {
      digests.add(digest);
    }
  }

  @Override
  public void close() throws SQLException {
    refused.close();
    if (staying != null) {
      staying.close();
    }
    study.close();
    studies.close();
    if (identities != null) {
      identities.close();
    }
  }
}
