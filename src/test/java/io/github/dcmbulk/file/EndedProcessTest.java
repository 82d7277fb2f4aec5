package io.github.dcmbulk.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process ends by a signal while it writes a file. */
@Timeout(300)
class EndedProcessTest {
  @TempDir Path dir;

  /** Begins a file, reports it, and never completes it. */
  static final class Writer {
    private Writer() {}

    /** Takes the file's name. */
    public static void main(String[] args) throws Exception {
      try (AtomicFile file = AtomicFile.create(Path.of(args[0]))) {
        file.writer().write("half of it");
        file.writer().flush();
        Files.createFile(Path.of(args[1]));
        Thread.currentThread().join();
      }
    }
  }

  @Test
  void nothingIsLeftOfAFileThatIsNotWhole() throws Exception {
    Path begun = dir.resolve("begun");
    Path reports = Files.createDirectory(dir.resolve("reports"));
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                classes(Writer.class) + File.pathSeparator + classes(AtomicFile.class),
                Writer.class.getName(),
                reports.resolve("report.csv").toString(),
                begun.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("output").toFile())
            .start();
    while (!Files.exists(begun)) {
      assertThat(process.waitFor(20, TimeUnit.MILLISECONDS))
          .as(Files.readString(dir.resolve("output")))
          .isFalse();
    }
    assertThat(names(reports)).hasSize(1);

    process.destroy();

    assertThat(process.waitFor(300, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(143);
    assertThat(names(reports)).isEmpty();
  }

  private static String classes(Class<?> one) throws Exception {
    return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
  }

  private static List<Path> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }
}
