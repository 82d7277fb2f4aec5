package io.github.dcmbulk.reconcile;

import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.sourcelist.ListedStudy;
import io.github.dcmbulk.sourcelist.SourceList.Sink;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteConfig;

/**
 * The rows of a list and the studies of a journal, in a temporary SQLite file (mode 0600) that is
 * deleted when closed. It contains digests, counts and UIDs.
 */
final class ListStore implements Sink, AutoCloseable {
  private static final int CACHE_KIB = 32 * 1024;
  private static final int BATCH = 1000;
  private static final int UNREADABLE_NAMED = 20;

  private static final String DISTINCT =
      """
      SELECT count(DISTINCT uid) + count(DISTINCT CASE WHEN uid IS NULL THEN accession END)
      FROM entry\
      """;

  private final Path file;
  private final Connection connection;
  private final PreparedStatement addEntry;
  private final SecondReading second;
  private final PreparedStatement addKnown;
  private final PreparedStatement addAccession;
  private final List<UnreadableRow> unreadableRows = new ArrayList<>();
  private int batched;
  private int batchedKnown;
  private boolean needsAccessions;
  private long unreadable;
  private long rows;

  private ListStore(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.connection = connection;
    connection.setAutoCommit(false);
    ListTables.create(connection);
    addEntry =
        connection.prepareStatement(
            """
            INSERT INTO entry(line, uid, accession, patient, date, instances, modalities)
            VALUES(?, ?, ?, ?, ?, ?, ?)\
            """);
    second = new SecondReading(file, connection);
    addKnown =
        connection.prepareStatement("INSERT INTO known VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
    addAccession = connection.prepareStatement("INSERT INTO accession VALUES(?, ?)");
  }

  /** Creates an empty file in the directory for temporary files. */
  static ListStore create() throws IOException {
    Path file = Files.createTempFile("dcmbulk-list-", ".db");
    try {
      SQLiteConfig config = new SQLiteConfig();
      config.setCacheSize(-CACHE_KIB);
      config.setJournalMode(SQLiteConfig.JournalMode.OFF);
      config.setSynchronous(SQLiteConfig.SynchronousMode.OFF);
      config.setGetGeneratedKeys(false);
      return new ListStore(file, config.createConnection("jdbc:sqlite:" + file));
    } catch (SQLException e) {
      Files.deleteIfExists(file);
      throw failure(file, e);
    }
  }

  static IOException failure(Path file, SQLException e) {
    return new IOException("the temporary file " + file + " cannot be used: is its disk full?", e);
  }

  IOException failure(SQLException e) {
    return failure(file, e);
  }

  @Override
  public void listed(ListedStudy study) throws IOException {
    try {
      rows++;
      needsAccessions |= study.uid() == null;
      addEntry.setLong(1, study.line());
      addEntry.setString(2, study.uid());
      addEntry.setObject(3, study.accession());
      addEntry.setObject(4, study.patient());
      addEntry.setString(5, study.date());
      addEntry.setObject(6, study.instances());
      addEntry.setString(7, study.modalities());
      addEntry.addBatch();
      if (++batched % BATCH == 0) {
        addEntry.executeBatch();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public void unreadable(UnreadableRow row) {
    unreadable++;
    if (unreadableRows.size() < UNREADABLE_NAMED) {
      unreadableRows.add(row);
    }
  }

  long unreadable() {
    return unreadable;
  }

  /** Null for none. */
  @Nullable UnreadableRow firstUnreadable() {
    return unreadableRows.isEmpty() ? null : unreadableRows.get(0);
  }

  List<UnreadableRow> unreadableRows() {
    return unreadableRows;
  }

  /** Number of rows that name a study. */
  long rows() {
    return rows;
  }

  /** Adds a study of the journal; the list must be added first. */
  void known(StudyRecord study) throws IOException {
    try {
      addKnown.setString(1, study.uid());
      addKnown.setString(2, study.date());
      addKnown.setLong(3, study.delivered());
      addKnown.setLong(4, study.waiting());
      addKnown.setLong(5, study.rejected());
      addKnown.setLong(6, study.waived());
      addKnown.setLong(7, study.failed());
      addKnown.setBoolean(8, study.isInterrupted());
      addKnown.setBoolean(9, study.isInParts());
      addKnown.setString(10, IdentityText.of(study.identity()));
      addKnown.addBatch();
      for (long accession : needsAccessions ? study.identity().accessions() : List.<Long>of()) {
        addAccession.setLong(1, accession);
        addAccession.setString(2, study.uid());
        addAccession.addBatch();
      }
      if (++batchedKnown % BATCH == 0) {
        addKnown.executeBatch();
        addAccession.executeBatch();
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /**
   * Call when everything is added: rows without a UID get that of the only study with their
   * accession number.
   */
  void resolve() throws IOException {
    try {
      addEntry.executeBatch();
      addKnown.executeBatch();
      addAccession.executeBatch();
      if (needsAccessions) {
        execute(
            """
            CREATE TABLE by_accession AS SELECT accession AS key, min(uid) AS only,
              count(DISTINCT uid) AS studies FROM accession GROUP BY 1\
            """);
        execute("CREATE UNIQUE INDEX by_key ON by_accession(key)");
        execute(
            """
            UPDATE entry SET several = CASE WHEN b.studies > 1 THEN b.studies END,
              uid = CASE WHEN b.studies = 1 THEN b.only END
            FROM by_accession b WHERE entry.uid IS NULL AND b.key = entry.accession\
            """);
      }
      sort();
      connection.commit();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Sorted once, because both tables are read for the totals and for each form of the findings. */
  private void sort() throws SQLException {
    execute(
        """
        CREATE TABLE sorted_entry AS
        SELECT line, uid, accession, patient, date, instances, modalities, several FROM entry
        ORDER BY uid, CASE WHEN uid IS NULL THEN accession END, line\
        """);
    execute("CREATE TABLE sorted_known AS SELECT * FROM known ORDER BY uid");
  }

  private void execute(String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Indexes the rows, to find them one by one. Everything is added before. */
  ListLookUp lookUp() throws IOException {
    try {
      flush();
      execute("CREATE INDEX entry_by_uid ON entry(uid)");
      execute("CREATE INDEX entry_by_accession ON entry(accession) WHERE uid IS NULL");
      connection.commit();
      return new ListLookUp(file, connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** The list's rows; those of one study are consecutive, those without a UID come first. */
  ResultSet entries() throws SQLException {
    return connection.createStatement().executeQuery("SELECT * FROM sorted_entry ORDER BY rowid");
  }

  /** The journal's studies, sorted by UID. */
  ResultSet studies() throws SQLException {
    return connection.createStatement().executeQuery("SELECT * FROM sorted_known ORDER BY rowid");
  }

  /** Number of different studies that the list names by UID, or only by accession number. */
  long distinct() throws IOException {
    try (Statement statement = connection.createStatement()) {
      flush();
      try (ResultSet row = statement.executeQuery(DISTINCT)) {
        return row.next() ? row.getLong(1) : 0;
      }
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  /** Begins a second reading of the same list. */
  SecondReading again() {
    return second;
  }

  /** Number of studies that only one of the two readings contains. */
  long differing() throws IOException {
    try {
      flush();
      return second.differing();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  private void flush() throws SQLException {
    addEntry.executeBatch();
    connection.commit();
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw failure(e);
    } finally {
      Files.deleteIfExists(file);
    }
  }
}
