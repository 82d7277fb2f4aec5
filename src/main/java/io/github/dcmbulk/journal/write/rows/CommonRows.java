package io.github.dcmbulk.journal.write.rows;

import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Directories, studies and series that several processes of a run add at the same time: each has
 * one row, whichever process adds it. Rows are committed at once, so that no process waits for
 * another one's transaction; many are found or added in one exchange with the server, in one order,
 * so that there are no deadlocks. Rows that another process adds at the same moment are seen by the
 * next statement. PostgreSQL only.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
final class CommonRows {
  private static final String NAMES =
      """
      WITH d AS (SELECT p.path, (SELECT d.id FROM dir d WHERE d.path = p.path) AS id
          FROM unnest(?::bytea[]) p(path)),
        t AS (SELECT p.uid, p.date, (SELECT t.id FROM study t WHERE t.uid = p.uid) AS id
          FROM unnest(?::text[], ?::text[]) p(uid, date)),
        da AS (INSERT INTO dir(path) SELECT path FROM d WHERE id IS NULL ORDER BY path
          ON CONFLICT (path) DO NOTHING RETURNING id, path),
        ta AS (INSERT INTO study(uid, date, newest, first_seen) SELECT uid, date, 0, %d FROM t
          WHERE id IS NULL ORDER BY uid ON CONFLICT (uid) DO NOTHING RETURNING id, uid)
      SELECT id, path, NULL FROM d WHERE id IS NOT NULL
      UNION ALL SELECT id, path, NULL FROM da
      UNION ALL SELECT id, NULL, uid FROM t WHERE id IS NOT NULL
      UNION ALL SELECT id, NULL, uid FROM ta\
      """;

  /** Those without a key are from a journal that was not shared. */
  private static final String LIKE_IT =
      """
      (SELECT s.id FROM series s WHERE s.study %s AND s.uid IS NOT DISTINCT FROM p.uid
        AND s.modality IS NOT DISTINCT FROM p.modality
        AND s.sop_class IS NOT DISTINCT FROM p.sop_class
        AND s.transfer_syntax IS NOT DISTINCT FROM p.transfer_syntax
        AND s.accession IS NOT DISTINCT FROM p.accession
        AND s.patient IS NOT DISTINCT FROM p.patient AND s.date IS NOT DISTINCT FROM p.date
        ORDER BY s.id LIMIT 1)\
      """;

  private static final String SERIES =
      """
      WITH v AS (SELECT p.*, CASE WHEN p.study IS NULL THEN %s ELSE %s END AS id
          FROM unnest(?::bytea[], ?::text[], ?::text[], ?::text[], ?::text[], ?::bigint[],
            ?::bigint[], ?::text[], ?::bigint[])
            p(key, uid, modality, sop_class, transfer_syntax, accession, patient, date, study)),
        a AS (INSERT INTO series(key, uid, modality, sop_class, transfer_syntax, accession, patient,
            date, study)
          SELECT key, uid, modality, sop_class, transfer_syntax, accession, patient, date, study
          FROM v WHERE id IS NULL ORDER BY key ON CONFLICT (key) DO NOTHING RETURNING id, key)
      SELECT id, key FROM v WHERE id IS NOT NULL UNION ALL SELECT id, key FROM a\
      """
          .formatted(LIKE_IT.formatted("IS NULL"), LIKE_IT.formatted("= p.study"));

  /** Rows of directories by their paths, and of studies by their UIDs. */
  record Names(Map<ByteBuffer, Long> dirs, Map<String, Long> studies) {}

  private final PreparedStatement names;
  private final PreparedStatement series;

  /**
   * Adds rows on that connection.
   *
   * @param c commits each statement by itself
   * @param seenMillis when studies that are new are found, in ms
   */
  CommonRows(Connection c, long seenMillis) throws SQLException {
    names = c.prepareStatement(NAMES.formatted(seenMillis));
    series = c.prepareStatement(SERIES);
  }

  /**
   * The rows of directories and of studies.
   *
   * @param dates the date of each study, by its UID
   */
  Names names(Collection<ByteBuffer> paths, Map<String, @Nullable String> dates)
      throws SQLException {
    names.setObject(1, paths.stream().map(ByteBuffer::array).toArray(byte[][]::new));
    names.setObject(2, dates.keySet().toArray(new String[0]));
    names.setObject(3, dates.values().toArray(new String[0]));
    Names found = new Names(new HashMap<>(), new HashMap<>());
    while (found.dirs.size() < paths.size() || found.studies.size() < dates.size()) {
      try (ResultSet row = names.executeQuery()) {
        while (row.next()) {
          byte[] path = row.getBytes(2);
          if (path == null) {
            found.studies.put(row.getString(3), row.getLong(1));
          } else {
            found.dirs.put(ByteBuffer.wrap(path), row.getLong(1));
          }
        }
      }
    }
    return found;
  }

  /** The rows of series. */
  Map<SeriesKey, Long> series(List<SeriesKey> keys) throws SQLException {
    Map<ByteBuffer, SeriesKey> byDigest = new HashMap<>();
    keys.forEach(key -> byDigest.put(ByteBuffer.wrap(key.digest()), key));
    List<SeriesKey> all = List.copyOf(byDigest.values());
    series.setObject(1, byDigest.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new));
    series.setObject(2, texts(all, SeriesKey::uid));
    series.setObject(3, texts(all, SeriesKey::modality));
    series.setObject(4, texts(all, SeriesKey::sopClass));
    series.setObject(5, texts(all, SeriesKey::transferSyntax));
    series.setObject(6, numbers(all, SeriesKey::accession));
    series.setObject(7, numbers(all, SeriesKey::patient));
    series.setObject(8, texts(all, SeriesKey::date));
    series.setObject(9, numbers(all, key -> key.study() == 0 ? null : Long.valueOf(key.study())));
    Map<ByteBuffer, Long> found = new HashMap<>();
    while (found.size() < all.size()) {
      try (ResultSet row = series.executeQuery()) {
        while (row.next()) {
          found.put(ByteBuffer.wrap(row.getBytes(2)), row.getLong(1));
        }
      }
    }
    Map<SeriesKey, Long> ids = new HashMap<>();
    byDigest.forEach((digest, key) -> ids.put(key, found.get(digest)));
    return ids;
  }

  private static @Nullable String[] texts(
      List<SeriesKey> keys, Function<SeriesKey, @Nullable String> column) {
    return keys.stream().map(column).toArray(String[]::new);
  }

  private static @Nullable Long[] numbers(
      List<SeriesKey> keys, Function<SeriesKey, @Nullable Long> column) {
    return keys.stream().map(column).toArray(Long[]::new);
  }
}
