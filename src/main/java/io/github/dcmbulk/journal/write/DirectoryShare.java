package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.WalkedRoot;
import io.github.dcmbulk.journal.write.hosts.DirectoryQueue;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.model.JournalException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The directories of a run that several processes list together. Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class DirectoryShare {
  private final SharedRun shared;
  private final GroupCommit writer;

  DirectoryShare(SharedRun shared, GroupCommit writer) {
    this.shared = shared;
    this.writer = writer;
  }

  /** Whether the directory has not been taken from this process. */
  public boolean holds(ClaimedDirectory directory) {
    return shared.lease().host() == directory.host();
  }

  /** This process's row; another one after it was considered lost. */
  public long process() {
    return shared.lease().host();
  }

  /** Whether the roots are in the journal; otherwise {@link #begin} must add them. */
  public boolean isBegun() throws JournalException, InterruptedException {
    return state().begun();
  }

  /** Whether the walk has ended, in every process. */
  public boolean isDone() throws JournalException, InterruptedException {
    return state().done();
  }

  private DirectoryQueue.State state() throws JournalException, InterruptedException {
    AtomicReference<DirectoryQueue.@Nullable State> state = new AtomicReference<>();
    writer.commit(session -> shared.directories().state(session.pipeline(), state::set));
    return Objects.requireNonNull(state.get());
  }

  /**
   * Adds the roots, unless another process has done so meanwhile; committed on return.
   *
   * @param roots how many files were known under each
   * @param isList whether there are files given by name
   */
  public void begin(Map<Path, Long> roots, boolean isList)
      throws JournalException, InterruptedException {
    long host = process();
    writer.commit(
        session -> {
          if (session.mayRecord(host)) {
            shared.directories().begin(session.pipeline(), roots, isList);
          }
        });
  }

  /** Takes the next directories, at most that many. */
  public Claiming claim(int most) throws JournalException, InterruptedException {
    AtomicReference<List<ClaimedDirectory>> claimed = new AtomicReference<>(List.of());
    Commit commit =
        writer.begin(session -> shared.directories().claim(session.pipeline(), most, claimed::set));
    return () -> {
      commit.await();
      return Objects.requireNonNull(claimed.get());
    };
  }

  /** Directories that are being taken. */
  @FunctionalInterface
  public interface Claiming {
    /**
     * Waits until they are taken; empty if none is free.
     *
     * @throws JournalException the journal cannot be read or written
     * @throws InterruptedException the run is being stopped
     */
    List<ClaimedDirectory> await() throws JournalException, InterruptedException;
  }

  /** Returns directories of which nothing was listed yet. */
  public void release(List<ClaimedDirectory> directories)
      throws JournalException, InterruptedException {
    writer.submit(
        session -> shared.directories().release(session.pipeline(), List.copyOf(directories)));
  }

  /**
   * Adds subdirectories of that directory, unless it was lost.
   *
   * @param identities what identifies each
   */
  public void add(ClaimedDirectory above, List<Path> paths, List<Path> identities)
      throws JournalException, InterruptedException {
    writer.submit(
        session -> {
          if (session.mayRecord(above.host())) {
            shared.directories().add(session.pipeline(), above, paths, identities);
          }
        });
  }

  /**
   * Whether this process concludes the walk: nothing is left to be listed, and no other process
   * concludes it; committed on return.
   *
   * @return its number; 0 if not
   */
  public long end() throws JournalException, InterruptedException {
    AtomicLong host = new AtomicLong();
    writer.commit(session -> host.set(shared.directories().end(session.pipeline())));
    return host.get();
  }

  /**
   * The walk has ended; committed on return.
   *
   * @param host this process's number when it began to conclude it
   */
  public void ended(long host) throws JournalException, InterruptedException {
    writer.commit(
        session -> {
          if (session.mayRecord(host)) {
            shared.directories().ended(session.pipeline(), host);
          }
        });
  }

  /** The roots; called when everything is found. */
  public List<WalkedRoot> roots() throws JournalException, InterruptedException {
    AtomicReference<List<WalkedRoot>> roots = new AtomicReference<>(List.of());
    writer.commit(session -> shared.directories().roots(session.pipeline(), roots::set));
    return Objects.requireNonNull(roots.get());
  }

  /** The counts of all processes so far. */
  public RunCounts counts() throws JournalException, InterruptedException {
    RunCounts counts = new RunCounts();
    writer.commit(session -> counts.replace(shared.counted(session.connection())));
    return counts;
  }
}
