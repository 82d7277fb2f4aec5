package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.NewJournal;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.journal.write.JournalOpening;
import io.github.dcmbulk.journal.write.rows.OutcomeRows;
import io.github.dcmbulk.journal.write.rows.SharedRows;
import io.github.dcmbulk.journal.write.rows.StoredTotals;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;

/**
 * Makes a new journal from the rows of a report or export that are instances which were delivered,
 * or which the service refused. The file gets its name when it is complete. Rows of other states
 * are left out: such files are only checked again.
 */
public final class JournalImport implements AutoCloseable {
  private static final int ROWS_PER_COMMIT = 10_000;

  private final JournalStore store;
  private final NewJournal journal;
  private final Connection connection;
  private final SharedRows names;
  private final StoredTotals totals;
  private final PreparedStatement insert;
  private final long run;
  private long delivered;
  private long refused;
  private long leftOut;
  private long unusable;

  /** A row that cannot be correct; the message says why, without its values. */
  public static final class RowException extends Exception {
    private RowException(String why) {
      super(why);
    }
  }

  /**
   * What was imported.
   *
   * @param delivered instances that are delivered in the new journal
   * @param refused instances that are refused there, and not tried again without being asked
   * @param leftOut rows of other states, and second rows of a file
   * @param unusable rows of delivered instances without an absolute path, a time or a UID
   */
  public record Imported(long delivered, long refused, long leftOut, long unusable) {}

  private JournalImport(JournalStore store, NewJournal journal, Instant now) throws SQLException {
    this.store = store;
    this.journal = journal;
    this.connection = journal.connection();
    Connection c = connection;
    run = JournalOpening.addRun(c, "import-" + now.truncatedTo(ChronoUnit.SECONDS), now, "");
    names = new SharedRows(c, now.toEpochMilli(), false);
    totals = new StoredTotals(c);
    insert =
        c.prepareStatement(
            """
            INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run, reason, md5,
              uploaded_at, delivery, attempts, etag, sha256)
            VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING\
            """);
  }

  /**
   * Begins a new journal.
   *
   * @throws UsageException there is one already
   * @throws io.github.dcmbulk.model.JournalBusyException a run holds it
   * @throws JournalException it cannot be written
   */
  public static JournalImport into(JournalStore store, Instant now) throws DcmbulkException {
    NewJournal journal = store.create();
    try {
      return new JournalImport(store, journal, now);
    } catch (SQLException e) {
      journal.close();
      throw store.failure(e);
    }
  }

  /**
   * The same for a journal in a file.
   *
   * @throws DcmbulkException as above
   */
  public static JournalImport into(Path file, Instant now) throws DcmbulkException {
    return into(new SqliteStore(file), now);
  }

  /**
   * Adds a row, if it is a delivered or a refused instance.
   *
   * @throws RowException a member of it cannot be correct; the whole file is not trusted
   * @throws JournalException the journal cannot be read or written
   */
  public void add(Row row) throws JournalException, RowException {
    boolean isDelivered = ImportedRow.showsDelivery(row);
    if (!isDelivered && !ImportedRow.showsRefusal(row)) {
      if (row.state() == FileState.UPLOADED) {
        unusable++;
      } else {
        leftOut++;
      }
      return;
    }
    String fault = ImportedRow.fault(row);
    if (fault != null) {
      throw new RowException(fault);
    }
    try {
      SharedRows.Series series = names.series(row.header());
      if (insert(row, series.id()) == 0) {
        leftOut++;
        return;
      }
      totals.sawFile(series.study(), nanos(row.modified()));
      if (isDelivered) {
        totals.count(StateCode.UPLOADED, null, series.study(), 1, row.size());
        totals.countSent(series.study(), 1);
        totals.sawPut(series.study(), Objects.requireNonNull(row.uploadedAt()).toEpochMilli());
        delivered++;
      } else {
        totals.count(StateCode.REFUSED, row.reason(), series.study(), 1, row.size());
        refused++;
      }
      if ((delivered + refused) % ROWS_PER_COMMIT == 0) {
        totals.write();
        journal.step();
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private int insert(Row row, long series) throws SQLException {
    Path path = row.path();
    boolean isDelivered = row.state() == FileState.UPLOADED;
    insert.setLong(1, names.dir(PathText.bytes(Objects.requireNonNull(path.getParent()))));
    insert.setBytes(2, PathText.bytes(Objects.requireNonNull(path.getFileName())));
    insert.setLong(3, row.size());
    insert.setLong(4, nanos(row.modified()));
    insert.setInt(5, (isDelivered ? StateCode.UPLOADED : StateCode.REFUSED).number());
    insert.setLong(6, series);
    insert.setString(7, row.header().sopInstanceUid());
    insert.setLong(8, run);
    insert.setString(9, isDelivered ? null : row.reason());
    insert.setBytes(10, OutcomeRows.bytes(row.md5()));
    if (isDelivered) {
      insert.setLong(11, Objects.requireNonNull(row.uploadedAt()).toEpochMilli());
      insert.setLong(12, 1);
    } else {
      insert.setNull(11, Types.BIGINT);
      insert.setNull(12, Types.BIGINT);
    }
    insert.setInt(13, row.attempts());
    insert.setString(14, isDelivered ? OutcomeRows.unlessMd5(row.etag(), row.md5()) : null);
    insert.setBytes(15, OutcomeRows.bytes(row.sha256()));
    return insert.executeUpdate();
  }

  private static long nanos(Instant time) {
    return Instant.EPOCH.until(time, ChronoUnit.NANOS);
  }

  /**
   * Completes the journal: it gets its name.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public Imported finish(Instant now) throws JournalException {
    try {
      totals.write();
      try (PreparedStatement end =
          connection.prepareStatement("UPDATE run SET finished = ?, exit = 0, uploaded = 0")) {
        end.setLong(1, now.toEpochMilli());
        end.executeUpdate();
      }
      // A study of which files are missing in the rows counts as grown: it is sent again as a
      // whole.
      Sql.execute(
          connection, StateCode.inSql("UPDATE study SET delivery = 1, complete = $COMPLETE"));
      journal.publish();
      return new Imported(delivered, refused, leftOut, unusable);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  /** Deletes an incomplete journal. */
  @Override
  public void close() {
    journal.close();
  }
}
