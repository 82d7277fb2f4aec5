package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's first command. */
class QuickstartIT {
  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void cloneToAPathWithSpaces() throws IOException {
    Path temporary = Files.createDirectories(directory.resolve("for a while"));
    checkout =
        Checkout.underTest(directory)
            .clonedTo(directory.resolve("a check out"))
            .with(Map.of("TMPDIR", temporary.toString()));
  }

  @Test
  void syntheticArchiveArrivesButForWhatIsTruncated() throws Exception {
    Ended ended = checkout.run("quickstart");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).containsPattern("truncated +1 +e.g. .*CT\\.0007\\.dcm");
    Path lake = pathAfter(ended, "lake:");
    List<Path> delivered = files(lake).filter(file -> isDicom(file)).toList();
    List<Path> archive = files(lake.resolveSibling("archive")).toList();
    assertThat(delivered).hasSize(13);
    for (Path instance : delivered) {
      assertThat(archive).as("%s", instance).anyMatch(file -> hasSameBytes(file, instance));
    }
    assertThat(pathAfter(ended, "audit log:")).isNotEmptyFile();
    assertThat(Files.readAllLines(pathAfter(ended, "report:"))).hasSize(17);
  }

  @Test
  void ownDirectoryEndsWithTheUploadsCode() throws Exception {
    Path own = directory.resolve("own files");
    assertThat(checkout.dcmbulk("sample", own.toString()).exit()).isZero();

    assertThat(checkout.run("quickstart", own.toString()).exit()).isEqualTo(6);

    Files.delete(files(own).filter(file -> file.endsWith("CT.0007.dcm")).findFirst().orElseThrow());
    assertThat(checkout.run("quickstart", own.toString()).exit()).isZero();
  }

  @Test
  void missingDirectoryIsAMistake() throws Exception {
    Ended ended = checkout.run("quickstart", "/missing");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("/missing does not exist");
  }

  @Test
  void printsTheStepsOfABuildWithoutEscapeCodes() throws Exception {
    Ended ended =
        withMaven("printf '\\033[0m[INFO] --- compiler:3:compile (x) @ y ---\\n'")
            .run("quickstart");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out())
        .contains("== Building dcmbulk", "  compiling\n", "  preparing quicker starts\n")
        .doesNotContain("\033", "INFO");
    assertThat(ended.err()).doesNotContain("\033", "chmod", "note:");
  }

  @Test
  void printsWhyABuildFailed() throws Exception {
    Ended ended = withMaven("echo '[ERROR] no space left'; exit 1").run("quickstart");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("[ERROR] no space left", "dcmbulk could not be built");
  }

  /** A checkout that must be built again, with a Maven that runs this. */
  private Checkout withMaven(String script) throws IOException {
    Path tools = Files.createDirectories(directory.resolve("some tools"));
    Path maven = Files.writeString(tools.resolve("mvn"), "#!/bin/sh\n" + script + "\n");
    Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.setLastModifiedTime(
        directory.resolve("a check out/target/dcmbulk.jar"), FileTime.from(Instant.EPOCH));
    return checkout.with(Map.of("PATH", tools + ":" + System.getenv("PATH")));
  }

  private static Path pathAfter(Ended ended, String label) {
    return ended
        .out()
        .lines()
        .filter(line -> line.startsWith(label))
        .map(line -> Path.of(line.substring(label.length()).strip()))
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private static Stream<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).toList().stream();
    }
  }

  private static boolean isDicom(Path file) {
    return file.toString().endsWith(".dcm");
  }

  private static boolean hasSameBytes(Path one, Path other) {
    try {
      return Arrays.equals(Files.readAllBytes(one), Files.readAllBytes(other));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
