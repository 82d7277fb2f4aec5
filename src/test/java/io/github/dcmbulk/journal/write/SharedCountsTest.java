package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.sql.Connection;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Counts of a run that two processes share: what one found the other one delivers. */
@Timeout(300)
class SharedCountsTest {
  private TestDatabase database;
  private Journal finder;
  private Journal sender;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    finder = SharedJournals.open(database.store(), "run");
    sender = SharedJournals.open(database.store(), "run");
  }

  @AfterEach
  void close() throws Exception {
    finder.close();
    sender.close();
  }

  private static JournalShare share(Journal journal) {
    return Objects.requireNonNull(journal.share());
  }

  private void count(Journal process, String name, long n) throws Exception {
    try (Connection c = database.connect()) {
      Sql.execute(
          c,
          "INSERT INTO host_count(host, name, n) VALUES(%d, '%s', %d)"
              .formatted(share(process).process(), name, n));
    }
  }

  private static RunProgress own(Instant at, long delivered, long left, long inTransit) {
    return new RunProgress(
        at,
        0,
        true,
        delivered,
        left,
        delivered * 100 + inTransit,
        Math.max(0, left * 100),
        50,
        null,
        null,
        null,
        null);
  }

  private static RunProgress paused(RunProgress own, @Nullable RunPause pause) {
    return new RunProgress(
        own.at(),
        own.found(),
        own.walked(),
        own.delivered(),
        own.left(),
        own.deliveredBytes(),
        own.leftBytes(),
        own.bytesPerSecond(),
        null,
        null,
        pause,
        pause);
  }

  @Test
  void progressIsThatOfAllProcessesWhicheverRecordedItLast() throws Exception {
    count(finder, "PENDING", 20);
    count(finder, "pendingBytes", 2000);
    count(sender, "UPLOADED", 5);
    count(sender, "PENDING", -5);
    count(sender, "uploadedBytes", 500);
    count(sender, "pendingBytes", -500);
    finder.log().progress(own(SharedJournals.NOW, 0, 20, 0));
    finder.flush();
    sender.log().progress(own(SharedJournals.NOW.plusSeconds(1), 5, -5, 30));
    sender.flush();
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE shared_run SET walk_done = true");
    }
    try (JournalReader reader = JournalReader.open(database.store())) {
      assertThat(reader.summary().progress())
          .isEqualTo(
              new RunProgress(
                  SharedJournals.NOW.plusSeconds(1),
                  20,
                  true,
                  5,
                  15,
                  530,
                  1470,
                  100,
                  null,
                  null,
                  null,
                  null));
    }
  }

  /** Each process takes the request by itself, so for a moment one sends and another does not. */
  @Test
  void aRunIsPausedWhenAllItsProcessesAre() throws Exception {
    RunPause pause = new RunPause(SharedJournals.NOW, "paused");
    RunPause later = new RunPause(SharedJournals.NOW.plusSeconds(1), "paused");
    RunProgress own = own(SharedJournals.NOW, 0, 0, 0);
    finder.log().progress(paused(own, pause));
    finder.flush();
    sender.log().progress(own);
    sender.flush();
    try (JournalReader reader = JournalReader.open(database.store())) {
      JournalSummary summary = reader.summary();
      assertThat(Objects.requireNonNull(summary.progress()).paused()).isNull();
      assertThat(summary.hosts()).extracting(HostShare::paused).containsExactly(true, false);
      assertThat(summary.hosts()).extracting(HostShare::outage).containsExactly(true, false);
    }
    sender.log().progress(paused(own, later));
    sender.flush();
    try (JournalReader reader = JournalReader.open(database.store())) {
      RunProgress progress = Objects.requireNonNull(reader.summary().progress());
      assertThat(progress.paused()).isEqualTo(pause);
      assertThat(progress.outage()).isEqualTo(pause);
    }
  }

  @Test
  void requestsOfAllProcessesAreAddedUp() throws Exception {
    share(finder).countRequests(() -> Map.of("put", 3L, "token", 1L));
    share(sender).countRequests(() -> Map.of("put", 4L, "retries", 2L));
    share(finder).gather();
    // What was added once is not added again.
    share(finder).gather();
    share(sender).gather();
    assertThat(sender.counts().requests()).isEqualTo(Map.of("put", 7L, "token", 1L, "retries", 2L));
    share(finder).gather();
    assertThat(finder.counts().requests()).isEqualTo(sender.counts().requests());
  }
}
