package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.read.WaiverQueries;
import io.github.dcmbulk.journal.write.feed.KnownFiles;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The files that a run finds. They are recorded in the order of the calls. Thread-safe, except
 * {@link #lookUp}, which belongs to one thread.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class FileJournal {
  private final RunContext run;
  private final GroupCommit writer;
  private final KnownFiles known;
  private final @Nullable SharedRun shared;
  private final @Nullable ClaimedDirectory claim;
  private final RunCounts foundAgain;
  private final Set<Long> studiesFoundAgain = new HashSet<>();

  FileJournal(RunContext run, GroupCommit writer, KnownFiles known, @Nullable SharedRun shared) {
    this(run, writer, known, shared, null, run.counts());
  }

  private FileJournal(
      RunContext run,
      GroupCommit writer,
      KnownFiles known,
      @Nullable SharedRun shared,
      @Nullable ClaimedDirectory claim,
      RunCounts foundAgain) {
    this.shared = shared;
    this.run = run;
    this.writer = writer;
    this.known = known;
    this.claim = claim;
    this.foundAgain = foundAgain;
  }

  /**
   * As above, for the files of a directory that this process has taken in a shared run. Records
   * made after the directory was lost are dropped; files that need no row are counted when the
   * directory is {@link #done}.
   */
  public FileJournal of(ClaimedDirectory directory) {
    return new FileJournal(run, writer, known, shared, directory, new RunCounts());
  }

  /**
   * Looks up files of one directory. Files with nothing left to do are counted; rows of files that
   * do not exist any more are removed or marked.
   *
   * @param wanted whether a file is selected by its name; the others count as excluded
   * @param whole whether these are all files of the directory
   * @param seen number of the directory
   * @return one answer for each file, in order; null where it is new
   */
  public List<@Nullable KnownFile> lookUp(
      Path directory, List<SourceFile> files, Predicate<Path> wanted, boolean whole, long seen)
      throws JournalException, InterruptedException {
    if (claim != null && !claim.isKnown()) {
      return Collections.nCopies(files.size(), null);
    }
    LongConsumer studies = claim == null ? run.studies()::add : studiesFoundAgain::add;
    KnownFiles.Answers answers =
        known.lookUp(directory, files, wanted, whole, new KnownFiles.Seen(foundAgain, studies));
    if (!answers.vanished().isEmpty()) {
      // Committed, because it may change what the next look-up finds.
      writer.commit(
          found(
              session -> {
                for (long id : answers.vanished()) {
                  session.vanished().vanish(id, seen);
                }
              }));
    }
    return answers.files();
  }

  /** A change that is not made if this process has lost the directory by then. */
  private GroupCommit.Change found(GroupCommit.Change change) {
    long own = shared == null ? 0 : shared.lease().host();
    long host = claim == null ? own : claim.host();
    return session -> {
      if (session.mayRecord(host)) {
        change.apply(session);
      }
    };
  }

  /** Counts files that are not opened, whatever their bucket. */
  public void passedOver(PassedOverReason reason, long files) {
    foundAgain.addPassedOver(reason.code(), files);
  }

  /**
   * Everything in the claimed directory is recorded.
   *
   * @param listed the directory, if all files of one were found; null for a list of files
   * @param inParts whether its files were looked up in parts, so that missing ones were not noticed
   * @param found how many files lie in it
   * @param toSend whether it holds something to be sent
   * @param then runs after the commit, also if the directory was lost
   */
  public void done(
      @Nullable Path listed, boolean inParts, long found, boolean toSend, Runnable then)
      throws JournalException, InterruptedException {
    SharedRun others = Objects.requireNonNull(shared);
    ClaimedDirectory directory = Objects.requireNonNull(claim);
    GroupCommit.Change change =
        found(
            session -> {
              if (listed != null) {
                listed(session, PathText.bytes(listed), inParts);
              }
              session.foundAgain(foundAgain, studiesFoundAgain);
              others.directories().done(session.pipeline(), directory, found, toSend);
            });
    writer.submit(
        session -> {
          change.apply(session);
          session.afterCommit(then);
        });
  }

  /**
   * How many files the journal knows under a root. To be called before the walk, which removes rows
   * of files that do not exist any more.
   */
  public long filesUnder(Path root) throws JournalException {
    return known.filesUnder(root);
  }

  /** Records how many files a root holds; the next run compares. */
  public void walked(Path root, long files) throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(root);
    writer.submit(
        found(
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
            }));
  }

  /** Whether the journal knew no file when the run began. */
  public boolean isFirstRun() {
    return known.isEmpty();
  }

  /**
   * Records that all files of the directory have been found.
   *
   * @param inParts whether they were looked up in parts, so that missing files were not noticed
   */
  public void listed(Path directory, boolean inParts)
      throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(directory);
    writer.submit(
        found(
            session -> {
              listed(session, path, inParts);
            }));
  }

  private static void listed(WriteSession session, byte[] path, boolean inParts)
      throws SQLException {
    session.listed(path);
    if (inParts) {
      session.vanished().forgetVanished(session.dir(path), path);
    }
  }

  /**
   * Records verdicts on files of one directory.
   *
   * @param seen number of the directory
   */
  public void checked(Path directory, List<CheckedFile> checkedFiles, long seen)
      throws JournalException, InterruptedException {
    byte[] path = PathText.bytes(directory);
    writer.submit(found(session -> session.checked(path, checkedFiles, seen)));
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
        found(
            session -> {
              for (int i = 0; i < ids.size(); i++) {
                session.files().meet(ids.get(i), files == null ? null : files.get(i), seen);
              }
            }));
  }

  /**
   * Counts rejected and unreadable files whose study cannot be read for the study of their
   * directory, where it is the only one there.
   */
  public void fileUnfiled() throws JournalException, InterruptedException {
    writer.commit(session -> session.unfiled().settleAll());
  }

  /** How many rejected files, and instances in conflict, that the run found are waived. */
  public long waived() throws JournalException, InterruptedException {
    long[] waived = new long[1];
    writer.commit(session -> waived[0] = WaiverQueries.waivedFiles(session.connection(), run.id()));
    return waived[0];
  }
}
