package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A search of everything that is written and can be seen, with all of it switched on and as much as
 * possible going wrong, for what must be nowhere.
 */
class SafetyIT {
  private static final String WRONG_SECRET = "wr0ng-s3cret";

  /**
   * Signature and key of presigned URLs, and the patients of the synthetic files: names, ids and
   * the birth date of all.
   */
  private static final List<String> FORBIDDEN =
      List.of(
          "X-Amz-Signature",
          "X-Amz-Credential",
          "X-Amz-Security-Token",
          "Bearer ",
          WRONG_SECRET,
          "SAMPLE^",
          "SAMPLE-",
          "19000101");

  /** What a token looks like: a JWT begins with a brace and a quote, in Base64. */
  private static final Pattern TOKEN = Pattern.compile("eyJ[A-Za-z0-9_-]{8,}");

  @TempDir private Path directory;
  private Path records;
  private Path archive;
  private Checkout checkout;
  private final Map<String, String> seen = new HashMap<>();

  @BeforeEach
  void makeArchive() throws Exception {
    records = Files.createDirectories(directory.resolve("records"));
    checkout = Checkout.underTest(directory);
    archive = directory.resolve("archive");
    assertThat(checkout.dcmbulk("sample", archive.toString()).exit()).isZero();
    // The archive's directories are named after patients; paths are written as they are.
    List<Path> patients;
    try (Stream<Path> entries = Files.list(archive)) {
      patients = entries.filter(Files::isDirectory).toList();
    }
    for (Path patient : patients) {
      Files.move(patient, archive.resolve("folder-" + patients.indexOf(patient)));
    }
  }

  @Test
  void nothingThatIsWrittenHoldsASecretOrAPatient() throws Exception {
    String secret;
    try (SandboxProcess sandbox =
        SandboxProcess.start(
            checkout,
            directory.resolve("lake"),
            "--fault",
            "slow-down:20%",
            "--fault",
            "reset:x2",
            "--fault",
            "url-expired:x1",
            "--fault",
            "token-expired:x1:+3",
            "--fault",
            "bad-digest:x1")) {
      secret = String.valueOf(sandbox.variables().get("DCMBULK_CLIENT_SECRET"));
      Path secretFile = Files.writeString(directory.resolve("secret"), secret);
      Map<String, String> variables = new HashMap<>(sandbox.variables());
      variables.remove("DCMBULK_CLIENT_SECRET");
      Checkout configured = checkout.with(variables);

      look(configured, secretFile, sandbox);
      note("again", configured.dcmbulk(upload(secretFile, "--force", "--overwrite-window", "0")));
      Path wrong = Files.writeString(directory.resolve("wrong"), WRONG_SECRET);
      Ended refused = configured.dcmbulk(upload(wrong, "--force", "--overwrite-window", "0"));
      assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
      note("refused", refused);
      note("config", configured.dcmbulk("config", "show"));
      note("status", configured.dcmbulk("status", "--journal", "records/journal.db"));
      String[] receipt = {
        "report", "--receipt", "records/receipts", "--journal", "records/journal.db"
      };
      note("receipts", configured.dcmbulk(receipt));
      note("typo", configured.dcmbulk(upload(secretFile, "--client-secret", "x")));
      sandbox.stop();
      note("gone", configured.dcmbulk(upload(secretFile, "--force", "--max-outage", "1s")));
    }

    readAll(records);
    assertThat(seen.keySet())
        .anyMatch(name -> name.endsWith("run.log"))
        .anyMatch(name -> name.endsWith("audit.jsonl"))
        .anyMatch(name -> name.endsWith("journal.db"))
        .anyMatch(name -> name.endsWith("report.jsonl"))
        .anyMatch(name -> name.endsWith("report.html"))
        .anyMatch(name -> name.startsWith("records/receipts/"))
        .anyMatch(name -> name.endsWith("dcmbulk.prom"));
    // The search finds what is there.
    assertThat(seen.get("records/audit.jsonl")).contains("\"step\":\"put\"", "\"outcome\":\"ok\"");
    List<String> forbidden = new ArrayList<>(FORBIDDEN);
    forbidden.add(secret);
    seen.forEach((name, text) -> assertNoneIn(name, text, forbidden));
  }

  private static void assertNoneIn(String name, String text, List<String> forbidden) {
    for (String word : forbidden) {
      assertThat(text.contains(word)).as("%s in %s", word, name).isFalse();
    }
    assertThat(TOKEN.matcher(text).find()).as("a token in %s", name).isFalse();
  }

  /** A run that is looked at from outside while it goes on: its arguments, its write-ahead log. */
  private void look(Checkout configured, Path secretFile, SandboxProcess sandbox) throws Exception {
    Checkout.Running running =
        configured.start("dcmbulk", upload(secretFile, "--limit-requests", "20"));
    sandbox.awaitFirstUpload();
    Path proc = Path.of("/proc", Long.toString(running.process().pid()));
    if (Files.exists(proc)) {
      seen.put("cmdline", text(proc.resolve("cmdline")));
      seen.put("environ", text(proc.resolve("environ")));
      assertThat(seen.get("cmdline")).contains("--journal");
    }
    Path log = records.resolve("journal.db-wal");
    seen.put("write-ahead log", Files.exists(log) ? text(log) : "");
    Ended ended = Checkout.finish(running);
    assertThat(ended.exit()).as(ended.err()).isIn(1, 6);
    note("first", ended);
  }

  private String[] upload(Path secretFile, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "upload",
                "--client-secret-file",
                secretFile.toString(),
                "--journal",
                "records/journal.db",
                "--log-file",
                "records/run.log",
                "--log-level",
                "debug",
                "--audit-log",
                "records/audit.jsonl",
                "--metrics-file",
                "records/dcmbulk.prom",
                "--report",
                "records/report.html",
                "--report",
                "records/report.csv",
                "--report",
                "records/report.json",
                "--report",
                "records/report.jsonl",
                "--debug"));
    arguments.addAll(List.of(more));
    arguments.add(archive.toString());
    return arguments.toArray(String[]::new);
  }

  private void note(String what, Ended ended) {
    seen.put("output of " + what, ended.out() + ended.err());
  }

  private void readAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      files
          .filter(Files::isRegularFile)
          .forEach(file -> seen.put(directory.relativize(file).toString(), text(file)));
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
