package io.github.dcmbulk.journal.maintain;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The stored totals equal a recount after any sequence of changes over several runs: files that are
 * new, changed, removed and added again, in any state; studies that are delivered, held,
 * interrupted and sent again; rows that are pruned.
 */
@Timeout(600)
class TotalsPropertyTest {
  private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");
  private static final int DIRECTORIES = 4;
  private static final int FILES = 14;
  private static final int STUDIES = 5;
  private static final int RUNS = 5;

  @TempDir Path root;
  private Random random = new Random(0);
  private long clock;

  /**
   * Twenty that are always the same, and one that is new each time and stands in the test's name.
   */
  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, 20), LongStream.of(new Random().nextInt(1_000_000)));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void inAFile(long seed) throws Exception {
    check(new SqliteStore(root.resolve("journal.db")), seed);
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4})
  void inADatabase(long seed) throws Exception {
    check(TestDatabase.create().store(), seed);
  }

  private void check(JournalStore store, long seed) throws Exception {
    random = new Random(seed);
    for (int i = 0; i < DIRECTORIES; i++) {
      Files.createDirectories(directory(i));
    }
    for (int run = 1; run <= RUNS; run++) {
      ResumePolicy policy =
          new ResumePolicy(random.nextInt(4) == 0, random.nextInt(3) == 0, random.nextInt(3) == 0);
      String profile = random.nextInt(3) == 0 ? "other" : "usual";
      Journal journal = Journal.open(store, "run-" + run, tick(), profile, policy);
      walk(journal);
      deliver(journal);
      if (random.nextBoolean()) {
        journal.files().fileUnfiled();
        journal.studies().holdWaiting(tick());
      }
      journal.close();
      compare(store, run);
      if (random.nextInt(3) == 0) {
        JournalPruning.run(store, tick());
        compare(store, run);
      }
    }
  }

  private void compare(JournalStore store, int run) throws Exception {
    assertThat(JournalAudit.run(store, false).problems()).as("after run %d", run).isEmpty();
    Map<FileState, Long> rows = new EnumMap<>(FileState.class);
    try (JournalReader reader = JournalReader.open(store)) {
      reader.rows(null, row -> rows.merge(row.state(), 1L, Long::sum));
      assertThat(reader.summary().files()).as("after run %d", run).isEqualTo(rows);
    }
  }

  private Instant tick() {
    return START.plusSeconds(clock += 1 + random.nextInt(100));
  }

  private Path directory(int number) {
    return root.resolve("d" + number);
  }

  /** Each directory: most of its files are there, some have changed since. */
  private void walk(Journal journal) throws Exception {
    for (int d = 0; d < DIRECTORIES; d++) {
      Path directory = directory(d);
      List<SourceFile> files = new ArrayList<>();
      for (int f = 0; f < FILES; f++) {
        if (random.nextInt(8) != 0) {
          long modified = 1_000_000L + (random.nextInt(6) == 0 ? random.nextInt(1000) : 0);
          files.add(new SourceFile(directory.resolve("f" + f), 100 + f, modified));
        }
      }
      boolean whole = random.nextInt(4) != 0;
      List<@Nullable KnownFile> known =
          journal.files().lookUp(directory, files, path -> random.nextInt(10) != 0, whole, d + 1);
      List<CheckedFile> checked = new ArrayList<>();
      List<Long> taken = new ArrayList<>();
      for (int i = 0; i < files.size(); i++) {
        KnownFile before = known.get(i);
        if (before == null || before.answer() == KnownFile.Answer.CHECK) {
          checked.add(checked(files.get(i), before == null ? 0 : before.id()));
        } else if (before.answer() == KnownFile.Answer.TAKE_UP) {
          taken.add(before.id());
        }
      }
      journal.files().takeUp(taken, d + 1);
      journal.files().checked(directory, checked, d + 1);
      journal.files().listed(directory, random.nextBoolean());
      if (random.nextInt(3) == 0) {
        journal.flush();
      }
    }
    journal.flush();
  }

  private CheckedFile checked(SourceFile file, long known) {
    int kind = random.nextInt(10);
    int study = 1 + random.nextInt(STUDIES);
    InstanceHeader header =
        new InstanceHeader(
            "1.2",
            "9." + random.nextInt(DIRECTORIES * FILES),
            "1." + study,
            "1." + study + "." + random.nextInt(3),
            random.nextBoolean() ? "CT" : "MR",
            "1.2.1",
            "20260101",
            null);
    return switch (kind) {
      case 0 -> new CheckedFile(file, known, FileState.REJECTED, "truncated", Set.of(), header);
      case 1 ->
          new CheckedFile(
              file, known, FileState.REJECTED, "corrupt", Set.of(), InstanceHeader.NONE);
      case 2 ->
          new CheckedFile(
              file, known, FileState.NOT_DICOM, "not-dicom", Set.of(), InstanceHeader.NONE);
      case 3 -> new CheckedFile(file, known, FileState.EXCLUDED, "modality", Set.of(), header);
      case 4 ->
          new CheckedFile(file, known, FileState.UNREADABLE, null, Set.of(), InstanceHeader.NONE);
      default -> new CheckedFile(file, known, FileState.PENDING, null, Set.of(), header);
    };
  }

  /** Studies in the queue's order; some are held, some interrupted. */
  private void deliver(Journal journal) throws Exception {
    for (int turn = 0; turn < 2 * STUDIES; turn++) {
      OptionalLong next =
          journal.feed().next(Long.MAX_VALUE, open -> false, busy -> false, tick().toEpochMilli());
      if (next.isEmpty()) {
        return;
      }
      StudyState study = journal.feed().study(next.getAsLong());
      switch (random.nextInt(6)) {
        case 0 -> {
          journal.studies().hold(study.id(), random.nextBoolean() ? "min-age" : "mismatched");
          journal.studies().dequeue(study.id(), study.seen());
        }
        case 1 -> journal.studies().postpone(study.id(), tick());
        case 2 -> {
          journal.studies().forgetTime(study.id(), new StudyTimes(tick(), null));
          journal.studies().dequeue(study.id(), study.seen());
        }
        default -> deliver(journal, study);
      }
      journal.flush();
    }
  }

  private void deliver(Journal journal, StudyState study) throws Exception {
    boolean whole = random.nextBoolean();
    long delivery = study.delivery() + (whole || study.delivery() == 0 ? 1 : 0);
    boolean apart = random.nextInt(5) == 0;
    journal.studies().open(study.id(), delivery, new StudyTimes(tick(), null), false, apart);
    for (PendingInstance instance :
        journal.feed().page(study.id(), null, whole, delivery, FILES * DIRECTORIES)) {
      InstanceOutcome outcome = outcome();
      long at = tick().toEpochMilli();
      DeliveryRecord end =
          switch (outcome) {
            case UPLOADED -> DeliveryRecord.uploaded("0".repeat(32), null, null, 1, at);
            case UNCHANGED -> DeliveryRecord.unchanged("1".repeat(32), at);
            default -> DeliveryRecord.unsent(outcome, "test", random.nextInt(3), at);
          };
      switch (random.nextInt(4)) {
        case 0 -> journal.outcomes().tried(instance.id(), 1);
        case 1 -> journal.outcomes().settleSoon(instance.id(), delivery, end, 4);
        case 2 -> journal.outcomes().settleUnsent(instance.id(), delivery, end);
        default -> journal.outcomes().settle(instance.id(), delivery, end);
      }
      if (random.nextInt(20) == 0) {
        // Killed here: the study is never closed.
        return;
      }
    }
    StudyState.Outcome[] outcomes = StudyState.Outcome.values();
    journal
        .studies()
        .closeAndReleaseLaterVersions(
            study.id(),
            study.seen(),
            new StudyTimes(tick(), random.nextBoolean() ? tick() : null),
            outcomes[random.nextInt(outcomes.length)],
            tick());
  }

  /** Half of them are uploaded. */
  private InstanceOutcome outcome() {
    InstanceOutcome[] all = InstanceOutcome.values();
    return random.nextBoolean() ? InstanceOutcome.UPLOADED : all[random.nextInt(all.length)];
  }
}
