package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.MonthLine;
import io.github.dcmbulk.journal.StudyLine;
import io.github.dcmbulk.journal.StudyRecord;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.journal.Waivers;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks into a journal without changing it; works while a run is writing to it.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read.
 */
public final class JournalReader implements AutoCloseable {
  private final JournalStore store;
  private final Connection connection;
  private final boolean holdsSha256;
  private final boolean tellsHolds;

  private JournalReader(JournalStore store, Connection connection) throws SQLException {
    this.store = store;
    this.connection = connection;
    // A journal of an older dcmbulk is read as it is.
    this.holdsSha256 = Schema.holdsSha256(connection);
    this.tellsHolds = Schema.holdsTimes(connection);
  }

  /**
   * Opens the journal for reading.
   *
   * @throws UsageException there is no such file
   * @throws JournalException it is damaged, newer, or cannot be read
   */
  public static JournalReader open(JournalStore store) throws JournalException, UsageException {
    Connection connection = store.viewer();
    try {
      return new JournalReader(store, connection);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The same for a journal in a file. */
  public static JournalReader open(Path file) throws JournalException, UsageException {
    return open(new SqliteStore(file));
  }

  /**
   * What a run has found to be sent and not sent, by modality, year and size; reads every row.
   *
   * @throws UsageException there is no such run
   */
  public Inventory inventory(String run) throws JournalException, UsageException {
    try {
      return InventoryQuery.of(connection, RunQueries.idOf(connection, store.name(), run));
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Instances that the service refused for good, and that only {@code --retry-failed} sends. */
  public long refusedForGood() throws JournalException {
    try {
      return Sql.number(
          connection,
          "SELECT coalesce(sum(files), 0) FROM tally WHERE state = " + StateCode.REFUSED.number());
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Totals, the last runs, incomplete studies; reads no row of a single file. */
  public JournalSummary summary() throws JournalException {
    try {
      return SummaryQuery.of(connection, store.holder());
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Every study that is not complete, one by one. */
  public void incompleteStudies(Consumer<RunResult.IncompleteStudy> sink) throws JournalException {
    try (Rejections rejections = new Rejections(connection);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(UnfinishedStudies.unfinished(connection))) {
      while (row.next()) {
        sink.accept(UnfinishedStudies.describe(row, rejections));
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Every row, in the order in which the files were first found.
   *
   * @param run only what that run found ({@code last} for the newest run); null for all
   * @throws UsageException there is no such run
   */
  public void rows(@Nullable String run, Consumer<Row> sink)
      throws JournalException, UsageException {
    try {
      long id = run == null ? 0 : RunQueries.idOf(connection, store.name(), run);
      String which = id == 0 ? "" : " WHERE f.run = ? OR (d.run = ? AND f.gone IS NULL)";
      try (PreparedStatement query =
          connection.prepareStatement(
              RowQuery.columns(holdsSha256, tellsHolds)
                  + RowQuery.TABLES
                  + which
                  + " ORDER BY f.id")) {
        if (id != 0) {
          query.setLong(1, id);
          query.setLong(2, id);
        }
        try (ResultSet row = query.executeQuery()) {
          while (row.next()) {
            sink.accept(RowQuery.row(row));
          }
        }
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Whether a SHA-256 was asked for: whether the row of any file has one. */
  public boolean hasSha256() throws JournalException {
    if (!holdsSha256) {
      return false;
    }
    try (PreparedStatement query =
            connection.prepareStatement("SELECT 1 FROM file WHERE sha256 IS NOT NULL LIMIT 1");
        ResultSet row = query.executeQuery()) {
      return row.next();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The row of the file at that absolute path; null where there is none. */
  public @Nullable Row row(Path path) throws JournalException {
    try {
      return RowQuery.find(connection, path, holdsSha256, tellsHolds);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Takes a study that was delivered. */
  @FunctionalInterface
  public interface StudySink {
    /** Called once for each study. */
    void accept(DeliveredStudy study) throws IOException;
  }

  /** Every study that the service has something of, in the order in which they were first found. */
  public void delivered(StudySink sink) throws JournalException, IOException {
    DeliveredStudies.each(store, sink);
  }

  /** Takes a study with its counters. */
  @FunctionalInterface
  public interface RecordSink {
    /** Called once for each study of which a file was found. */
    void accept(StudyRecord study) throws IOException;
  }

  /**
   * Every study of which a file was found, in the order in which they were first found.
   *
   * @param waivers what is waived
   */
  public void studies(Waivers waivers, RecordSink sink) throws JournalException, IOException {
    try (StudyRecords studies = new StudyRecords(connection, waivers)) {
      studies.each(sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** All waivers, in the order in which they were given. */
  public List<Waiver> waivers() throws JournalException {
    try {
      return WaiverQueries.all(connection);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Takes lines of a report. */
  @FunctionalInterface
  public interface LineSink<T> {
    /** Called once for each line. */
    void accept(T line) throws IOException;
  }

  /**
   * A line for each study, in the order in which they were first found.
   *
   * @param run only what that run found, as in {@link #rows}; null for all
   */
  public void studyLines(@Nullable String run, Waivers waivers, LineSink<StudyLine> sink)
      throws JournalException, UsageException, IOException {
    try (JournalFigures figures = figures(run)) {
      StudyLines.studies(connection, figures.scope(), waivers, sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** A line for each month and modality, by month; otherwise as {@link #studyLines}. */
  public void monthLines(@Nullable String run, LineSink<MonthLine> sink)
      throws JournalException, UsageException, IOException {
    try (JournalFigures figures = figures(run)) {
      StudyLines.months(connection, figures.scope(), sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** What keeps that study from being complete, in words; null if nothing does. */
  public @Nullable String incompleteBecause(String uid) throws JournalException {
    try (PreparedStatement find =
        connection.prepareStatement("SELECT id FROM study WHERE uid = ?")) {
      find.setString(1, uid);
      IncompleteStudy study = UnfinishedStudies.find(connection, Sql.number(find));
      return study == null ? null : study.why();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * The key of the digests that this journal holds; a random one where it holds none, as those of
   * an older dcmbulk. Not to be shown.
   */
  public byte[] digestKey() throws JournalException {
    try {
      byte[] key = Schema.digestKey(connection);
      return key == null ? IdentifierDigest.randomKey() : key;
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Begins to add up a run's rows, or all of them, as they stand now.
   *
   * @param run as in {@link #rows}
   * @throws UsageException there is no such run
   */
  public JournalFigures figures(@Nullable String run) throws JournalException, UsageException {
    try {
      return JournalFigures.open(
          store, run == null ? 0 : RunQueries.idOf(connection, store.name(), run));
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Makes sure that there is such a run, before anything is written about it.
   *
   * @throws UsageException there is none
   */
  public void requireRun(@Nullable String run) throws JournalException, UsageException {
    try {
      if (run != null) {
        RunQueries.idOf(connection, store.name(), run);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  @Override
  public void close() throws JournalException {
    try {
      connection.close();
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }
}
