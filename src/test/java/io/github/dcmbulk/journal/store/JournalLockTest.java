package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class JournalLockTest {
  @TempDir Path dir;

  private Path journal() {
    return dir.resolve("journal.db");
  }

  @Test
  void secondGetsTheNameOfTheHolder() throws Exception {
    JournalLock first = JournalLock.take(journal());
    String me = "process " + ProcessHandle.current().pid();
    assertThatThrownBy(() -> JournalLock.take(journal()))
        .isInstanceOf(JournalBusyException.class)
        .hasMessageContaining(me);
    assertThat(JournalLock.holder(journal())).startsWith(me);
    first.close();
    assertThat(JournalLock.holder(journal())).isNull();
    JournalLock.take(journal()).close();
  }

  @Test
  void aFileLeftByAKilledRunLocksNothing() throws Exception {
    Files.writeString(JournalLock.fileOf(journal()), "process 1 on elsewhere, and a long text");
    assertThat(JournalLock.holder(journal())).isNull();
    JournalLock lock = JournalLock.take(journal());
    assertThat(JournalLock.holder(journal())).doesNotContain("elsewhere");
    lock.close();
  }

  @Test
  void aLinkIsNotFollowedAndItsTargetNotEmptied() throws Exception {
    Path other = Files.writeString(dir.resolve("other"), "mine");
    Files.createSymbolicLink(JournalLock.fileOf(journal()), other);
    assertThatThrownBy(() -> JournalLock.take(journal())).isInstanceOf(JournalException.class);
    assertThat(JournalLock.holder(journal())).isNull();
    assertThat(other).hasContent("mine");
  }

  @Test
  void aTemporaryJournalNeedsNone() {
    JournalLock.none().close();
    assertThat(dir).isEmptyDirectory();
  }
}
