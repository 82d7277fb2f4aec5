package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whole outputs, committed. {@code mvn test -Ddcmbulk.golden=write} writes them again. */
final class Golden {
  private Golden() {}

  static void verify(Path file, String actual) {
    try {
      if ("write".equals(System.getProperty("dcmbulk.golden"))) {
        Files.createDirectories(file.toAbsolutePath().getParent());
        Files.writeString(file, actual);
      }
      assertThat(actual)
          .as("%s; after a change that is meant: mvn test -Ddcmbulk.golden=write", file)
          .isEqualTo(Files.readString(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
