package io.github.dcmbulk.journal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the database counts of all studies is what a run counts of those that it found. */
@Timeout(300)
class UnfinishedStudiesTest {
  private static final int STUDIES = 2000;

  @Test
  void theDatabaseCountsWhatItsRowsSay() throws Exception {
    TestDatabase database = TestDatabase.create();
    database.store().hold().close();
    try (Connection c = database.connect()) {
      countsWhatItsRowsSay(c);
    }
  }

  @Test
  void aFileCountsWhatItsRowsSay(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("journal.db");
    new SqliteStore(file).hold().close();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      countsWhatItsRowsSay(c);
    }
  }

  /** A writer keeps what it has prepared, by its text: one for each study would fill the memory. */
  @Test
  void eachStudyIsFoundWithTheSameStatements(@TempDir Path dir) throws Exception {
    Path file = dir.resolve("journal.db");
    new SqliteStore(file).hold().close();
    Set<String> texts = new HashSet<>();
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + file)) {
      addStudies(c);
      Pipeline pipeline = Pipeline.immediate(noting(c, texts));
      UnfinishedStudies.find(c, pipeline, 1);
      Set<String> first = Set.copyOf(texts);
      long begun = System.currentTimeMillis();
      while (System.currentTimeMillis() == begun) {
        Thread.onSpinWait();
      }
      UnfinishedStudies.find(c, pipeline, 2);
      assertThat(first).isNotEmpty();
      assertThat(texts).isEqualTo(first);
    }
  }

  /** The connection; adds the text of each statement that is prepared. */
  private static Connection noting(Connection c, Set<String> texts) {
    return (Connection)
        Proxy.newProxyInstance(
            Connection.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("prepareStatement")) {
                texts.add((String) arguments[0]);
              }
              return method.invoke(c, arguments);
            });
  }

  private static void countsWhatItsRowsSay(Connection c) throws Exception {
    addStudies(c);
    StudyTotals all = UnfinishedStudies.ofAll(c);
    assertThat(all)
        .isEqualTo(UnfinishedStudies.of(c, study -> true, UnfinishedStudies.count(c), false));
    assertThat(all.named()).hasSize(StudyTotals.NAMED);
    assertThat(all.studies().incomplete()).isGreaterThan(StudyTotals.NAMED);
    assertThat(all.interrupted()).isGreaterThan(all.apart());
    assertThat(all.apart()).isPositive();
  }

  /** Most numbers are zero, so that there are studies of each kind. */
  private static void addStudies(Connection c) throws Exception {
    Random random = new Random(7);
    try (PreparedStatement insert =
        c.prepareStatement(
            """
            INSERT INTO study(id, uid, newest, first_seen, delivery, complete, uploaded, pending,
              conflict, held, failed, rejected, unreadable)
            VALUES(?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
            """)) {
      for (int study = 1; study <= STUDIES; study++) {
        insert.setLong(1, study);
        insert.setString(2, "1." + study);
        insert.setLong(3, 1_000 + random.nextInt(1_000_000));
        insert.setLong(4, random.nextInt(2));
        insert.setInt(5, random.nextInt(5));
        for (int column = 6; column <= 12; column++) {
          insert.setLong(column, Math.max(0, random.nextInt(12) - 9));
        }
        insert.addBatch();
      }
      insert.executeBatch();
    }
  }
}
