package io.github.dcmbulk.journal.write.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.Claim;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.YoungestFile;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Which study is next, and which of its instances. */
@Timeout(300)
class StudyFeedTest {
  private static final Path DIRECTORY = Path.of("/archive/p");
  private static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;
  private Journal journal;

  @BeforeEach
  void open() throws Exception {
    journal =
        Journal.open(
            dir.resolve("journal.db"), "run", NOW, "p", new ResumePolicy(false, false, false));
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
  }

  private static CheckedFile instance(int study, int number, long size) {
    InstanceHeader header =
        new InstanceHeader(
            "1.2",
            "9." + study + "." + number,
            "1." + study,
            "1." + study + ".1",
            "CT",
            "1.2.1",
            "20260101",
            null);
    SourceFile file = new SourceFile(DIRECTORY.resolve("f" + study + "-" + size), size, 1);
    return new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header);
  }

  private void found(long directory, CheckedFile... files) throws Exception {
    journal.files().checked(DIRECTORY, List.of(files), directory);
    journal.flush();
  }

  private StudyState next(long before) throws Exception {
    return journal
        .feed()
        .study(
            journal
                .feed()
                .next(before, open -> false, busy -> false, NOW.toEpochMilli())
                .orElseThrow());
  }

  @Test
  void instancesComeLargestFirstPageByPage() throws Exception {
    found(1, instance(1, 1, 10), instance(1, 2, 30), instance(1, 3, 20));
    long study = next(9).id();
    List<PendingInstance> first = journal.feed().page(study, null, false, 1, 2);
    assertThat(first).extracting(i -> i.file().size()).containsExactly(30L, 20L);
    assertThat(journal.feed().page(study, first.get(1), false, 1, 2))
        .extracting(i -> i.file().size())
        .containsExactly(10L);
    assertThat(journal.feed().sizesAbove(15, study, false, 1)).containsExactly(30L, 20L);
  }

  @Test
  void aStudyIsNotNextWhileItsDirectoryIsOpenOrItIsBusy() throws Exception {
    found(3, instance(1, 1, 10));
    StudyFeed feed = journal.feed();
    long now = NOW.toEpochMilli();
    long study = next(4).id();
    assertThat(feed.next(3, open -> false, busy -> false, now)).isEmpty();
    assertThat(feed.next(4, open -> open == 3, busy -> false, now)).isEmpty();
    assertThat(feed.next(4, open -> false, busy -> busy == study, now)).isEmpty();
  }

  @Test
  void aPostponedStudyIsDueAtItsTime() throws Exception {
    found(1, instance(1, 1, 10));
    Instant later = NOW.plusSeconds(300);
    journal.studies().postpone(next(9).id(), later);
    StudyFeed feed = journal.feed();
    assertThat(feed.next(9, open -> false, busy -> false, NOW.toEpochMilli())).isEmpty();
    assertThat(feed.nextDue(NOW.toEpochMilli())).hasValue(later.toEpochMilli());
    assertThat(feed.next(9, open -> false, busy -> false, later.toEpochMilli())).isPresent();
  }

  @Test
  void aStudyOfPriorityGoesBeforeAllOthers() throws Exception {
    found(1, instance(1, 1, 10));
    found(2, instance(2, 1, 20));
    assertThat(next(9).uid()).isEqualTo("1.1");
    journal.feed().prioritize(List.of("1.2"));
    assertThat(next(9).uid()).isEqualTo("1.2");
  }

  @Test
  void everyFileThatClaimsAUidIsNamedInTheOrderOfPaths() throws Exception {
    found(1, instance(1, 1, 20), instance(1, 1, 10), instance(1, 2, 30));
    DisputedInstances disputes = journal.feed().disputes();
    assertThat(disputes.sharedUids(next(9).id())).containsExactly("9.1.1");
    assertThat(disputes.sharedUidsAfter("", 5)).containsExactly("9.1.1");
    assertThat(disputes.sharedUidsAfter("9.1.1", 5)).isEmpty();
    assertThat(disputes.claims("9.1.1"))
        .extracting(Claim::pendingInstance)
        .extracting(i -> i.file().path().getFileName().toString())
        .containsExactly("f1-10", "f1-20");
  }

  @Test
  void theYoungestFileIsTheOneThatCameLast() throws Exception {
    found(1, instance(1, 1, 10));
    YoungestFile youngest = journal.feed().youngest(next(9).id());
    assertThat(youngest).isNotNull();
    assertThat(youngest.path()).isEqualTo(DIRECTORY.resolve("f1-10"));
    assertThat(journal.feed().youngest(77)).isNull();
  }
}
