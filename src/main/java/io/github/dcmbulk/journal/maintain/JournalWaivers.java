package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Writes waivers into a journal. A run may continue meanwhile: SQLite lets one write after the
 * other.
 */
public final class JournalWaivers {
  /**
   * What is waived; exactly one is set.
   *
   * @param study a Study Instance UID
   * @param path a file, absolute
   * @param code a reason of rejection
   */
  public record Subject(@Nullable String study, @Nullable Path path, @Nullable String code) {}

  private JournalWaivers() {}

  /**
   * Adds a waiver.
   *
   * @param reason why, in a few words
   * @param by who takes responsibility
   * @return its number
   * @throws io.github.dcmbulk.model.JournalBusyException a run holds a journal of an older dcmbulk
   * @throws io.github.dcmbulk.model.JournalException the journal is damaged or cannot be written
   */
  public static long add(
      JournalStore journal, Subject subject, String reason, String by, Instant at)
      throws DcmbulkException {
    return write(
        journal,
        connection -> {
          try (PreparedStatement insert =
              connection.prepareStatement(
                  """
                  INSERT INTO waiver(study, path, code, reason, waived_by, at)
                  VALUES(?, ?, ?, ?, ?, ?) RETURNING id\
                  """)) {
            insert.setString(1, subject.study());
            insert.setBytes(2, subject.path() == null ? null : PathText.bytes(subject.path()));
            insert.setString(3, subject.code());
            insert.setString(4, reason);
            insert.setString(5, by);
            insert.setLong(6, at.toEpochMilli());
            return Sql.number(insert);
          }
        });
  }

  /**
   * Takes a waiver back; it stays in the journal as undone.
   *
   * @throws UsageException there is no such waiver in force
   */
  public static void undo(JournalStore journal, long id, String by, Instant at)
      throws DcmbulkException {
    long changed =
        write(
            journal,
            connection -> {
              try (PreparedStatement update =
                  connection.prepareStatement(
                      """
                      UPDATE waiver SET undone_by = ?, undone_at = ?
                      WHERE id = ? AND undone_at IS NULL\
                      """)) {
                update.setString(1, by);
                update.setLong(2, at.toEpochMilli());
                update.setLong(3, id);
                return update.executeUpdate();
              }
            });
    if (changed == 0) {
      throw new UsageException(
          "there is no waiver " + id + " in force", "`dcmbulk waive --list` shows them");
    }
  }

  @FunctionalInterface
  private interface Change {
    long apply(Connection connection) throws SQLException;
  }

  private static long write(JournalStore journal, Change change) throws DcmbulkException {
    try (Connection connection = journal.editor()) {
      return change.apply(connection);
    } catch (SQLException e) {
      throw journal.failure(e);
    }
  }
}
