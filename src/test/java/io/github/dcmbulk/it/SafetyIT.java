package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Searches all output and files, with all of them enabled and as many failures as possible, for
 * values that must not be there.
 */
class SafetyIT {
  private static final String WRONG_SECRET = "wr0ng-s3cret";

  /**
   * Signature and key of presigned URLs, and the patients of the synthetic files: names, IDs and
   * the birth date.
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

  /** The beginning of a JWT: a brace and a quotation mark in Base64. */
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
    // The archive's directories are named after patients; paths are written unchanged.
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
      String[] again = {"--force", "--overwrite-window", "0", "--progress", "json"};
      note("again", configured.dcmbulk(upload(secretFile, again)));
      lookRound(configured, secretFile);
      Path wrong = Files.writeString(directory.resolve("wrong"), WRONG_SECRET);
      Ended refused = configured.dcmbulk(upload(wrong, "--force", "--overwrite-window", "0"));
      assertThat(refused.exit()).as(refused.err()).isEqualTo(3);
      note("refused", refused);
      note("config", configured.dcmbulk("config", "show"));
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
    assertThat(seen.keySet()).anyMatch(name -> name.matches("records/run.*\\.gz"));
    assertThat(seen.get("output of again")).contains("\"event\":\"progress\"");
    // The search itself works.
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

  /** All commands that read the service, the files or the journal. */
  private void lookRound(Checkout configured, Path secretFile) throws Exception {
    String secret = secretFile.toString();
    for (String output : List.of("text", "json")) {
      String[] doctor = {"doctor", "--send", "--output", output, "--client-secret-file", secret};
      Ended examined = configured.dcmbulk(with(doctor, "--audit-log", "records/audit.jsonl"));
      note("doctor as " + output, examined);
      note("status as " + output, configured.dcmbulk(journal("status", "--output", output)));
    }
    String[] bench = {"bench", "--service", "--yes", "--instances", "3", "--size", "1KiB"};
    String[] recorded = with(bench, "--audit-log", "records/audit.jsonl");
    Ended benched = configured.dcmbulk(with(recorded, "--client-secret-file", secret));
    note("bench", benched);
    note("export", configured.dcmbulk(journal("journal", "export")));
    note("salvage", configured.dcmbulk(journal("journal", "export", "--salvage")));
    note("verify", configured.dcmbulk(journal("journal", "verify")));
    note("receipts", configured.dcmbulk(journal("report", "--receipt", "records/receipts")));
    note("verify-receipt", configured.dcmbulk("verify-receipt", "records/receipts"));
    note("check", configured.dcmbulk("check", "--output", "jsonl", archive.toString()));
    List<String> explain = new ArrayList<>(List.of("explain"));
    try (Stream<Path> files = Files.walk(archive)) {
      files.filter(Files::isRegularFile).map(Path::toString).forEach(explain::add);
    }
    note("explain", configured.dcmbulk(explain.toArray(String[]::new)));
    assertThat(seen.get("output of explain")).contains("truncated");
    assertThat(Files.readString(records.resolve("audit.jsonl")))
        .contains("\"run\":\"doctor\"", "\"run\":\"bench\"");
  }

  private static String[] journal(String... command) {
    return with(command, "--journal", "records/journal.db");
  }

  private static String[] with(String[] command, String... more) {
    return Stream.of(command, more).flatMap(Stream::of).toArray(String[]::new);
  }

  /** A run that is observed from outside: its arguments, its write-ahead log. */
  private void look(Checkout configured, Path secretFile, SandboxProcess sandbox) throws Exception {
    Checkout.Running running =
        configured.start("dcmbulk", upload(secretFile, "--limit-requests", "20"));
    sandbox.awaitFirstUpload();
    Path proc = Path.of("/proc", Long.toString(running.process().pid()));
    if (Files.exists(proc)) {
      seen.put("cmdline", text(proc.resolve("cmdline")));
      seen.put("environ", text(proc.resolve("environ")));
      assertThat(seen.get("cmdline")).contains("--journal");
      running
          .process()
          .descendants()
          .map(child -> Path.of("/proc", Long.toString(child.pid()), "cmdline"))
          .filter(Files::exists)
          .forEach(child -> seen.put("child " + child, text(child)));
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
                "--log-max-size",
                "1KB",
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
      if (file.toString().endsWith(".gz")) {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
          return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
