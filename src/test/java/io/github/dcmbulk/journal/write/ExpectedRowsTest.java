package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.maintain.JournalAudit;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TcpRelay;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Outcomes are written in the expectation that no other process has changed their rows; if one has,
 * the rows are read first.
 */
@Timeout(300)
class ExpectedRowsTest {
  private static final int FILES = 20;

  private TestDatabase database;
  private TcpRelay relay;
  private Journal journal;
  private StudyState study;
  private List<PendingInstance> instances;

  @BeforeEach
  void open() throws Exception {
    database = TestDatabase.create();
    relay = new TcpRelay(TestDatabase.port());
    // With so long a lease no renewal is among what is counted.
    journal =
        SharedJournals.open(
            database.store(relay.port()), "run", Duration.ofMinutes(10), Duration.ofMinutes(5));
    Path directory = Path.of("/archive/1");
    journal.files().checked(directory, files(directory), 1);
    journal.files().listed(directory, false);
    journal.flush();
    execute("UPDATE shared_run SET walk_done = true");
    study = Objects.requireNonNull(share().claim(journal.feed()).await()).state();
    journal.studies().open(study.id(), 1, SharedJournals.NOW);
    instances = journal.feed().page(study.id(), null, false, 1, 100);
    assertThat(instances).hasSize(FILES);
  }

  @AfterEach
  void close() throws Exception {
    journal.close();
    relay.close();
  }

  private static List<CheckedFile> files(Path directory) {
    List<CheckedFile> files = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      InstanceHeader header =
          new InstanceHeader("1.2", "9." + i, "1.1", "1.1.1", "CT", "1.2.1", "20260101", null);
      SourceFile file = new SourceFile(directory.resolve("f" + i), 100, 1_000_000L + i);
      files.add(new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header));
    }
    return files;
  }

  private JournalShare share() {
    return Objects.requireNonNull(journal.share());
  }

  private void execute(String sql) throws Exception {
    try (Connection c = database.connect()) {
      Sql.execute(c, sql);
    }
  }

  private long number(String sql) throws Exception {
    try (Connection c = database.connect()) {
      return Sql.number(c, sql);
    }
  }

  /** The first connection is the writer's. */
  private int exchanges() {
    return relay.exchanges().get(0);
  }

  /** Hands in all outcomes while the writer is busy, so that they come in one transaction. */
  private void settleAll() throws Exception {
    SharedJournals.together(
        journal,
        () -> {
          for (PendingInstance instance : instances) {
            DeliveryRecord uploaded = DeliveryRecord.uploaded("0".repeat(32), null, null, 1, 1);
            OutcomeLimit all = new OutcomeLimit(FILES, 0);
            journal.outcomes().settleSoon(study.id(), instance, 1, uploaded, all);
          }
        });
  }

  private void closeStudy() throws Exception {
    assertThat(
            journal
                .studies()
                .close(
                    study.id(),
                    study.seen(),
                    new StudyTimes(SharedJournals.NOW, null),
                    StudyState.Outcome.COMPLETE))
        .isNull();
  }

  private void assertDelivered() throws Exception {
    assertThat(number("SELECT count(*) FROM file WHERE state = 2")).isEqualTo(FILES);
    assertThat(number("SELECT sent FROM study")).isEqualTo(FILES);
    assertThat(number("SELECT complete FROM study")).isEqualTo(1);
    assertThat(journal.counts().instances().uploaded()).isEqualTo(FILES);
    assertThat(JournalAudit.run(database.store(), false).problems()).isEmpty();
  }

  @Test
  void outcomesAndTheEndOfTheStudyTakeOneExchangeEach() throws Exception {
    int before = exchanges();
    settleAll();
    // The transaction that kept the writer busy, and that of the outcomes.
    assertThat(exchanges() - before).isLessThanOrEqualTo(2);
    before = exchanges();
    closeStudy();
    assertThat(exchanges() - before).isEqualTo(1);
    assertDelivered();
  }

  @Test
  void rowsThatHaveChangedAreReadFirst() throws Exception {
    execute("UPDATE file SET size = size + 1 WHERE id = " + instances.get(3).id());
    execute("UPDATE tally_part SET bytes = bytes + 1 WHERE files > 0");
    settleAll();
    closeStudy();
    assertDelivered();
  }

  @Test
  void nothingIsWrittenAboutAStudyThatAnotherProcessHasTaken() throws Exception {
    execute("UPDATE queue SET owner = NULL, epoch = epoch + 1000");
    settleAll();
    assertThat(share().holds(study.id())).isFalse();
    closeStudy();
    assertThat(number("SELECT count(*) FROM file WHERE state = 2")).isZero();
    assertThat(number("SELECT complete FROM study")).isZero();
    assertThat(journal.counts().instances().uploaded()).isZero();
    assertThat(JournalAudit.run(database.store(), false).problems()).isEmpty();
  }
}
