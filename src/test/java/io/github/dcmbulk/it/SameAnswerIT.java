package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A check, a dry run, an explanation and the run itself agree for every file. */
class SameAnswerIT {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir private Path directory;
  private Checkout checkout;
  private Path tree;

  /** A sample archive, and typical difficulties of real ones. */
  @BeforeEach
  void makeTree() throws Exception {
    checkout = Checkout.underTest(directory);
    checkout.sample("tree");
    tree = directory.resolve("tree");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("README.txt"));
    Files.createSymbolicLink(tree.resolve("nowhere"), Path.of("missing"));
    Files.writeString(tree.resolve("IM0001"), "PK\003\004 and more", StandardCharsets.ISO_8859_1);
    Files.writeString(tree.resolve("DICOMDIR"), mediaDirectory(), StandardCharsets.ISO_8859_1);
    Files.setLastModifiedTime(
        tree.resolve("README.txt"), FileTime.from(Instant.now().plus(Duration.ofDays(400))));
  }

  private static String mediaDirectory() {
    return "\0".repeat(128)
        + "DICM"
        + "\2\0\2\0UI\24\0"
        + "1.2.840.10008.1.3.10"
        + "\2\0\20\0UI\24\0"
        + "1.2.840.10008.1.2.1\0"
        + "\4\0\0\25CS\10\0"
        + "MISSING ";
  }

  @Test
  void allFourAgree() throws Exception {
    Map<String, String> checked =
        rows(checkout.dcmbulk("check", "--output", "jsonl", "tree").out());
    assertThat(checked)
        .containsEntry("link", "excluded symlink")
        .containsEntry("nowhere", "excluded symlink")
        .containsEntry("IM0001", "not-dicom archive")
        .containsEntry("DICOMDIR", "not-dicom dicomdir-missing-files")
        .containsValue("duplicate")
        .containsValue("rejected truncated");

    Ended dry =
        checkout.dcmbulk("upload", "--dry-run", "--journal", "dry.db", "--output", "json", "tree");
    assertThat(reported("dry.db")).isEqualTo(checked);

    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Ended run =
          checkout
              .with(sandbox.variables())
              .dcmbulk("upload", "--journal", "run.db", "--output", "json", "tree");
      Map<String, String> sent = reported("run.db");
      sent.replaceAll((file, state) -> state.equals("uploaded") ? "pending" : state);
      assertThat(sent).isEqualTo(checked);
      assertSameSums(MAPPER.readTree(dry.out()), MAPPER.readTree(run.out()));
    }
    assertExplainedTheSame(checked);
  }

  /**
   * Every file is new by its inode's change time, whatever its date; one has a date in the future.
   * One directory may not be read.
   */
  @Test
  void allFourAgreeOnAgesAndOnWhatCannotBeRead() throws Exception {
    Path slice = tree.resolve("SAMPLE-ALPHA/2024-03-11 CT chest/series 1/CT.0002.dcm");
    Files.setLastModifiedTime(slice, FileTime.from(Instant.parse("2090-01-01T00:00:00Z")));
    Path locked = Files.createDirectory(tree.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("---------"));
    Ended check = withoutOverride("check", "--output", "jsonl", "--min-age", "1h");
    assertThat(check.exit()).isEqualTo(1);
    Map<String, String> checked = rows(check.out());
    assertThat(checked)
        .containsEntry("locked", "unreadable")
        .containsEntry(tree.relativize(slice).toString(), "held min-age")
        .containsValue("duplicate")
        .containsValue("rejected truncated")
        .doesNotContainValue("pending");

    Ended dry = withoutOverride("upload", "--dry-run", "--journal", "dry.db", "--min-age", "1h");
    assertThat(dry.exit()).isEqualTo(1);
    assertThat(reported("dry.db")).isEqualTo(checked);
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      checkout = checkout.with(sandbox.variables());
      Ended run = withoutOverride("upload", "--journal", "run.db", "--min-age", "1h");
      assertThat(run.exit()).isEqualTo(1);
      assertThat(reported("run.db")).isEqualTo(checked);
      assertThat(sandbox.instances()).isEmpty();
    }
    assertThat(withoutOverride("explain", "--journal", "run.db", slice.toString()).out())
        .contains("verdict: to be sent", "journal: held (min-age)");
    assertThat(withoutOverride("explain", locked.toString()).out()).contains("verdict: unreadable");
  }

  /** Two versions of an instance, one of them twice, and a directory behind a link. */
  @Test
  void allFourAgreeOnVersionsAndBehindLinks() throws Exception {
    tree = directory.resolve("versions");
    Path first = tree.resolve("a/1");
    TinyDicom.write(first, "1.2.3", "1.2.3.1", "A", "P", "20240101");
    TinyDicom.write(tree.resolve("a/2"), "1.2.3", "1.2.3.1", "OTHER", "P", "20240101");
    Files.copy(tree.resolve("a/2"), tree.resolve("a/3"));
    Path outside = Files.createDirectory(directory.resolve("outside"));
    TinyDicom.write(outside.resolve("4"), "1.2.3", "1.2.3.2", "A", "P", "20240101");
    Files.writeString(outside.resolve("5"), "no DICOM");
    Files.createSymbolicLink(tree.resolve("link"), outside);
    String[] options = {"--follow-links", "--on-conflict", "all", "--overwrite-window", "1s"};
    String[] dry = {"upload", "--dry-run", "--journal", "dry.db", "--output", "json"};
    String[] run = {"upload", "--journal", "run.db", "--output", "json"};

    Ended foreseen = checkout.dcmbulk(with(dry, options));
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"), "--overwrite-window", "0s")) {
      checkout = checkout.with(sandbox.variables());
      Ended ended = checkout.dcmbulk(with(run, options));

      assertSameSums(RunJson.of(foreseen, 0).json(), RunJson.of(ended, 0).json());
    }
    Map<String, String> sent = reported("run.db");
    sent.replaceAll((file, state) -> state.equals("uploaded") ? "pending" : state);
    assertThat(reported("dry.db"))
        .isEqualTo(sent)
        .containsEntry("a/2", "pending")
        .containsEntry("a/3", "duplicate")
        .containsEntry("link/4", "pending");
    Path linked = Files.createSymbolicLink(directory.resolve("by link"), tree);
    String[] explain = {"explain", "--journal", "run.db"};
    String[] files = {"versions/link/4", linked.resolve("link/5").toString()};
    assertThat(
            checkout
                .dcmbulk(Stream.of(explain, files).flatMap(Stream::of).toArray(String[]::new))
                .out())
        .contains("journal: uploaded", "journal: not-dicom");
  }

  private static String[] with(String[] command, String[] options) {
    return Stream.of(command, options, new String[] {"versions"})
        .flatMap(Stream::of)
        .toArray(String[]::new);
  }

  /** Runs a command on the tree, as a superuser without the right to bypass file modes. */
  private Ended withoutOverride(String... arguments) throws Exception {
    boolean isExplanation = arguments[0].equals("explain");
    String[] all =
        isExplanation
            ? arguments
            : Stream.concat(Stream.of(arguments), Stream.of("tree")).toArray(String[]::new);
    return checkout.withoutOverride().dcmbulk(all);
  }

  private static void assertSameSums(JsonNode dry, JsonNode run) {
    assertThat(dry.path("files")).isEqualTo(run.path("files"));
    assertThat(dry.path("passedOver")).isEqualTo(run.path("passedOver"));
    assertThat(dry.path("rejections")).isEqualTo(run.path("rejections"));
    assertThat(dry.at("/instances/pending").asLong())
        .isEqualTo(run.at("/instances/uploaded").asLong());
    assertThat(dry.at("/instances/duplicate")).isEqualTo(run.at("/instances/duplicate"));
  }

  private void assertExplainedTheSame(Map<String, String> checked) throws Exception {
    try (Stream<Path> files = Files.walk(tree)) {
      List<Path> all = files.filter(file -> Files.isRegularFile(file)).toList();
      for (Path file : all.stream().filter(f -> !Files.isSymbolicLink(f)).toList()) {
        String said = checkout.dcmbulk("explain", "--journal", "run.db", file.toString()).out();
        String state = String.valueOf(checked.get(tree.relativize(file).toString()));
        String verdict =
            state.startsWith("rejected ")
                ? "verdict: rejected: " + state.substring(9)
                : state.startsWith("not-dicom") ? "skipped" : "verdict: to be sent";
        assertThat(said).as(file.toString()).contains(verdict);
        if (state.equals("duplicate")) {
          assertThat(said).contains("journal: duplicate");
        }
      }
    }
  }

  private Map<String, String> reported(String journal) throws Exception {
    return rows(checkout.dcmbulk("report", "--journal", journal, "--output", "jsonl").out());
  }

  private Map<String, String> rows(String lines) throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (String line : lines.lines().toList()) {
      JsonNode row = MAPPER.readTree(line);
      String path = tree.toRealPath().relativize(Path.of(row.path("path").textValue())).toString();
      String reason = row.path("reason").asText("");
      states.put(path, row.path("state").textValue() + (reason.isEmpty() ? "" : " " + reason));
    }
    return states;
  }
}
