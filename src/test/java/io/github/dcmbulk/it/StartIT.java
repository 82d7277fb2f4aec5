package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The classes that a build makes ready for quicker starts. */
class StartIT {
  @TempDir private Path directory;

  @Test
  void classesComeFromTheArchiveOfTheBuild() throws Exception {
    archives(Path.of("target"));
    Path log = directory.resolve("classes");
    Ended ended =
        Checkout.underTest(directory)
            .with(Map.of("DCMBULK_JAVA_OPTS", "-Xlog:class+load:file=" + log))
            .dcmbulk("--version");
    assertThat(ended.exit()).isZero();
    assertThat(Files.readAllLines(log))
        .anyMatch(line -> line.contains("io.github.dcmbulk.cli.Main source: shared objects file"));
  }

  @Test
  void anArchiveThatDoesNotFitIsPassedOverInSilence() throws Exception {
    Path other = directory.resolve("other");
    Checkout clone = Checkout.underTest(directory).clonedTo(other);
    for (Path archive : archives(Path.of("target"))) {
      Files.copy(archive, other.resolve("target").resolve(archive.getFileName()));
    }
    Ended ended = clone.dcmbulk("--version");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).matches("dcmbulk \\S+\n");
    assertThat(ended.err()).isEmpty();
  }

  private static List<Path> archives(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      List<Path> archives = files.filter(f -> f.toString().endsWith(".jsa")).toList();
      assumeTrue(!archives.isEmpty(), "this Java makes no archive");
      return archives;
    }
  }
}
