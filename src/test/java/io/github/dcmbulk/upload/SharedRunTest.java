package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.settings.UploadSettings.HostRules;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two processes that share a run through a database, each with a service of its own. */
@Timeout(900)
class SharedRunTest {
  private static final int STUDIES = 6;

  @TempDir Path dir;
  private TestDatabase database;
  private Rehearsal one;
  private Rehearsal other;

  @BeforeEach
  void setUp() throws Exception {
    database = TestDatabase.create();
    one = rehearsal(true);
    other = rehearsal(true);
    for (int study = 1; study <= STUDIES; study++) {
      for (int i = 1; i <= 3; i++) {
        String uid = "1." + study;
        one.instance(uid + "/" + i, uid, uid + "." + i, "x");
      }
    }
  }

  private Rehearsal rehearsal(boolean waits) throws Exception {
    Rehearsal rehearsal = new Rehearsal(dir);
    rehearsal.store = database.store();
    rehearsal.concurrency = 1;
    rehearsal.hosts =
        new HostRules(
            Duration.ofMinutes(10), waits, Duration.ofMinutes(1), Duration.ZERO, Duration.ZERO);
    return rehearsal;
  }

  private static CompletableFuture<RunResult> start(Rehearsal rehearsal) {
    UploadRun run = rehearsal.prepare();
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return run.run();
          } catch (Exception e) {
            throw new java.util.concurrent.CompletionException(e);
          }
        });
  }

  /** That process is stopped in its first PUT until the latch opens. */
  private static CountDownLatch heldUp(Rehearsal rehearsal, CountDownLatch reached) {
    CountDownLatch goOn = new CountDownLatch(1);
    rehearsal.service.fault =
        text -> {
          reached.countDown();
          goOn.await();
          return null;
        };
    return goOn;
  }

  private List<String> sent() {
    List<String> sops = new ArrayList<>(one.service.sops());
    sops.addAll(other.service.sops());
    return sops;
  }

  @Test
  void aloneItDeliversEverythingAndRecordsIt() throws Exception {
    RunResult result = one.run();

    assertThat(result.instances().uploaded()).isEqualTo(3 * STUDIES);
    assertThat(result.studies().complete()).isEqualTo(STUDIES);
    assertThat(JournalAudit.run(one.store, false).problems()).isEmpty();
    assertThat(one.run().instances().alreadyUploaded()).isEqualTo(3 * STUDIES);
    assertThat(one.service.sops()).hasSize(3 * STUDIES);
  }

  @Test
  void whatOneIsDeliveringTheOtherDoesNotAndBothEndWithTheSameResult() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = heldUp(one, reached);
    CompletableFuture<RunResult> first = start(one);
    assertThat(reached.await(300, TimeUnit.SECONDS)).isTrue();
    CompletableFuture<RunResult> second = start(other);
    // The first holds the study that it delivers, and the one that it has claimed ahead.
    while (other.service.sops().size() < 3 * (STUDIES - 2)) {
      assertThat(second).isNotDone();
      TimeUnit.MILLISECONDS.sleep(20);
    }
    goOn.countDown();

    for (RunResult result :
        List.of(first.get(300, TimeUnit.SECONDS), second.get(300, TimeUnit.SECONDS))) {
      assertThat(result.problem()).isNull();
      assertThat(result.instances().uploaded()).isEqualTo(3 * STUDIES);
      assertThat(result.exit()).isZero();
    }
    assertThat(sent()).hasSize(3 * STUDIES).doesNotHaveDuplicates();
    assertThat(other.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .contains("waiting for what other hosts are delivering");
    assertThat(JournalAudit.run(one.store, false).problems()).isEmpty();
  }

  /** As if a process was killed after the last instance of a study, before its end. */
  @Test
  void aStudyOfWhichEverythingWasSentBeforeItsProcessWasKilledIsComplete() throws Exception {
    CountDownLatch ended = new CountDownLatch(1);
    one.onEvent =
        event -> {
          if (event instanceof UploadEvent.StudyFinished study && ended.getCount() > 0) {
            ended.countDown();
            reopen(study.studyInstanceUid());
          }
        };

    RunResult result = one.run();

    assertThat(ended.getCount()).isZero();
    assertThat(result.exit()).isZero();
    assertThat(result.studies().complete()).isEqualTo(STUDIES);
    assertThat(one.service.sops()).hasSize(3 * STUDIES);
    assertThat(JournalAudit.run(one.store, false).problems()).isEmpty();
  }

  private void reopen(String uid) {
    try (Connection c = database.connect()) {
      Sql.execute(c, "UPDATE study SET complete = 0 WHERE uid = '" + uid + "'");
      Sql.execute(
          c,
          "INSERT INTO queue(study, seen, due) SELECT id, 0, 0 FROM study WHERE uid = '"
              + uid
              + "'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  /** As after all processes of a run were lost: URLs of one of them are still valid. */
  @ParameterizedTest
  @EnumSource(StudyRules.DeliveryMode.class)
  void theNextRunWaitsForTheUrlsOfALostProcess(StudyRules.DeliveryMode delivery) throws Exception {
    StudyRules d = StudyRules.DEFAULT;
    Duration window = Duration.ofMinutes(1);
    one.rules = new StudyRules(delivery, d.gap(), window, d.minAge(), d.onConflict());
    one.run();
    one.instance("1.1/4", "1.1", "1.1.4", "x");
    Instant urlsEnd = one.now().plus(Duration.ofHours(1));
    execute(
        "UPDATE study SET complete = 0, clock_ahead = NULL, last_put = "
            + urlsEnd.toEpochMilli()
            + " WHERE uid = '1.1'");
    UploadRun next = one.prepare();
    one.onEvent =
        event -> {
          if (event instanceof UploadEvent.Waiting) {
            next.stop(ExitCode.TERMINATED);
          }
        };

    RunResult result = next.run();

    assertThat(one.service.sops()).hasSize(3 * STUDIES);
    assertThat(result.instances().held()).isPositive();
    assertThat(one.events(UploadEvent.Waiting.class))
        .extracting(UploadEvent.Waiting::until)
        .hasSize(1)
        .allSatisfy(until -> assertThat(until).isAfterOrEqualTo(urlsEnd.plus(window)));
    assertThat(one.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .noneMatch(text -> text.contains("in the future"));
  }

  private void execute(String sql) throws SQLException {
    try (Connection c = database.connect()) {
      Sql.execute(c, sql);
    }
  }

  @Test
  void oneThatDoesNotWaitForOthersEndsBeforeThem() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = heldUp(one, reached);
    CompletableFuture<RunResult> first = start(one);
    assertThat(reached.await(300, TimeUnit.SECONDS)).isTrue();
    other = rehearsal(false);

    RunResult left = start(other).get(300, TimeUnit.SECONDS);

    assertThat(first).isNotDone();
    assertThat(other.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .contains("stopped on purpose: --no-wait-hosts: other hosts continue");
    assertThat(left.instances().uploaded()).isLessThan(3 * STUDIES);
    goOn.countDown();
    assertThat(first.get(300, TimeUnit.SECONDS).instances().uploaded()).isEqualTo(3 * STUDIES);
    assertThat(sent()).hasSize(3 * STUDIES).doesNotHaveDuplicates();
  }

  @Test
  void oneWithOtherRulesDoesNotJoin() throws Exception {
    CountDownLatch reached = new CountDownLatch(1);
    CountDownLatch goOn = heldUp(one, reached);
    CompletableFuture<RunResult> first = start(one);
    assertThat(reached.await(300, TimeUnit.SECONDS)).isTrue();
    other.force = true;

    assertThatThrownBy(() -> other.run())
        .isInstanceOf(UsageException.class)
        .hasMessageContaining("--force differs");
    goOn.countDown();
    assertThat(first.get(300, TimeUnit.SECONDS).exit()).isZero();
    assertThat(other.service.sops()).isEmpty();
  }
}
