package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files of ours are for their owner, whatever the umask is; redirected output follows it. */
class FileModeIT {
  /** For the node exporter, which runs as another user: counts and times only. */
  private static final String METRICS = "dcmbulk.prom";

  @TempDir private Path directory;
  private Path records;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    records = Files.createDirectory(directory.resolve("records"));
    checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "1", "--instances", "2", "--size", "1KiB", "archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"000", "022", "077"})
  void everyFileIsForItsOwnerWhateverTheUmaskIs(String umask) throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout served = withUmask(umask).with(sandbox.variables());
      List<String> upload = new ArrayList<>(List.of("upload", "--journal", "records/j.db"));
      upload.addAll(List.of("--log-file", "records/run.log", "--log-max-size", "1KB"));
      upload.addAll(List.of("--log-level", "debug", "--audit-log", "records/audit.jsonl"));
      upload.addAll(List.of("--metrics-file", "records/" + METRICS));
      for (String suffix : List.of("html", "csv", "json", "jsonl")) {
        upload.addAll(List.of("--report", "records/report." + suffix));
      }
      upload.add("archive");
      // The second run renames the log of the first.
      for (int run = 0; run < 2; run++) {
        assertThat(served.dcmbulk(upload.toArray(String[]::new)).exit()).isZero();
      }
      served.dcmbulk("report", "--journal", "records/j.db", "--receipt", "records/receipts");
      served.dcmbulk("journal", "backup", "--journal", "records/j.db", "records/copy.db");
    }

    Map<String, String> modes = modes();
    assertThat(modes)
        .containsKeys("j.db", "j.db.lock", "run.log", "audit.jsonl", "report.html", "copy.db")
        .containsEntry(METRICS, "rw-r--r--");
    assertThat(modes.keySet()).anyMatch(name -> name.matches("run\\.log\\..*gz"));
    assertThat(modes.keySet()).anyMatch(name -> name.matches("receipts/.*json"));
    modes.remove(METRICS);
    modes.forEach(
        (name, mode) ->
            assertThat(mode)
                .as(name)
                .isEqualTo(Files.isDirectory(records.resolve(name)) ? "rwx------" : "rw-------"));
  }

  /** The shell makes the file before the program starts. */
  @ParameterizedTest
  @ValueSource(strings = {"000 rw-rw-rw-", "022 rw-r--r--", "077 rw-------"})
  void redirectedOutputFollowsTheUmask(String umaskAndMode) throws Exception {
    String[] parts = umaskAndMode.split(" ", -1);
    String script = "umask " + parts[0] + "; exec \"$0\" \"$@\" >records/check.jsonl";
    Ended ended =
        checkout.runBy("bash", "-c", script).dcmbulk("check", "--output", "jsonl", "archive");

    assertThat(ended.exit()).isZero();
    assertThat(records.resolve("check.jsonl")).isNotEmptyFile();
    assertThat(modes()).containsEntry("check.jsonl", parts[1]);
  }

  private Checkout withUmask(String umask) {
    return checkout.runBy("bash", "-c", "umask " + umask + "; exec \"$0\" \"$@\"");
  }

  private Map<String, String> modes() throws IOException {
    Map<String, String> modes = new TreeMap<>();
    try (Stream<Path> files = Files.walk(records)) {
      for (Path file : files.filter(path -> !path.equals(records)).toList()) {
        modes.put(
            records.relativize(file).toString(),
            PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
      }
    }
    return modes;
  }
}
