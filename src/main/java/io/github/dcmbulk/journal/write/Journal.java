package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.StudyCounts;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.read.CheckQueries;
import io.github.dcmbulk.journal.read.UnfinishedStudies;
import io.github.dcmbulk.journal.read.WaiverQueries;
import io.github.dcmbulk.journal.store.JournalFile;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.feed.KnownFiles;
import io.github.dcmbulk.journal.write.feed.StudyFeed;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a run writes it. Everything that is recorded goes through one writer, in order;
 * methods that end in a commit say so. Thread-safe, but for {@link #lookUp} and {@link #feed},
 * which belong to one thread each.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class Journal {
  private final JournalStore store;
  private final JournalStore.Lock lock;
  private final RunContext run;
  private final byte[] digestKey;
  private final GroupCommit writer;
  private final KnownFiles known;
  private final StudyFeed feed;
  private final @Nullable SharedRun shared;

  Journal(
      JournalStore store,
      JournalStore.Lock lock,
      RunContext run,
      byte[] digestKey,
      GroupCommit writer,
      KnownFiles known,
      StudyFeed feed,
      @Nullable SharedRun shared) {
    this.store = store;
    this.lock = lock;
    this.run = run;
    this.digestKey = digestKey;
    this.writer = writer;
    this.known = known;
    this.feed = feed;
    this.shared = shared;
  }

  /**
   * Opens the journal, makes it if there is none, and begins a run in it.
   *
   * @param runName unique name of the run
   * @param profile the options that verdicts depend on; files judged by others are judged anew
   * @throws io.github.dcmbulk.model.JournalBusyException another run holds it
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public static Journal open(
      JournalStore store, String runName, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    return new JournalOpening(store, true, false).begin(runName, started, profile, revisit);
  }

  /**
   * The same for a run that may be shared: where its store allows that, a run that is going on is
   * joined.
   *
   * @throws io.github.dcmbulk.model.UsageException options differ from those of that run
   */
  public static Journal open(
      JournalStore store,
      String runName,
      Instant started,
      String profile,
      ResumePolicy revisit,
      Sharing sharing)
      throws DcmbulkException {
    return store instanceof PostgresStore database
        ? new SharedOpening(database, sharing).open(runName, started, profile, revisit)
        : open(store, runName, started, profile, revisit);
  }

  /** The same for a journal in a file. */
  public static Journal open(
      Path file, String runName, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    return open(new SqliteStore(file), runName, started, profile, revisit);
  }

  /**
   * Makes a journal for one check, in a temporary file: not safe against anything, but quick, and
   * the only one that can tell two patients in a study apart.
   *
   * @param eachFileOnce whether no file is handed in twice, so that none need be recognised
   */
  public static Journal scratch(Path file, Instant started, boolean eachFileOnce)
      throws DcmbulkException {
    return new JournalOpening(SqliteStore.scratch(file, eachFileOnce), false, eachFileOnce)
        .begin("check", started, "", new ResumePolicy(false, false, false));
  }

  /**
   * Will be told, once and at once, when nothing more can be written: of a change whose caller does
   * not wait the failure is known nowhere else.
   *
   * @param action is called on the writer's thread
   */
  public void onFailure(Consumer<JournalException> action) {
    writer.onFailure(action);
  }

  /** Will be told when the journal's database goes away, and when it is back. */
  public void onOutage(OutageListener action) {
    writer.onOutage(action);
  }

  /** Whether that file or directory lies on a network share: two hosts might not see each other. */
  public static boolean isOnNetworkShare(Path place) {
    return JournalFile.onNetworkShare(place);
  }

  /** Key of the digests of {@link io.github.dcmbulk.model.InstanceHeader}; not to be shown. */
  public byte[] digestKey() {
    return digestKey.clone();
  }

  /** What the run found so far. */
  public RunCounts counts() {
    return run.counts();
  }

  /** How far the studies are; may be asked at any time, from any thread. */
  public StudyCounts studyCounts() {
    return run.studies().counts();
  }

  /** What is to be sent. */
  public StudyFeed feed() {
    return feed;
  }

  /**
   * Looks up files of one directory; those that are done with are counted, those that vanished are
   * forgotten or marked.
   *
   * @param wanted whether a file is selected by its name; the others count as excluded
   * @param whole whether these are all files of the directory
   * @param seen number of the directory
   * @return one answer for each file, in order; null where it is new
   */
  public List<@Nullable KnownFile> lookUp(
      Path directory, List<SourceFile> files, Predicate<Path> wanted, boolean whole, long seen)
      throws JournalException, InterruptedException {
    KnownFiles.Answers answers = known.lookUp(directory, files, wanted, whole);
    if (!answers.vanished().isEmpty()) {
      // Committed, because it may change what the next look-up finds.
      writer.commit(
          session -> {
            for (long id : answers.vanished()) {
              session.vanished().vanish(id, seen);
            }
          });
    }
    return answers.files();
  }

  /**
   * How many files the journal knows under a root. Called before the root is walked, as the walk
   * takes note of what is no longer there.
   */
  public long filesUnder(Path root) throws JournalException {
    return known.filesUnder(root);
  }

  /** Records how many files a root holds, for the next run to compare with. */
  public void walked(Path root, long files) throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(root);
    writer.submit(
        session -> {
          try (PreparedStatement insert =
              session
                  .connection()
                  .prepareStatement(
                      "INSERT INTO source(root, files) VALUES(?, ?)"
                          + " ON CONFLICT (root) DO UPDATE SET files = excluded.files")) {
            insert.setBytes(1, path);
            insert.setLong(2, files);
            insert.executeUpdate();
          }
        });
  }

  /** The places of studies in a list. */
  public StudyPlaces places() {
    return new StudyPlaces(store, writer);
  }

  /** Whether the journal knew no file when the run began. */
  public boolean isFirstRun() {
    return known.isEmpty();
  }

  /**
   * All files of the directory have been found.
   *
   * @param inParts whether they were looked up in parts, so that missing files were not noticed
   */
  public void listed(Path directory, boolean inParts)
      throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(directory);
    writer.submit(
        session -> {
          long dir = session.names().dir(path);
          session.files().listed(dir);
          if (inParts) {
            session.vanished().forgetVanished(dir, path);
          }
        });
  }

  /**
   * Records verdicts on files of one directory.
   *
   * @param seen number of the directory
   */
  public void judged(Path directory, List<CheckedFile> checkedFiles, long seen)
      throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(directory);
    writer.submit(
        session -> {
          session.files().judge(checkedFiles, session.names().dir(path), seen);
        });
  }

  /** Takes up known, unchanged files that have something left to do. */
  public void takeUp(List<Long> ids, long seen) throws JournalException, InterruptedException {
    takeUp(ids, null, seen);
  }

  /**
   * Takes up known, unchanged files that have something left to do.
   *
   * @param files as they are now, one for each; null where their times do not matter
   */
  public void takeUp(List<Long> ids, @Nullable List<SourceFile> files, long seen)
      throws JournalException, InterruptedException {
    writer.submit(
        session -> {
          for (int i = 0; i < ids.size(); i++) {
            session.files().meet(ids.get(i), files == null ? null : files.get(i), seen);
          }
        });
  }

  /** Runs after everything handed in so far is committed. */
  public void afterCommit(Runnable action) throws JournalException, InterruptedException {
    writer.submit(session -> session.afterCommit(action));
  }

  /** Everything handed in so far is committed on return. */
  public void flush() throws JournalException, InterruptedException {
    writer.flush();
  }

  /** Begins a delivery of the study; committed on return. */
  public void openStudy(long study, long delivery, Instant now)
      throws JournalException, InterruptedException {
    openStudy(study, delivery, new StudyTimes(now, null), false, false);
  }

  /**
   * Begins a delivery of the study, or goes on with it; committed on return.
   *
   * @param now the time, as that of the last PUT
   * @param goesOn whether the service still takes it for one with what came before
   * @param apart whether it goes in parts that the service does not take together
   */
  public void openStudy(long study, long delivery, StudyTimes now, boolean goesOn, boolean apart)
      throws JournalException, InterruptedException {
    commitIfHeld(
        study,
        session -> {
          session.unfiled().settle(study);
          session.studies().open(study, delivery, now, goesOn, apart);
        });
  }

  /** Counts attempts of an instance that is still to be sent; committed on return. */
  public void tried(long file, int attempts) throws JournalException, InterruptedException {
    writer.commit(session -> session.outcomes().tried(file, attempts));
  }

  /**
   * A delivery is under way; committed on return, so that a run that is killed leaves behind when
   * the service may have stored something last.
   *
   * @param outcome what is known to have gone wrong with it; OPEN for nothing
   */
  public void beat(long study, StudyTimes times, StudyState.Outcome outcome)
      throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().beat(study, times, outcome));
  }

  /**
   * It cannot be said when something of the study was stored last, as a clock was wrong: it counts
   * as just now, and the study goes whole; committed on return.
   */
  public void forgetTime(long study, StudyTimes now) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().forgetTime(study, now));
  }

  /** Records what became of an instance; committed on return. */
  public void settle(long file, long delivery, DeliveryRecord deliveryRecord)
      throws JournalException, InterruptedException {
    writer.commit(session -> session.settle(file, delivery, deliveryRecord));
  }

  /**
   * Records what became of an instance, and does not wait for the commit: on return at most that
   * many outcomes are not committed. Whatever is handed in later is committed later, so a study
   * that is closed afterwards has all of them.
   *
   * @param most how many outcomes a kill may lose
   * @throws JournalException nothing more can be written
   */
  public void settleSoon(long file, long delivery, DeliveryRecord deliveryRecord, int most)
      throws JournalException, InterruptedException {
    writer.submitOutcome(session -> session.settle(file, delivery, deliveryRecord), most);
  }

  /** Records what became of an instance that nothing was sent of. */
  public void settleUnsent(long file, long delivery, DeliveryRecord deliveryRecord)
      throws JournalException, InterruptedException {
    writer.submit(session -> session.outcomes().settle(file, delivery, deliveryRecord));
  }

  /**
   * Ends a delivery and takes the study from the queue, unless it was found again since.
   *
   * @param seen number of the directory that it was last found in when the delivery began
   * @param outcome what became of it; COMPLETE holds only if everything went
   * @return what the study lacks; null if it is complete
   */
  public @Nullable IncompleteStudy closeStudy(
      long study, long seen, StudyTimes times, StudyState.Outcome outcome)
      throws JournalException, InterruptedException {
    AtomicReference<@Nullable IncompleteStudy> lacking = new AtomicReference<>();
    commitIfHeld(
        study,
        session -> {
          session.studies().close(study, times, outcome);
          session.studies().dequeue(study, seen);
          lacking.set(UnfinishedStudies.find(session.connection(), study));
        });
    return lacking.get();
  }

  private void commitIfHeld(long study, GroupCommit.Change change)
      throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          if (session.holds(study)) {
            change.apply(session);
          }
        });
  }

  /** Takes the study from the queue, unless it was found again since; committed on return. */
  public void dequeue(long study, long seen) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().dequeue(study, seen));
  }

  /** The study waits in the queue until then; committed on return. */
  public void postpone(long study, Instant due) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().postpone(study, due.toEpochMilli()));
  }

  /** The study waits until then for the overwrite window; its instances stay to be sent. */
  public void waits(long study, Instant until) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().waits(study, until.toEpochMilli(), 0));
  }

  /**
   * Everything of the study that is still to be sent is held for a later run; committed on return.
   *
   * @param until not before then
   * @param file the file that is to blame
   */
  public void hold(long study, String reason, Instant until, long file)
      throws JournalException, InterruptedException {
    commitIfHeld(
        study, session -> session.studies().hold(study, reason, until.toEpochMilli(), file));
  }

  /** The same without an end: until a run sends it by other options. */
  public void hold(long study, String reason) throws JournalException, InterruptedException {
    commitIfHeld(study, session -> session.studies().hold(study, reason, 0, 0));
  }

  /** Versions of the study's instances that had to wait for others go next, at that time. */
  public void releaseLaterVersions(long study, Instant due)
      throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().releaseLaterVersions(study, due.toEpochMilli()));
  }

  /**
   * Counts rejected and unreadable files whose study cannot be read for the study of their
   * directory, where it is the only one there.
   */
  public void fileUnfiled() throws JournalException, InterruptedException {
    writer.commit(session -> session.unfiled().settleAll());
  }

  /** The studies that the run found, and which of them are not complete. */
  public StudyTotals studyTotals() throws JournalException, InterruptedException {
    StudyTotals[] totals = new StudyTotals[1];
    writer.commit(
        session -> {
          session.writeTotals();
          totals[0] =
              UnfinishedStudies.of(
                  session.connection(), run.studies()::contains, run.studies().count());
        });
    return totals[0];
  }

  /** How many rejected files, and instances in conflict, that the run found are waived. */
  public long waivedFiles() throws JournalException, InterruptedException {
    long[] waived = new long[1];
    writer.commit(session -> waived[0] = WaiverQueries.waivedFiles(session.connection(), run.id()));
    return waived[0];
  }

  /** Instances of studies that still wait for their time are held for a later run. */
  public void holdWaiting(Instant now) throws JournalException, InterruptedException {
    writer.commit(session -> session.studies().holdWaiting(now.toEpochMilli()));
  }

  /** The run's name. */
  public String runName() {
    return run.name();
  }

  /** What a check found beyond single files; belongs to a {@link #scratch} journal. */
  public CheckFindings findings() throws JournalException, InterruptedException {
    CheckFindings[] findings = new CheckFindings[1];
    writer.commit(session -> findings[0] = CheckQueries.read(session.connection()));
    return findings[0];
  }

  /**
   * Makes it possible to find instances by UID in a {@link #scratch} journal; belongs behind its
   * last row. Committed on return.
   *
   * @return false if no instance is there twice, so that there is nothing to find, nor an index
   */
  public boolean indexRepeated() throws JournalException, InterruptedException {
    boolean[] repeated = new boolean[1];
    writer.commit(
        session -> {
          repeated[0] = session.checkNotes().mayHaveRepeated();
          if (repeated[0]) {
            Schema.indexInstances(session.connection());
          }
        });
    return repeated[0];
  }

  /**
   * Makes it possible to find a study's files in a {@link #scratch} journal; committed on return.
   */
  public void indexStudies() throws JournalException, InterruptedException {
    writer.commit(session -> Schema.indexSeries(session.connection()));
  }

  /** What to do together with other processes; null where this one is alone. */
  public @Nullable JournalShare share() {
    return shared == null ? null : new JournalShare(shared, run, writer);
  }

  /** Seconds spent writing so far. */
  public double busySeconds() {
    return writer.busySeconds();
  }

  /** What the run says of itself. */
  public RunLog log() {
    return new RunLog(writer, run.id(), shared);
  }

  /** Writes what was handed in, and lets go of the file. */
  public void close() throws JournalException, InterruptedException {
    try {
      writer.end();
      feed.close();
      known.close();
      Connection connection = writer.connection();
      if (shared != null) {
        shared.close();
        shared.leave(connection);
        shared.mark().remove(connection);
        connection.commit();
      }
      lock.ending(connection);
      connection.close();
    } catch (SQLException e) {
      throw store.failure(e);
    } finally {
      lock.close();
    }
  }
}
