package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.read.RowQuery;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * Reads what is left of a damaged journal: row by row, without those that cannot be read. The
 * journal is not changed. Instances that cannot be read count as not delivered.
 *
 * <p>A delivered instance of a study that was to be sent again as a whole is exported as not sent:
 * the export does not contain the study's own row, which says that it was interrupted.
 */
public final class JournalSalvage {
  private static final int AT_ONCE = 64;

  /** Greater than any row number, so that the search for the end of a damaged part ends. */
  private static final long MOST_ROWS = 1L << 40;

  private static final String AND_MORE =
      StateCode.inSql(
          ", f.id, CASE WHEN t.complete IN ($PAUSED, $OVERWRITTEN)"
              + " OR coalesce(f.delivery, 0) <> t.delivery THEN 1 ELSE 0 END");

  /**
   * What was read.
   *
   * @param rows rows that could be read
   * @param gaps places at which one or more could not
   */
  public record Salvaged(long rows, long gaps) {}

  private final JournalStore journal;
  private final Connection connection;
  private final String from;
  private final Consumer<Row> sink;
  private long rows;
  private long gaps;
  private long last;

  /** Rows up to this number are read one by one. */
  private long singly;

  private JournalSalvage(JournalStore journal, Connection connection, Consumer<Row> sink)
      throws SQLException {
    this.journal = journal;
    this.connection = connection;
    this.from = from(Schema.holdsSha256(connection));
    this.sink = sink;
  }

  /**
   * Reads every row that can be read, in the order of {@link JournalReader#rows}.
   *
   * @throws UsageException there is no such journal
   * @throws JournalException it is no journal, newer, or so damaged that nothing can be read
   */
  public static Salvaged run(JournalStore journal, Consumer<Row> sink)
      throws JournalException, UsageException {
    try (Connection connection = journal.salvager()) {
      JournalSalvage salvage = new JournalSalvage(journal, connection, sink);
      // Fails where not even the names of the tables can be read.
      connection.prepareStatement(salvage.from).close();
      salvage.readAll();
      return new Salvaged(salvage.rows, salvage.gaps);
    } catch (SQLException e) {
      throw journal.unsalvageable(e);
    }
  }

  /** A row is exported even if the name of its run cannot be read. */
  private static String from(boolean holdsSha256) {
    return RowQuery.columns(holdsSha256, false).replace("r.name", "NULL")
        + AND_MORE
        + RowQuery.TABLES.replace("JOIN run r ON r.id = f.run", "")
        + " WHERE f.id >= ? ORDER BY f.id LIMIT ?";
  }

  private void readAll() throws SQLException {
    long id = 1;
    boolean more = true;
    int atOnce = AT_ONCE;
    while (more) {
      try {
        more = read(id, atOnce);
        id = last + 1;
        atOnce = id > singly ? AT_ONCE : 1;
      } catch (SQLException | IllegalArgumentException | IllegalStateException e) {
        requireUnreadable(e);
        id = Math.max(id, last + 1);
        if (atOnce > 1) {
          // A server answers with all rows or none: those before the damage are read one by one.
          atOnce = 1;
          singly = id + AT_ONCE;
        } else {
          gaps++;
          id = endOfGap(id);
          more = id < MOST_ROWS;
        }
      }
    }
  }

  /** Passes on the next rows; false when there are none. */
  private boolean read(long id, int most) throws SQLException {
    boolean any = false;
    try (PreparedStatement query = from(id, most);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        Row read = read(row);
        last = row.getLong(RowQuery.WIDTH + 1);
        rows++;
        any = true;
        sink.accept(read);
      }
    }
    return any;
  }

  /** A failed statement is not used again. */
  private PreparedStatement from(long id, int rows) throws SQLException {
    PreparedStatement query = connection.prepareStatement(from);
    query.setLong(1, id);
    query.setInt(2, rows);
    return query;
  }

  private static Row read(ResultSet row) throws SQLException {
    Row read = RowQuery.row(row);
    if (!isWhole(read)) {
      throw new IllegalStateException("a row that was cut");
    }
    boolean again = read.state() == FileState.UPLOADED && row.getInt(RowQuery.WIDTH + 2) == 1;
    return again ? read.unsent() : read;
  }

  /** Lost parts of a file are read as zeros: in texts, and as impossible times. */
  private static boolean isWhole(Row row) {
    InstanceHeader header = row.header();
    boolean zeros =
        Stream.of(
                row.path().toString(),
                row.reason(),
                row.etag(),
                header.sopClassUid(),
                header.sopInstanceUid(),
                header.studyInstanceUid(),
                header.seriesInstanceUid(),
                header.transferSyntaxUid(),
                String.join("", row.warnings()))
            .anyMatch(text -> text != null && text.indexOf('\0') >= 0);
    return !zeros && (row.state() != FileState.UPLOADED || isWholeDelivery(row));
  }

  private static boolean isWholeDelivery(Row row) {
    Instant uploaded = row.uploadedAt();
    String md5 = row.md5();
    return row.header().sopInstanceUid() != null
        && row.header().studyInstanceUid() != null
        && md5 != null
        && md5.length() == 32
        && uploaded != null
        && uploaded.toEpochMilli() > 0;
  }

  /** The lowest row number at which reading can continue, found by bisection. */
  private long endOfGap(long begin) throws SQLException {
    long damaged = begin;
    long readable = begin + 1;
    while (!isReadable(readable)) {
      damaged = readable;
      readable = begin + 2 * (readable - begin);
      if (readable > MOST_ROWS) {
        return MOST_ROWS;
      }
    }
    while (readable - damaged > 1) {
      long middle = damaged + (readable - damaged) / 2;
      if (isReadable(middle)) {
        readable = middle;
      } else {
        damaged = middle;
      }
    }
    return readable;
  }

  private boolean isReadable(long id) throws SQLException {
    try (PreparedStatement query = from(id, 1);
        ResultSet row = query.executeQuery()) {
      if (row.next()) {
        read(row);
      }
      return true;
    } catch (SQLException | IllegalArgumentException | IllegalStateException e) {
      requireUnreadable(e);
      return false;
    }
  }

  /** A connection that broke is no gap: the rows behind it would be left out. */
  private void requireUnreadable(Exception e) throws SQLException {
    if (e instanceof SQLException failure && !journal.isUnreadable(failure)) {
      throw failure;
    }
  }
}
