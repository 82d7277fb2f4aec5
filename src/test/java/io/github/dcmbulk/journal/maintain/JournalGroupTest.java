package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A journal for several operators: who may write what is made, and what is refused. */
class JournalGroupTest {
  @TempDir Path dir;
  private Path directory;
  private Path journal;
  private JournalGroup group;

  @BeforeEach
  void setUp() throws Exception {
    directory = dir.resolve("shared");
    journal = directory.resolve("journal.db");
    group = JournalGroup.named(dir.resolve("journal.db"), ownGroup());
  }

  /** A group of the user who runs the tests. */
  private String ownGroup() throws IOException {
    return Files.readAttributes(dir, PosixFileAttributes.class).group().getName();
  }

  private static String permissions(Path file) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
  }

  @Test
  void whatIsMissingIsMadeForTheGroup() throws Exception {
    group.share(journal);

    assertThat((Integer) Files.getAttribute(directory, "unix:mode") & 07777).isEqualTo(02770);
    assertThat(permissions(journal)).isEqualTo("rw-rw----");
    assertThat(permissions(directory.resolve("journal.db.lock"))).isEqualTo("rw-rw----");
    assertThat(group.mayWrite(journal)).isTrue();
  }

  @Test
  void aPrivateJournalIsOpenedForTheGroup() throws Exception {
    group.share(journal);
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-------"));

    group.share(journal);

    assertThat(permissions(journal)).isEqualTo("rw-rw----");
  }

  @Test
  void aDirectoryThatDoesNotHandItsGroupOnIsRefused() throws Exception {
    Files.createDirectory(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwx---"));

    assertThatThrownBy(() -> group.share(journal))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("does not hand the group");
    assertThat(journal).doesNotExist();

    Files.setAttribute(directory, "unix:mode", 02750);
    assertThatThrownBy(() -> group.share(journal)).hasMessageContaining("does not hand the group");
  }

  @Test
  void aFileThatAnybodyMayWriteIsNotTheGroups() throws Exception {
    group.share(journal);
    Files.setPosixFilePermissions(journal, PosixFilePermissions.fromString("rw-rw-rw-"));

    assertThat(group.mayWrite(journal)).isFalse();
    assertThat(group.mayWrite(directory.resolve("missing"))).isFalse();
  }

  @Test
  void aGroupThatIsNotThereIsNamed() {
    assertThatThrownBy(() -> JournalGroup.named(journal, "no-such-group-here"))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("there is no group no-such-group-here");
  }
}
