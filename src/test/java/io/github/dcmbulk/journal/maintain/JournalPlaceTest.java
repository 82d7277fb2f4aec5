package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dcmbulk.journal.store.JournalFile;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalPlaceTest {
  @TempDir private Path temporary;
  private Path directory;
  private Path journal;

  @BeforeEach
  void makeJournal() throws Exception {
    directory = Files.createDirectory(temporary.toRealPath().resolve("journals"));
    journal = directory.resolve("journal.db");
    JournalFile.prepare(journal);
  }

  @Test
  void linksToFileAndDirectoryLeadToOnePlace() throws Exception {
    Path link = Files.createSymbolicLink(temporary.resolve("link.db"), journal);
    Path other = Files.createSymbolicLink(temporary.resolve("other"), directory);

    assertThat(JournalPlace.of(link)).isEqualTo(journal);
    assertThat(JournalPlace.of(other.resolve("journal.db"))).isEqualTo(journal);
    assertThat(JournalPlace.of(other.resolve("new.db"))).isEqualTo(directory.resolve("new.db"));
  }

  @Test
  void aLinkThatLeadsNowhereIsRefusedAndNotReplaced() throws Exception {
    Path volume = temporary.resolve("volume");
    Path link = Files.createSymbolicLink(temporary.resolve("link.db"), volume.resolve("j.db"));
    Path mount = Files.createSymbolicLink(temporary.resolve("mount"), volume);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JournalPlace.of(link))
        .withMessageContaining("is a link to " + volume.resolve("j.db"));
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JournalPlace.of(mount.resolve("below/j.db")))
        .withMessageContaining("is a link to " + volume);
  }

  @Test
  void hardLinksInOneDirectoryAreOneJournal() throws Exception {
    Path second = Files.createLink(directory.resolve("a.db"), journal);

    assertThat(JournalPlace.of(journal)).isEqualTo(second);
    assertThat(JournalPlace.of(second)).isEqualTo(second);
  }

  @Test
  void ofHardLinksTheOneWithALogIsTheJournal() throws Exception {
    Path second = Files.createLink(directory.resolve("a.db"), journal);
    Files.writeString(directory.resolve("journal.db-wal"), "log");

    assertThat(JournalPlace.of(second)).isEqualTo(journal);
  }

  @Test
  void aHardLinkElsewhereIsRefused() throws Exception {
    Files.createLink(temporary.resolve("elsewhere.db"), journal);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> JournalPlace.of(journal))
        .withMessageContaining("2 names");
  }
}
