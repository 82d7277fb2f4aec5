package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A statement finds the same tables and columns in either store. */
@Timeout(300)
class SchemaEqualityTest {
  /** What only processes that share a run need. */
  private static final Map<String, Set<String>> SHARED_ONLY =
      Map.of("queue", Set.of("owner", "epoch", "horizon", "rank"), "series", Set.of("key"));

  @TempDir private Path directory;

  private static Map<String, Set<String>> columns(Connection c, String sql) throws SQLException {
    Map<String, Set<String>> tables = new TreeMap<>();
    try (Statement statement = c.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next()) {
        tables.computeIfAbsent(row.getString(1), t -> new TreeSet<>()).add(row.getString(2));
      }
    }
    return tables;
  }

  @Test
  void bothStoresHaveTheSameTablesAndColumns() throws Exception {
    Map<String, Set<String>> inFile;
    try (JournalStore.Held held = new SqliteStore(directory.resolve("journal.db")).hold()) {
      inFile =
          columns(
              held.connection(),
              "SELECT m.name, p.name FROM sqlite_master m, pragma_table_info(m.name) p"
                  + " WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'");
    }
    TestDatabase database = TestDatabase.create();
    database.store().hold().close();
    Map<String, Set<String>> inDatabase;
    try (Connection c = database.connect()) {
      inDatabase =
          columns(
              c,
              "SELECT table_name, column_name FROM information_schema.columns"
                  + " WHERE table_schema = current_schema()");
    }
    assertThat(inDatabase.keySet()).containsAll(inFile.keySet());
    inDatabase.keySet().retainAll(inFile.keySet());
    SHARED_ONLY.forEach(
        (table, columns) -> {
          Set<String> all = Objects.requireNonNull(inDatabase.get(table));
          assertThat(all).containsAll(columns);
          all.removeAll(columns);
        });
    assertThat(inDatabase).isEqualTo(inFile);
  }
}
