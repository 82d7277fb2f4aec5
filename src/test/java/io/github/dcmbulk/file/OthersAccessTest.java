package io.github.dcmbulk.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisabledOnOs(OS.WINDOWS)
class OthersAccessTest {
  @TempDir private Path directory;

  @Test
  void aDeviceIsNoFileOfAUsers() {
    assertThat(OthersAccess.to(Path.of("/dev/null")).mayWrite()).isFalse();
  }

  @Test
  void aFileThatOthersMayWriteIsOne() throws Exception {
    Path file = Files.createFile(directory.resolve("secret"));
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw--w-rw-"));
    assertThat(OthersAccess.to(file)).isEqualTo(new OthersAccess("rw--w-rw-", true, true));
  }
}
