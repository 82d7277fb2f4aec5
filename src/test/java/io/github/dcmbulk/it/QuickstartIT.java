package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
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
    checkout = Checkout.underTest(directory).clonedTo(directory.resolve("a check out"));
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
