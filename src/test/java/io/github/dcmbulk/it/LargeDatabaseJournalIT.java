package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands read a journal that has far more rows than fit in their memory. */
@Timeout(900)
class LargeDatabaseJournalIT {
  private static final int STUDIES = 2000;
  private static final int FILES = 300_000;

  private static final List<String> ROWS =
      List.of(
          """
          INSERT INTO run(id, name, started, finished, exit, profile)
          VALUES(1, 'first', 1700000000000, 1700000000001, 0, '')\
          """,
          """
          INSERT INTO dir(id, path, run) SELECT n, convert_to('/archive/' || n, 'UTF8'), 1
          FROM generate_series(1, %d) n\
          """
              .formatted(STUDIES),
          """
          INSERT INTO study(id, uid, date, newest, delivery, complete, sent, uploaded)
          SELECT n, '1.2.826.' || n, '20240131', 0, 1, 1, %2$d, %2$d
          FROM generate_series(1, %1$d) n\
          """
              .formatted(STUDIES, FILES / STUDIES),
          """
          INSERT INTO series(id, study, uid, modality, sop_class, transfer_syntax)
          SELECT n, n, '1.2.827.' || n, 'CT', '1.2.840.10008.5.1.4.1.1.2', '1.2.840.10008.1.2.1'
          FROM generate_series(1, %d) n\
          """
              .formatted(STUDIES),
          """
          INSERT INTO file(dir, name, size, modified, state, series, sop_uid, run, md5, uploaded_at,
            delivery, attempts, sent_run)
          SELECT 1 + n %% %1$d, convert_to(n::text, 'UTF8'), 1024, 0, 2, 1 + n %% %1$d,
            '1.2.828.' || n, 1, decode(md5(n::text), 'hex'), 1700000000000, 1, 1, 1
          FROM generate_series(1, %2$d) n\
          """
              .formatted(STUDIES, FILES),
          "INSERT INTO tally_part(state, reason, files, bytes) VALUES(2, '', %1$d, %1$d * 1024)"
              .formatted(FILES),
          "ANALYZE");

  @TempDir private Path directory;

  @Test
  void withLittleMemory() throws Exception {
    TestDatabase database = TestDatabase.create();
    String journal = database.uri();
    Checkout checkout = Checkout.underTest(directory).with(Map.of("DCMBULK_JAVA_OPTS", "-Xmx64m"));
    assertThat(checkout.dcmbulk("journal", "init", "--journal", journal).exit()).isZero();
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      for (String sql : ROWS) {
        statement.execute(sql);
      }
    }
    Path rows = directory.resolve("rows.csv");
    run(checkout, journal, "report", "--all", "--report", rows.toString());
    try (Stream<String> lines = Files.lines(rows)) {
      assertThat(lines.count()).isEqualTo(FILES + 1);
    }
    run(checkout, journal, "report", "--receipt", "receipts");
    run(checkout, journal, "journal", "verify", "--no-files");
    run(checkout, journal, "journal", "backup", "backup.db");
  }

  private static void run(Checkout checkout, String journal, String... words) throws Exception {
    String[] command = Arrays.copyOf(words, words.length + 2);
    command[words.length] = "--journal";
    command[words.length + 1] = journal;
    Ended ended = checkout.dcmbulk(command);
    assertThat(ended.exit()).as(String.join(" ", words) + ": " + ended.err()).isZero();
  }
}
