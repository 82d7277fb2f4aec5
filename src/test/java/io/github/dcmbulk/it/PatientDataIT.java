package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Nothing that identifies a patient is in a file or message of dcmbulk, or in its database. */
@Timeout(900)
class PatientDataIT extends ListedArchive {
  private static final Pattern SECRET =
      Pattern.compile("(ACC[0-9]|PAT[0-9]|NAME)SECRET", Pattern.CASE_INSENSITIVE);

  /** All files and output of dcmbulk, also of a run that is killed. */
  @ParameterizedTest
  @EnumSource(Store.class)
  void nothingOfAPatientIsInAnythingThatIsWritten(Store store) throws Exception {
    TestDatabase database = store == Store.DATABASE ? TestDatabase.create() : null;
    journal = database == null ? journal : database.uri();
    String[] upload = {
      "--studies",
      "pacs.csv",
      "--order",
      "list",
      "--priority",
      "first.txt",
      "--log-file",
      "run.log",
      "--log-level",
      "debug",
      "--metrics-file",
      "run.prom",
      "--audit-log",
      "audit-own.jsonl",
      "--report",
      "run.html",
      "--report",
      "run.csv",
      "--report",
      "run.json",
      "--report",
      "run.jsonl",
      "--on-end",
      "cat > result.json",
      "--concurrency",
      "1",
      "--host-lease",
      "4s",
      "--read-timeout",
      "10s",
      "archive"
    };
    Files.writeString(directory.resolve("first.txt"), "ACC4SECRET\nPAT1SECRET\n");
    Checkout.Running killed =
        checkout.start("dcmbulk", command(with(with(upload, "1/s"), "--limit-requests")));
    sandbox.awaitFirstUpload();
    killed.process().destroyForcibly();
    Checkout.finish(killed);
    if (store == Store.FILE) {
      assertThat(directory.resolve("journal.db-wal")).isNotEmptyFile();
    }
    expectNoSecret(database);

    dcmbulk(
        6,
        "upload",
        with(with(with(with(upload, "0"), "--overwrite-window"), "1m"), "--wait-lock"));
    dcmbulk(
        6,
        "reconcile",
        "--report",
        "open.html",
        "--report",
        "open.csv",
        "--log-file",
        "reconcile.log",
        "--log-level",
        "debug",
        "pacs.csv");
    dcmbulk(0, "report", "--all", "--report", "all.html", "--report", "all.jsonl");
    dcmbulk(0, "report", "--all", "--level", "study", "--report", "studies.csv");
    dcmbulk(0, "report", "--receipt", "receipts");
    Files.writeString(directory.resolve("export.jsonl"), exported());
    dcmbulk(0, "status", "--incomplete");
    assertThat(directory.resolve("run.prom")).isNotEmptyFile();
    assertThat(directory.resolve("audit-own.jsonl")).isNotEmptyFile();
    assertThat(directory.resolve("result.json")).isNotEmptyFile();
    assertThat(directory.resolve("receipts")).isNotEmptyDirectory();
    expectNoSecret(database);
  }

  private String exported() throws Exception {
    Ended ended = checkout.dcmbulk("journal", "export", "--journal", journal);
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended.out();
  }

  private String[] command(String[] options) {
    List<String> words = new ArrayList<>(List.of("upload", "--journal", journal));
    words.addAll(List.of(options));
    return words.toArray(String[]::new);
  }

  /** Standard output and error of each command are among these files. */
  private void expectNoSecret(@Nullable TestDatabase database) throws Exception {
    List<String> found = new ArrayList<>();
    int looked = 0;
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = file.getFileName().toString();
        if (name.endsWith(".dcm") || name.equals("pacs.csv") || name.equals("first.txt")) {
          continue;
        }
        looked++;
        if (SECRET.matcher(Files.readString(file, StandardCharsets.ISO_8859_1)).find()) {
          found.add(name);
        }
      }
    }
    assertThat(looked).isGreaterThan(5);
    if (database != null) {
      found.addAll(tablesWithSecret(database));
    }
    assertThat(found).isEmpty();
  }

  private static List<String> tablesWithSecret(TestDatabase database) throws Exception {
    List<String> found = new ArrayList<>();
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      List<String> tables = new ArrayList<>();
      try (ResultSet row =
          statement.executeQuery("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")) {
        while (row.next()) {
          tables.add(row.getString(1));
        }
      }
      assertThat(tables).contains("file", "study", "series");
      for (String table : tables) {
        try (ResultSet row =
            statement.executeQuery(
                "SELECT count(*) FROM "
                    + table
                    + " t WHERE t::text ~* '"
                    + SECRET.pattern()
                    + "'")) {
          row.next();
          if (row.getLong(1) > 0) {
            found.add(table);
          }
        }
      }
    }
    return found;
  }
}
