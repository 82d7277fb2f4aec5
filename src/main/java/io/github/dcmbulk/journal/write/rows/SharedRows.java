package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.model.InstanceHeader;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds or adds the rows that many files share: directories, studies and series. Used by the writer
 * only.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class SharedRows {
  /**
   * A series and its study.
   *
   * @param id the series' row
   * @param study the study's row; 0 when the file names none
   */
  public record Series(long id, long study) {
    /** For a file of which nothing could be read. */
    static final Series NONE = new Series(0, 0);
  }

  private InstanceHeader lastHeader = InstanceHeader.NONE;
  private Series lastSeries = Series.NONE;
  private final Remembered<ByteBuffer> dirs;
  private final Remembered<String> studies;
  private final Remembered<SeriesKey> series;
  private final PreparedStatement findDir;
  private final PreparedStatement addDir;
  private final PreparedStatement findStudy;
  private final PreparedStatement addStudy;
  private final PreparedStatement findSeries;
  private final PreparedStatement findWithoutStudy;
  private final PreparedStatement addSeries;
  private final boolean isRead;
  private final @Nullable CommonRows common;

  /**
   * Prepares the statements.
   *
   * @param seenMillis time at which new studies are found, in ms
   * @param isRead whether headers were read from files: then a missing value is absent from the
   *     file, otherwise it is unknown
   */
  public SharedRows(Connection c, long seenMillis, boolean isRead) throws SQLException {
    this(c, seenMillis, isRead, null);
  }

  /**
   * As above, for rows that other processes add as well.
   *
   * @param seenMillis when studies that are new are found, in ms
   */
  public static SharedRows common(Connection c, long seenMillis) throws SQLException {
    return new SharedRows(c, seenMillis, true, new CommonRows(c, seenMillis));
  }

  private SharedRows(Connection c, long seenMillis, boolean isRead, @Nullable CommonRows common)
      throws SQLException {
    this.isRead = isRead;
    this.common = common;
    dirs = new Remembered<>(common == null ? lastId(c, "dir") : 0);
    studies = new Remembered<>(common == null ? lastId(c, "study") : 0);
    series = new Remembered<>(common == null ? lastId(c, "series") : 0);
    findDir = c.prepareStatement("SELECT id FROM dir WHERE path = ?");
    addDir = c.prepareStatement("INSERT INTO dir(id, path) VALUES(?, ?)");
    findStudy = c.prepareStatement("SELECT id FROM study WHERE uid = ?");
    addStudy =
        c.prepareStatement(
            "INSERT INTO study(id, uid, date, newest, first_seen) VALUES(?, ?, ?, 0, "
                + seenMillis
                + ")");
    String series =
        """
        SELECT id FROM series WHERE uid IS NOT DISTINCT FROM ? AND modality IS NOT DISTINCT FROM ?
          AND sop_class IS NOT DISTINCT FROM ? AND transfer_syntax IS NOT DISTINCT FROM ?
          AND accession IS NOT DISTINCT FROM ? AND patient IS NOT DISTINCT FROM ?
          AND date IS NOT DISTINCT FROM ? AND study\
        """;
    findSeries = c.prepareStatement(series + " = ?");
    findWithoutStudy = c.prepareStatement(series + " IS NULL");
    addSeries =
        c.prepareStatement(
            """
            INSERT INTO series(uid, modality, sop_class, transfer_syntax, accession, patient, date,
              study, id)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """);
  }

  private static long lastId(Connection c, String table) throws SQLException {
    return Sql.number(c, "SELECT coalesce(max(id), 0) FROM " + table);
  }

  /** The directory's row, added if necessary. */
  public long dir(byte[] path) throws SQLException {
    ByteBuffer key = ByteBuffer.wrap(path);
    Long known = dirs.get(key);
    if (known != null) {
      return known;
    }
    if (common != null) {
      name(List.of(path), List.of());
      return Objects.requireNonNull(dirs.get(key));
    }
    long found = ownDir(path);
    dirs.put(key, found);
    return found;
  }

  /**
   * Finds or adds what files name, where other processes name it as well: all at once, because each
   * answer of the server takes its time.
   *
   * @param paths their directories
   */
  void name(List<byte[]> paths, List<InstanceHeader> headers) throws SQLException {
    CommonRows others = Objects.requireNonNull(common);
    Set<ByteBuffer> newDirs = new HashSet<>();
    paths.forEach(path -> newDirs.add(ByteBuffer.wrap(path)));
    newDirs.removeIf(dirs::containsKey);
    Map<String, @Nullable String> newStudies = new LinkedHashMap<>();
    for (InstanceHeader header : headers) {
      String uid = header.studyInstanceUid();
      if (uid != null && studies.get(uid) == null) {
        newStudies.putIfAbsent(uid, header.studyDate());
      }
    }
    if (!newDirs.isEmpty() || !newStudies.isEmpty()) {
      CommonRows.Names names = others.names(newDirs, newStudies);
      dirs.putAll(names.dirs());
      studies.putAll(names.studies());
    }
    Set<SeriesKey> newSeries = new LinkedHashSet<>();
    for (InstanceHeader header : headers) {
      String uid = header.studyInstanceUid();
      newSeries.add(key(header, uid == null ? 0 : study(uid, header.studyDate())));
    }
    newSeries.removeIf(series::containsKey);
    if (!newSeries.isEmpty()) {
      series.putAll(others.series(List.copyOf(newSeries)));
    }
  }

  private long ownDir(byte[] path) throws SQLException {
    long found = 0;
    if (dirs.mayHaveMore()) {
      findDir.setBytes(1, path);
      found = id(findDir);
    }
    if (found == 0) {
      found = dirs.nextId();
      addDir.setLong(1, found);
      addDir.setBytes(2, path);
      addDir.executeUpdate();
    }
    return found;
  }

  /** The rows of the series and of its study, added if necessary. */
  public Series series(InstanceHeader header) throws SQLException {
    if (!SeriesKey.areAlike(header, lastHeader)) {
      lastSeries = find(header);
    }
    // Headers that were read by one thread share their texts, which are then not compared.
    lastHeader = header;
    return lastSeries;
  }

  private Series find(InstanceHeader header) throws SQLException {
    String studyUid = header.studyInstanceUid();
    long study = studyUid == null ? 0 : study(studyUid, header.studyDate());
    SeriesKey key = key(header, study);
    Long known = series.get(key);
    return new Series(known != null ? known : findSeries(key), study);
  }

  private SeriesKey key(InstanceHeader header, long study) {
    return new SeriesKey(
        study,
        header.seriesInstanceUid(),
        header.modality(),
        header.sopClassUid(),
        header.transferSyntaxUid(),
        orNone(header.accessionDigest()),
        orNone(header.patientDigest()),
        header.studyDate() == null && isRead ? "" : header.studyDate());
  }

  /** 0 for a value that the file does not have; null where unknown. */
  private @Nullable Long orNone(@Nullable Long digest) {
    return digest == null && isRead ? Long.valueOf(0) : digest;
  }

  private long findSeries(SeriesKey key) throws SQLException {
    if (common != null) {
      series.putAll(common.series(List.of(key)));
      return Objects.requireNonNull(series.get(key));
    }
    long found = ownSeries(key);
    series.put(key, found);
    return found;
  }

  private long ownSeries(SeriesKey key) throws SQLException {
    long found = 0;
    if (series.mayHaveMore()) {
      PreparedStatement find = key.study() == 0 ? findWithoutStudy : findSeries;
      bind(find, key);
      if (key.study() != 0) {
        find.setLong(8, key.study());
      }
      found = id(find);
    }
    if (found == 0) {
      found = series.nextId();
      bind(addSeries, key);
      FileRows.setId(addSeries, 8, key.study());
      addSeries.setLong(9, found);
      addSeries.executeUpdate();
    }
    return found;
  }

  private long study(String uid, @Nullable String date) throws SQLException {
    Long known = studies.get(uid);
    if (known != null) {
      return known;
    }
    if (common != null) {
      studies.putAll(common.names(Set.of(), Collections.singletonMap(uid, date)).studies());
      return Objects.requireNonNull(studies.get(uid));
    }
    long found = ownStudy(uid, date);
    studies.put(uid, found);
    return found;
  }

  private long ownStudy(String uid, @Nullable String date) throws SQLException {
    long found = 0;
    if (studies.mayHaveMore()) {
      findStudy.setString(1, uid);
      found = id(findStudy);
    }
    if (found == 0) {
      found = studies.nextId();
      addStudy.setLong(1, found);
      addStudy.setString(2, uid);
      addStudy.setString(3, date);
      addStudy.executeUpdate();
    }
    return found;
  }

  /** Sets the columns that identify a series within its study. */
  private static void bind(PreparedStatement statement, SeriesKey key) throws SQLException {
    statement.setString(1, key.uid());
    statement.setString(2, key.modality());
    statement.setString(3, key.sopClass());
    statement.setString(4, key.transferSyntax());
    statement.setObject(5, key.accession());
    statement.setObject(6, key.patient());
    statement.setString(7, key.date());
  }

  /** Clears the cache after a failed transaction; other processes may have added rows since. */
  public void discard() {
    dirs.forget();
    studies.forget();
    series.forget();
    lastHeader = InstanceHeader.NONE;
    lastSeries = Series.NONE;
  }

  private static long id(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }
}
