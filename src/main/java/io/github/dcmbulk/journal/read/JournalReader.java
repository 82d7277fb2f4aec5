package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.Waiver;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a journal without changing it, also while a run writes to it.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read.
 */
public final class JournalReader implements AutoCloseable {
  private final JournalStore store;
  private final Connection connection;
  private final boolean holdsSha256;
  private final boolean holdsTimes;

  private JournalReader(JournalStore store, Connection connection) throws SQLException {
    this.store = store;
    this.connection = connection;
    // A journal of an older dcmbulk is read as it is.
    this.holdsSha256 = Schema.holdsSha256(connection);
    this.holdsTimes = Schema.holdsTimes(connection);
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

  /**
   * Opens a journal in a file, as above.
   *
   * @throws JournalException it is damaged, newer, or cannot be read
   * @throws UsageException there is no such journal (exit 2)
   */
  public static JournalReader open(Path file) throws JournalException, UsageException {
    return open(new SqliteStore(file));
  }

  /**
   * The files that a run has found, by modality, year and size; reads every row.
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

  /** Instances that the service refused permanently; only {@code --retry-failed} sends them. */
  public long refusedPermanently() throws JournalException {
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
      RowQuery.each(connection, id, holdsSha256, holdsTimes, sink);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Whether the row of any file has a SHA-256. */
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
      return RowQuery.find(connection, path, holdsSha256, holdsTimes);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** The studies, one by one. */
  public StudyReader studies() {
    return new StudyReader(this, store, connection);
  }

  /** All waivers, in the order in which they were given. */
  public List<Waiver> waivers() throws JournalException {
    try {
      return WaiverQueries.all(connection);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * The key of the digests in this journal; a random one if it has none, as a journal of version 3
   * or older. Secret.
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
   * Totals of a run's rows, or of all rows, as they are now.
   *
   * @param run as in {@link #rows}
   * @throws UsageException there is no such run
   */
  public JournalStatistics statistics(@Nullable String run)
      throws JournalException, UsageException {
    try {
      return JournalStatistics.open(
          store, run == null ? 0 : RunQueries.idOf(connection, store.name(), run));
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /**
   * Checks that there is such a run.
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
