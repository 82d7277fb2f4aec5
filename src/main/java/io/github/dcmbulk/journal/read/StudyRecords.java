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
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jspecify.annotations.Nullable;

/** Reads every study with its counters and identities, one after the other by its row. */
final class StudyRecords implements AutoCloseable {
  private static final String STUDIES =
      """
      SELECT id, uid, date, uploaded, pending, held, failed, conflict, rejected, unreadable,
        delivery, complete FROM %s t ORDER BY id\
      """;

  private static final String IDENTITIES =
      "SELECT s.study, s.accession, s.patient, s.date FROM series s WHERE s.study IS NOT NULL AND "
          + IdentityQueries.IN_USE
          + " ORDER BY s.study";

  private final PreparedStatement refused;
  private final UndeliverableFiles staying;
  private final Statement studies;
  private final @Nullable Statement identities;
  private final ResultSet study;
  private final @Nullable ResultSet identity;
  private boolean hasIdentity;

  StudyRecords(Connection connection, Waivers waivers) throws SQLException {
    boolean holdsIdentity = Schema.holdsIdentity(connection);
    refused =
        connection.prepareStatement(
            "SELECT count(*) FROM series s JOIN file f ON f.series = s.id"
                + " WHERE s.study = ? AND f.state = "
                + StateCode.REFUSED.number());
    staying = new UndeliverableFiles(connection, waivers);
    studies = connection.createStatement();
    identities = holdsIdentity ? connection.createStatement() : null;
    study = studies.executeQuery(STUDIES.formatted(Schema.studies(connection)));
    identity = identities == null ? null : identities.executeQuery(IDENTITIES);
    hasIdentity = identity != null && identity.next();
  }

  void each(RecordSink<StudyRecord> sink) throws SQLException, IOException {
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
    long refusedPermanently = failed == 0 ? 0 : refused(id);
    long rejected = refusedPermanently + study.getLong(8) + study.getLong(9) + study.getLong(10);
    StudyState.Outcome outcome = StudyState.Outcome.of(study.getInt(12));
    boolean isDelivered = study.getLong(11) > 0 && study.getLong(4) > 0;
    return new StudyRecord(
        uid,
        study.getString(3),
        study.getLong(4),
        study.getLong(5) + study.getLong(6) + failed - refusedPermanently,
        rejected,
        rejected == 0 ? 0 : staying.waived(id, uid),
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

  private Identity identity(long id) throws SQLException {
    if (identity == null || !hasIdentity) {
      return Identity.UNKNOWN;
    }
    IdentityQueries.Collected collected = new IdentityQueries.Collected();
    while (hasIdentity && identity.getLong(1) <= id) {
      if (identity.getLong(1) == id) {
        collected.add(identity, 2);
      }
      hasIdentity = identity.next();
    }
    return collected.identity();
  }

  @Override
  public void close() throws SQLException {
    refused.close();
    staying.close();
    study.close();
    studies.close();
    if (identities != null) {
      identities.close();
    }
  }
}
