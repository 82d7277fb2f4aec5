package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.DeliveredStudy.Instance;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.JournalException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what was delivered, study by study; holds one study at a time. */
final class DeliveredStudies {
  /** Studies, their series and files in the order of the indexes: nothing is sorted but a study. */
  private static final String QUERY =
      StateCode.inSql(
          """
          SELECT t.id, t.uid, NOT %s, t.pending + t.held, t.delivery, s.uid, s.sop_class, f.sop_uid, f.size, f.md5, %s, f.etag, %s, f.uploaded_at,
            %s
          FROM %s t CROSS JOIN series s CROSS JOIN file f
          WHERE s.study = t.id AND f.series = s.id AND t.uploaded > 0 AND f.state = $UPLOADED AND f.uploaded_at IS NOT NULL
          ORDER BY t.id, s.uid NULLS FIRST, f.sop_uid NULLS FIRST, f.md5 NULLS FIRST, f.id\
          """);

  private DeliveredStudies() {}

  static void each(JournalStore store, RecordSink<DeliveredStudy> sink)
      throws JournalException, IOException {
    try (Connection connection = store.snapshot()) {
      String sha256 = Schema.holdsSha256(connection) ? "f.sha256" : "NULL";
      String key = Schema.holdsRunFacts(connection) ? "f.object_key" : "NULL";
      String byTime =
          "(SELECT r.name FROM run r WHERE r.started < f.uploaded_at ORDER BY r.id DESC LIMIT 1)";
      String run =
          Schema.holdsTimes(connection)
              ? "coalesce((SELECT r.name FROM run r WHERE r.id = f.sent_run), " + byTime + ")"
              : byTime;
      String studies = Schema.studies(connection);
      String query = QUERY.formatted(Schema.isUnfinished("t"), sha256, key, run, studies);
      try (Rejections rejections = new Rejections(connection);
          Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery(query)) {
        read(row, rejections, sink);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static void read(ResultSet row, Rejections rejections, RecordSink<DeliveredStudy> sink)
      throws SQLException, IOException {
    List<Instance> instances = new ArrayList<>();
    boolean more = row.next();
    while (more) {
      long id = row.getLong(1);
      String uid = row.getString(2);
      boolean complete = row.getBoolean(3);
      long waiting = row.getLong(4);
      long delivery = row.getLong(5);
      instances.clear();
      while (more && row.getLong(1) == id) {
        instances.add(DamagedRowException.guard(() -> instance(row)));
        more = row.next();
      }
      sink.accept(
          new DeliveredStudy(
              uid,
              complete,
              delivery,
              instances,
              complete ? List.of() : rejections.files(id),
              waiting));
    }
  }

  private static Instance instance(ResultSet row) throws SQLException {
    String md5 = hex(row.getBytes(10));
    String etag = row.getString(12);
    return new Instance(
        row.getString(6),
        row.getString(7),
        row.getString(8),
        row.getLong(9),
        md5,
        hex(row.getBytes(11)),
        etag == null ? md5 : etag.isEmpty() ? null : etag,
        row.getString(13),
        Instant.ofEpochMilli(row.getLong(14)),
        row.getString(15));
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
