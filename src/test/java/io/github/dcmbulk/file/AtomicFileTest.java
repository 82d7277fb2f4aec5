package io.github.dcmbulk.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir private Path directory;

  @Test
  void oldContentStaysUntilTheNewIsWhole() throws IOException {
    Path target = Files.writeString(directory.resolve("report.csv"), "old");

    try (AtomicFile file = AtomicFile.create(target)) {
      file.writer().write("new");
      file.writer().flush();
      assertThat(target).hasContent("old");
      file.commit();
    }

    assertThat(target).hasContent("new");
    assertThat(directory).isDirectoryNotContaining("glob:**.part");
  }

  @Test
  void abandonedFileLeavesNoTrace() throws IOException {
    try (AtomicFile file = AtomicFile.create(directory.resolve("report.csv"))) {
      file.writer().write("half");
    }

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void onlyTheOwnerCanReadIt() throws IOException {
    assumeTrue(
        FileSystems.getDefault().supportedFileAttributeViews().contains("posix"),
        "files have no modes here");
    Path target = directory.resolve("report.csv");

    try (AtomicFile file = AtomicFile.create(target)) {
      file.commit();
    }

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(target)))
        .isEqualTo("rw-------");
  }
}
