package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** From the archive's list to the signature, with a journal in a file and in a database. */
@Timeout(900)
class SignOffIT {
  private static final String LIST =
      """
      PatientName,StudyInstanceUID,AccessionNumber,PatientID,StudyDate,NumberOfStudyRelatedInstances
      NAMESECRET^ONE,1.2.1,ACC1SECRET,PAT1SECRET,2024-01-31,2
      NAMESECRET^TWO,1.2.2,ACC2SECRET,PAT9SECRET,2024-01-31,2
      NAMESECRET^TWO,1.2.3,ACC3SECRET,PAT3SECRET,2024-02-29,3
      NAMESECRET^TWO,,ACC4SECRET,,,1
      NAMESECRET^TWO,1.2.9,ACC9SECRET,PAT9SECRET,2024-01-31,1
      """;

  private static final Pattern SECRET =
      Pattern.compile("(ACC[0-9]|PAT[0-9]|NAME)SECRET", Pattern.CASE_INSENSITIVE);

  @TempDir private Path directory;
  private Sandbox sandbox;
  private Checkout checkout;
  private String journal = "journal.db";

  private enum Store {
    FILE,
    DATABASE
  }

  @BeforeEach
  void start() throws Exception {
    Checkout bare = Checkout.underTest(directory);
    sandbox = Sandbox.start(directory.resolve("lake"), "--url-lifetime", "20s");
    checkout = bare.with(sandbox.variables());
    for (int study = 1; study <= 5; study++) {
      for (int i = 0; i < 2; i++) {
        TinyDicom.write(
            directory.resolve("archive/%d/%d.dcm".formatted(study, i)),
            "1.2." + study,
            "1.2.%d.1.%d".formatted(study, i),
            "ACC" + study + "SECRET",
            "PAT" + study + "SECRET",
            study == 3 ? "20240229" : "20240131");
      }
    }
    Files.delete(directory.resolve("archive/4/1.dcm"));
    // It ends inside an element: rejected as truncated.
    byte[] whole = Files.readAllBytes(directory.resolve("archive/3/0.dcm"));
    Path cut = directory.resolve("archive/3/cut.dcm");
    Files.write(cut, Arrays.copyOf(whole, whole.length - 3));
    Files.writeString(directory.resolve("pacs.csv"), LIST);
  }

  @AfterEach
  void stop() {
    sandbox.close();
  }

  private Ended dcmbulk(int exit, String command, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of(command, "--journal", journal));
    words.addAll(List.of(arguments));
    Ended ended = checkout.dcmbulk(words.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(exit);
    return ended;
  }

  private JsonNode reconcile(int exit, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("--output", "json", "pacs.csv"));
    words.addAll(0, List.of(options));
    Ended ended = dcmbulk(exit, "reconcile", words.toArray(String[]::new));
    return new ObjectMapper().readTree(ended.out());
  }

  private static List<String> states(JsonNode result) {
    List<String> states = new ArrayList<>();
    for (JsonNode study : result.path("studies")) {
      states.add(study.path("studyInstanceUid").asText() + " " + study.path("state").asText());
    }
    return states;
  }

  @ParameterizedTest
  @EnumSource(Store.class)
  void aListIsDeliveredComparedWaivedAndSigned(Store store) throws Exception {
    if (store == Store.DATABASE) {
      journal = TestDatabase.create().uri();
    }
    String[] wave = {"--output", "json", "--studies", "pacs.csv", "archive"};
    RunJson first = RunJson.of(dcmbulk(6, "upload", wave), 6);
    assertThat(first.instances("uploaded")).isEqualTo(5);
    assertThat(first.instances("held")).isEqualTo(2);
    assertThat(first.files("excluded")).isEqualTo(2);

    assertThat(states(reconcile(6)))
        .containsExactlyInAnyOrder("1.2.2 mismatched", "1.2.3 rejected", "1.2.9 missing");
    String studies = dcmbulk(0, "report", "--all", "--level", "study").out();
    assertThat(studies)
        .contains("1.2.1,20240131,SR,1,2,2,0,0,0,")
        .contains("1.2.2,20240131,SR,1,2,0,0,0,2,")
        .contains("1.2.3,20240229,SR,1,3,2,1,0,0,");
    JsonNode months =
        new ObjectMapper()
            .readTree(dcmbulk(0, "report", "--all", "--level", "month", "--format", "json").out());
    assertThat(months).hasSize(2);
    assertThat(months.get(1).path("month").asText()).isEqualTo("2024-02");
    assertThat(months.get(1).path("delivered").asInt()).isEqualTo(2);

    dcmbulk(0, "waive", "--reason-code", "truncated", "--reason", "cut at the source");
    dcmbulk(0, "waive", "--study", "1.2.9", "--reason", "tape lost", "--by", "A. Smith");
    RunJson waived = RunJson.of(dcmbulk(0, "upload", wave), 0);
    assertThat(waived.files("rejected")).isEqualTo(1);
    assertThat(waived.json().path("waived").asLong()).isEqualTo(1);
    assertThat(waived.json().path("remarks").toString())
        .contains("1 rejected file or conflict is waived");
    assertThat(states(reconcile(6))).contains("1.2.2 mismatched");
    assertThat(reconcile(6).path("open").asInt()).isEqualTo(1);

    RunJson.of(dcmbulk(0, "upload", with(wave, "--send-mismatched")), 0);
    dcmbulk(0, "waive", "--study", "1.2.2", "--reason", "the list is right", "--by", "B. Jones");
    JsonNode done = reconcile(0, "--report", "sign-off.html");
    assertThat(done.path("waived").asInt()).isEqualTo(3);
    assertThat(done.path("open").asInt()).isZero();
    assertThat(Files.readString(directory.resolve("sign-off.html")))
        .contains("Every study of the list is delivered or waived", "A. Smith", "tape lost");

    // When the waiver is undone, it is exit code 6 again.
    dcmbulk(0, "waive", "--undo", "1");
    RunJson.of(dcmbulk(6, "upload", wave), 6);
    assertThat(reconcile(6).path("open").asInt()).isEqualTo(1);
  }

  private static String[] with(String[] words, String first) {
    List<String> all = new ArrayList<>(List.of(words));
    all.add(0, first);
    return all.toArray(String[]::new);
  }

  @Test
  void aWaivedPathTakesExitCodeSixAwayAndNoOtherFileDoes() throws Exception {
    RunJson.of(dcmbulk(6, "upload", "--output", "json", "archive"), 6);
    dcmbulk(0, "waive", "--path", "archive/3/0.dcm", "--reason", "another one");
    RunJson.of(dcmbulk(6, "upload", "--output", "json", "archive"), 6);
    dcmbulk(0, "waive", "--path", "archive/3/cut.dcm", "--reason", "cut");
    RunJson.of(dcmbulk(0, "upload", "--output", "json", "archive"), 0);
  }

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
