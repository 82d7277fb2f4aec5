package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.OutageListener;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.feed.KnownFiles;
import io.github.dcmbulk.journal.write.feed.StudyFeed;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a run writes it: opened, written by one writer in the order of the calls, closed.
 * {@link #files}, {@link #studies}, {@link #outcomes} and {@link #log} record; their methods say
 * where they wait for the commit. Thread-safe, except {@link #feed}, which belongs to one thread.
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
  private final FileJournal files;
  private final StudyJournal studies;
  private final OutcomeJournal outcomes;
  private final @Nullable SharedRun shared;
  private final @Nullable Connection adder;

  /**
   * The part of a run that several processes share.
   *
   * @param adder the connection that adds rows that other processes add as well
   */
  record Shared(SharedRun run, Connection adder) {}

  Journal(
      JournalStore store,
      JournalStore.Lock lock,
      RunContext run,
      byte[] digestKey,
      GroupCommit writer,
      KnownFiles known,
      StudyFeed feed,
      @Nullable Shared shared) {
    this.store = store;
    this.lock = lock;
    this.run = run;
    this.digestKey = digestKey;
    this.writer = writer;
    this.known = known;
    this.feed = feed;
    this.shared = shared == null ? null : shared.run();
    this.adder = shared == null ? null : shared.adder();
    this.files = new FileJournal(run, writer, known, this.shared);
    this.studies = new StudyJournal(run, writer);
    this.outcomes = new OutcomeJournal(writer);
  }

  /**
   * Opens the journal, makes it if there is none, and begins a run in it.
   *
   * @param runName unique name of the run
   * @param profile the options that verdicts depend on; files checked with others are checked again
   * @throws io.github.dcmbulk.model.JournalBusyException another run holds it
   * @throws JournalException it is damaged, newer, or cannot be opened
   */
  public static Journal open(
      JournalStore store, String runName, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    return new JournalOpening(store, true, false).begin(runName, started, profile, revisit);
  }

  /**
   * Opens the journal as above, or joins the active run of it, if it is in a database.
   *
   * @throws io.github.dcmbulk.model.UsageException options differ from those of the active run
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

  /**
   * Opens a journal in a file, as above.
   *
   * @throws DcmbulkException as above
   */
  public static Journal open(
      Path file, String runName, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    return open(new SqliteStore(file), runName, started, profile, revisit);
  }

  /**
   * Makes a journal for one check, in a temporary file. It does not survive a crash, and it is the
   * only one that finds a study with two patients.
   *
   * @param eachFileOnce whether no file is handed in twice, so that none is looked up
   * @throws JournalException the file cannot be made
   */
  public static Journal scratch(Path file, Instant started, boolean eachFileOnce)
      throws DcmbulkException {
    return new JournalOpening(SqliteStore.scratch(file, eachFileOnce), false, eachFileOnce)
        .begin("check", started, "", new ResumePolicy(false, false, false));
  }

  /**
   * Calls back once, as soon as nothing more can be written. This is the only way to notice the
   * failure for a caller that does not wait for its commit.
   *
   * @param action runs on the writer's thread
   */
  public void onFailure(Consumer<JournalException> action) {
    writer.onFailure(action);
  }

  /** Calls back when the journal's database cannot be reached, and when it is reached again. */
  public void onOutage(OutageListener action) {
    writer.onOutage(action);
  }

  /** Key of the digests of {@link io.github.dcmbulk.model.InstanceHeader}; not to be shown. */
  public byte[] digestKey() {
    return digestKey.clone();
  }

  /** The run's counts so far. */
  public RunCounts counts() {
    return run.counts();
  }

  /** The files that the run finds. */
  public FileJournal files() {
    return files;
  }

  /** The studies of the run. */
  public StudyJournal studies() {
    return studies;
  }

  /** The outcomes of instances. */
  public OutcomeJournal outcomes() {
    return outcomes;
  }

  /** Queries that only a {@link #scratch} journal can answer. */
  public CheckJournal check() {
    return new CheckJournal(writer);
  }

  /** The studies that are to be sent. */
  public StudyFeed feed() {
    return feed;
  }

  /** The places of studies in a list. */
  public StudyPlaces places() {
    return new StudyPlaces(store, writer);
  }

  /** Runs the action after everything handed in so far is committed. */
  public void afterCommit(Runnable action) throws JournalException, InterruptedException {
    writer.submit(session -> session.afterCommit(action));
  }

  /** Everything handed in so far is committed on return. */
  public void flush() throws JournalException, InterruptedException {
    writer.flush();
  }

  /** The run's name. */
  public String runName() {
    return run.name();
  }

  /** The connection to other processes of the run; null if this is the only one. */
  public @Nullable JournalShare share() {
    return shared == null ? null : new JournalShare(shared, run, writer);
  }

  /** Seconds spent writing so far. */
  public double busySeconds() {
    return writer.busySeconds();
  }

  /** The facts and progress of the run. */
  public RunRecorder log() {
    return new RunRecorder(writer, run.id(), shared);
  }

  /** Writes what was handed in, and releases the journal. */
  public void close() throws JournalException, InterruptedException {
    boolean hasFailed = writer.hasFailed();
    try {
      writer.end();
      feed.close();
      known.close();
      if (adder != null) {
        adder.close();
      }
      Connection connection = writer.connection();
      if (shared != null) {
        shared.close();
        Pipeline pipeline = Pipeline.of(connection);
        // Again: the lease may have been renewed under another number.
        shared.leave(pipeline);
        shared.mark().remove(pipeline);
        pipeline.commit();
      }
      lock.beforeClose(connection);
      connection.close();
    } catch (SQLException e) {
      // A failure that an earlier one caused must not hide it in the message.
      if (!hasFailed) {
        throw store.failure(e);
      }
    } finally {
      lock.close();
    }
  }
}
