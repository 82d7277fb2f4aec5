package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Sql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/**
 * Directories, studies and series that several processes of a run add at the same time: each has
 * one row, whichever process adds it. A row is committed at once, so that no process waits for
 * another one's transaction, and there are no deadlocks. A row is found or added in one exchange
 * with the server. PostgreSQL only.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
final class CommonRows {
  private static final String DIR =
      """
      WITH v AS (SELECT ?::bytea AS path),
        f AS (SELECT d.id FROM dir d JOIN v ON d.path = v.path),
        a AS (INSERT INTO dir(path) SELECT path FROM v WHERE NOT EXISTS (SELECT 1 FROM f)
          ON CONFLICT (path) DO NOTHING RETURNING id)
      SELECT id FROM f UNION ALL SELECT id FROM a\
      """;

  private static final String STUDY =
      """
      WITH v AS (SELECT ?::text AS uid, ?::text AS date),
        f AS (SELECT t.id FROM study t JOIN v ON t.uid = v.uid),
        a AS (INSERT INTO study(uid, date, newest, first_seen) SELECT uid, date, 0, %d FROM v
          WHERE NOT EXISTS (SELECT 1 FROM f) ON CONFLICT (uid) DO NOTHING RETURNING id)
      SELECT id FROM f UNION ALL SELECT id FROM a\
      """;

  private static final String SERIES =
      """
      WITH v AS (SELECT ?::bytea AS key, ?::text AS uid, ?::text AS modality, ?::text AS sop_class,
          ?::text AS transfer_syntax, ?::bigint AS accession, ?::bigint AS patient,
          ?::text AS date, ?::bigint AS study),
        f AS (SELECT s.id FROM series s JOIN v ON s.study %s
          AND s.uid IS NOT DISTINCT FROM v.uid AND s.modality IS NOT DISTINCT FROM v.modality
          AND s.sop_class IS NOT DISTINCT FROM v.sop_class
          AND s.transfer_syntax IS NOT DISTINCT FROM v.transfer_syntax
          AND s.accession IS NOT DISTINCT FROM v.accession
          AND s.patient IS NOT DISTINCT FROM v.patient AND s.date IS NOT DISTINCT FROM v.date
          ORDER BY s.id LIMIT 1),
        a AS (INSERT INTO series(key, uid, modality, sop_class, transfer_syntax, accession, patient,
            date, study)
          SELECT * FROM v WHERE NOT EXISTS (SELECT 1 FROM f) ON CONFLICT (key) DO NOTHING
          RETURNING id)
      SELECT id FROM f UNION ALL SELECT id FROM a\
      """;

  private final PreparedStatement dir;
  private final PreparedStatement study;
  private final PreparedStatement series;
  private final PreparedStatement seriesOfNone;

  /**
   * Adds rows on that connection.
   *
   * @param c commits each statement by itself
   * @param seenMillis when studies that are new are found, in ms
   */
  CommonRows(Connection c, long seenMillis) throws SQLException {
    dir = c.prepareStatement(DIR);
    study = c.prepareStatement(STUDY.formatted(seenMillis));
    series = c.prepareStatement(SERIES.formatted("= v.study"));
    seriesOfNone = c.prepareStatement(SERIES.formatted("IS NULL"));
  }

  long dir(byte[] path) throws SQLException {
    dir.setBytes(1, path);
    return id(dir);
  }

  long study(String uid, @Nullable String date) throws SQLException {
    study.setString(1, uid);
    study.setString(2, date);
    return id(study);
  }

  long series(SeriesKey key) throws SQLException {
    PreparedStatement statement = key.study() == 0 ? seriesOfNone : series;
    statement.setBytes(1, key.digest());
    statement.setString(2, key.uid());
    statement.setString(3, key.modality());
    statement.setString(4, key.sopClass());
    statement.setString(5, key.transferSyntax());
    set(statement, 6, key.accession());
    set(statement, 7, key.patient());
    statement.setString(8, key.date());
    set(statement, 9, key.study() == 0 ? null : Long.valueOf(key.study()));
    return id(statement);
  }

  private static void set(PreparedStatement s, int index, @Nullable Long value)
      throws SQLException {
    if (value == null) {
      s.setNull(index, Types.BIGINT);
    } else {
      s.setLong(index, value);
    }
  }

  /** A row that another process adds at the same moment is seen by the next statement. */
  private static long id(PreparedStatement statement) throws SQLException {
    long id = Sql.number(statement);
    while (id == 0) {
      id = Sql.number(statement);
    }
    return id;
  }
}
