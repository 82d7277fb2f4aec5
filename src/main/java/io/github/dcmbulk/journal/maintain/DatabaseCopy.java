package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sqlite.SQLiteException;

/**
 * Copies a journal from a database to a file: all tables that both have, with the same numbers.
 * What only processes that share a run need is left out.
 */
final class DatabaseCopy {
  private final Connection from;
  private final Connection to;

  private DatabaseCopy(Connection from, Connection to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies all rows as they are at one moment; also while a run writes to the journal.
   *
   * @param fresh an empty file
   * @throws UsageException there is no such journal
   * @throws JournalException it is newer, or cannot be read
   * @throws IOException the file cannot be written
   */
  static void run(JournalStore journal, Path fresh)
      throws UsageException, JournalException, IOException {
    try (Connection viewer = journal.viewer()) {
      viewer.clearWarnings();
    } catch (SQLException e) {
      throw journal.failure(e);
    }
    try (Connection from = journal.snapshot();
        Connection to = Sqlite.scratch(fresh)) {
      new DatabaseCopy(from, to).all();
    } catch (SQLiteException e) {
      throw new IOException(e.getMessage(), e);
    } catch (SQLException e) {
      throw journal.failure(e);
    }
  }

  private void all() throws SQLException {
    Schema.createTables(to);
    to.setAutoCommit(false);
    for (String table : tables()) {
      rows(table);
    }
    // It takes less time to create them now than to change them with each row.
    Schema.createIndexes(to);
    to.commit();
  }

  private List<String> tables() throws SQLException {
    List<String> tables = new ArrayList<>();
    try (Statement statement = to.createStatement();
        ResultSet row =
            statement.executeQuery(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'")) {
      while (row.next()) {
        tables.add(row.getString(1));
      }
    }
    return tables;
  }

  private void rows(String table) throws SQLException {
    Map<String, String> types = types(table);
    String columns = String.join(", ", types.keySet());
    String values = "?" + ", ?".repeat(types.size() - 1);
    try (Statement query = from.createStatement();
        ResultSet row = query.executeQuery("SELECT " + columns + " FROM " + table);
        PreparedStatement insert =
            to.prepareStatement(
                "INSERT INTO " + table + "(" + columns + ") VALUES(" + values + ")")) {
      List<String> kinds = List.copyOf(types.values());
      while (row.next()) {
        for (int i = 1; i <= kinds.size(); i++) {
          copy(row, insert, i, kinds.get(i - 1));
        }
        insert.executeUpdate();
      }
    }
  }

  /** The columns of a table, in their order, and their types. */
  private Map<String, String> types(String table) throws SQLException {
    Map<String, String> types = new LinkedHashMap<>();
    try (Statement statement = to.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA table_info(" + table + ")")) {
      while (row.next()) {
        types.put(row.getString("name"), row.getString("type"));
      }
    }
    return types;
  }

  private static void copy(ResultSet row, PreparedStatement insert, int column, String type)
      throws SQLException {
    if (row.getObject(column) == null) {
      insert.setNull(column, Types.NULL);
      return;
    }
    switch (type) {
      case "TEXT" -> insert.setString(column, row.getString(column));
      case "BLOB" -> insert.setBytes(column, row.getBytes(column));
      case "REAL" -> insert.setDouble(column, row.getDouble(column));
      default -> insert.setLong(column, row.getLong(column));
    }
  }
}
