package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.InstanceHeader;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows that are named once: directories, studies and series. Used by the writer only. */
final class Names {
  private static final int REMEMBERED = 1024;

  private record SeriesKey(
      long study,
      @Nullable String uid,
      @Nullable String modality,
      @Nullable String sopClass,
      @Nullable String transferSyntax) {}

  /**
   * A series and its study.
   *
   * @param id the series' row
   * @param study the study's row; 0 when the file names none
   */
  record Series(long id, long study) {
    /** Of a file of which nothing could be read. */
    static final Series NONE = new Series(0, 0);
  }

  private InstanceHeader lastHeader = InstanceHeader.NONE;
  private Series lastSeries = Series.NONE;
  private final Map<ByteBuffer, Long> dirs = recent();
  private final Map<String, Long> studies = recent();
  private final Map<SeriesKey, Long> series = recent();
  private final PreparedStatement findDir;
  private final PreparedStatement addDir;
  private final PreparedStatement findStudy;
  private final PreparedStatement addStudy;
  private final PreparedStatement findSeries;
  private final PreparedStatement addSeries;

  Names(Connection c) throws SQLException {
    findDir = c.prepareStatement("SELECT id FROM dir WHERE path = ?");
    addDir = c.prepareStatement("INSERT INTO dir(path) VALUES(?) RETURNING id");
    findStudy = c.prepareStatement("SELECT id FROM study WHERE uid = ?");
    addStudy =
        c.prepareStatement("INSERT INTO study(uid, date, newest) VALUES(?, ?, 0) RETURNING id");
    findSeries =
        c.prepareStatement(
            """
            SELECT id FROM series WHERE study IS ? AND uid IS ? AND modality IS ?
              AND sop_class IS ? AND transfer_syntax IS ?""");
    addSeries =
        c.prepareStatement(
            """
            INSERT INTO series(study, uid, modality, sop_class, transfer_syntax)
            VALUES(?, ?, ?, ?, ?) RETURNING id""");
  }

  /** The directory's row, made if need be. */
  long dir(byte[] path) throws SQLException {
    ByteBuffer key = ByteBuffer.wrap(path);
    Long known = dirs.get(key);
    if (known == null) {
      findDir.setBytes(1, path);
      long found = id(findDir);
      if (found == 0) {
        addDir.setBytes(1, path);
        found = id(addDir);
      }
      known = found;
      dirs.put(key, known);
    }
    return known;
  }

  /** The series' row, made if need be, and its study's. */
  Series series(InstanceHeader header) throws SQLException {
    if (!isLikeLast(header)) {
      lastSeries = find(header);
      lastHeader = header;
    }
    return lastSeries;
  }

  /**
   * Whether the header names the last one's series by the same objects: files that were checked one
   * after another share theirs. Texts are not compared, as that costs more than it saves.
   */
  @SuppressWarnings("ReferenceEquality")
  private boolean isLikeLast(InstanceHeader header) {
    return header.studyInstanceUid() == lastHeader.studyInstanceUid()
        && header.seriesInstanceUid() == lastHeader.seriesInstanceUid()
        && header.modality() == lastHeader.modality()
        && header.sopClassUid() == lastHeader.sopClassUid()
        && header.transferSyntaxUid() == lastHeader.transferSyntaxUid();
  }

  private Series find(InstanceHeader header) throws SQLException {
    String studyUid = header.studyInstanceUid();
    long study = studyUid == null ? 0 : study(studyUid, header.studyDate());
    SeriesKey key =
        new SeriesKey(
            study,
            header.seriesInstanceUid(),
            header.modality(),
            header.sopClassUid(),
            header.transferSyntaxUid());
    Long known = series.get(key);
    if (known == null) {
      bind(findSeries, key);
      long found = id(findSeries);
      if (found == 0) {
        bind(addSeries, key);
        found = id(addSeries);
      }
      known = found;
      series.put(key, known);
    }
    return new Series(known, study);
  }

  private long study(String uid, @Nullable String date) throws SQLException {
    Long known = studies.get(uid);
    if (known == null) {
      findStudy.setString(1, uid);
      long found = id(findStudy);
      if (found == 0) {
        addStudy.setString(1, uid);
        addStudy.setString(2, date);
        found = id(addStudy);
      }
      known = found;
      studies.put(uid, known);
    }
    return known;
  }

  private static void bind(PreparedStatement statement, SeriesKey key) throws SQLException {
    if (key.study == 0) {
      statement.setNull(1, Types.INTEGER);
    } else {
      statement.setLong(1, key.study);
    }
    statement.setString(2, key.uid);
    statement.setString(3, key.modality);
    statement.setString(4, key.sopClass);
    statement.setString(5, key.transferSyntax);
  }

  private static long id(PreparedStatement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static <K, V> Map<K, V> recent() {
    return new LinkedHashMap<>(64, 0.75f, true) {
      @Override
      protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > REMEMBERED;
      }
    };
  }
}
