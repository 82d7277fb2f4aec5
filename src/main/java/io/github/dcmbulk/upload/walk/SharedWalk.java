package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.ClaimedDirectory;
import io.github.dcmbulk.journal.WalkedRoot;
import io.github.dcmbulk.journal.write.DirectoryShare;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.control.RunControl;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The walk of a run that several processes share. Each takes some of the directories that are
 * known, lists them, adds the subdirectories, and checks the files. A directory is done in the
 * transaction that records the last of its files; until then it is taken over, and listed again, if
 * its process is lost. When no directory is left, one process concludes the walk.
 *
 * <p>Runs on the walk's thread.
 */
public final class SharedWalk {
  private static final String LOST =
      "this process did not renew its lease within --host-lease: others list its directories again";

  /** How often a process checks whether others have found directories. */
  private static final long LOOK_MILLIS = 200;

  /** Most directories that are taken at once. */
  private static final int MOST = 64;

  /** Work for about this time is taken at once, so that no directory waits for this process. */
  private static final long BATCH_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** Work to be done once, in one process, when everything is found. */
  @FunctionalInterface
  public interface Conclusion {
    /**
     * Does the work; another process does it again if this one is lost meanwhile.
     *
     * @throws DcmbulkException the journal cannot be read or written
     * @throws InterruptedException the run is being stopped
     */
    void conclude() throws DcmbulkException, InterruptedException;
  }

  private final Roots roots;
  private final Journal journal;
  private final DirectoryShare share;
  private final AsyncTreeVisitor visitor;
  private final Walker walker;
  private final boolean followLinks;
  private final OpenDirectories directories;
  private final SourceGuard guard;
  private final Conclusion conclusion;
  private final RunControl control;
  private final UploadListener listener;
  private final AtomicInteger inHand = new AtomicInteger();
  private final Semaphore changed = new Semaphore(0);
  private @Nullable ClaimedDirectory current;
  private DirectoryShare.@Nullable Claiming ahead;
  private int most = 1;

  SharedWalk(
      Roots roots,
      Journal journal,
      DirectoryShare share,
      AsyncTreeVisitor visitor,
      boolean followLinks,
      FileTimes times,
      OpenDirectories directories,
      SourceGuard guard,
      Conclusion conclusion,
      RunControl control,
      UploadListener listener) {
    this.roots = roots;
    this.journal = journal;
    this.share = share;
    this.visitor = visitor;
    this.followLinks = followLinks;
    this.directories = directories;
    this.guard = guard;
    this.conclusion = conclusion;
    this.control = control;
    this.listener = listener;
    this.walker = new Walker(followLinks, visitor, this::isStopped, times, this::add);
  }

  private boolean isStopped() {
    ClaimedDirectory directory = current;
    return control.isWalkOver() || (directory != null && !share.holds(directory));
  }

  /** Walks until everything is found, by whatever process, or the run is stopped. */
  void walk() throws DcmbulkException, InterruptedException {
    if (!share.isBegun()) {
      begin();
    }
    long process = share.process();
    while (!control.isWalkOver()) {
      List<ClaimedDirectory> claimed = claimed();
      if (process != share.process()) {
        process = share.process();
        listener.on(new UploadEvent.Notice(true, LOST));
      }
      if (!claimed.isEmpty()) {
        directories.idle(false);
        list(claimed);
      } else if (isOver()) {
        return;
      } else if (inHand.get() == 0 && control.isStopping()) {
        return;
      } else {
        directories.idle(inHand.get() == 0);
        if (changed.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
          changed.drainPermits();
        }
      }
    }
  }

  private void begin() throws DcmbulkException, InterruptedException {
    Map<Path, Long> known = new TreeMap<>();
    for (Path root : roots.directories()) {
      known.put(root, journal.files().filesUnder(root));
    }
    share.begin(known, !roots.meetEachFileOnce());
  }

  private List<ClaimedDirectory> claimed() throws DcmbulkException, InterruptedException {
    DirectoryShare.Claiming claiming = ahead;
    ahead = null;
    return claiming == null ? share.claim(most).await() : claiming.await();
  }

  private void list(List<ClaimedDirectory> claimed) throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    inHand.addAndGet(claimed.size());
    for (int i = 0; i < claimed.size(); i++) {
      if (control.isWalkOver()) {
        return;
      }
      long took = System.nanoTime() - begun;
      if (i > 0 && took > BATCH_NANOS) {
        // Releases the rest, so that other processes can take it.
        List<ClaimedDirectory> rest = claimed.subList(i, claimed.size());
        share.release(rest);
        inHand.addAndGet(-rest.size());
        most = Math.max(1, i / 2);
        return;
      }
      most = Math.min(MOST, took < BATCH_NANOS / 4 ? 2 * claimed.size() : claimed.size());
      list(claimed.get(i), i == claimed.size() - 1);
    }
  }

  private void list(ClaimedDirectory directory, boolean isLast)
      throws DcmbulkException, InterruptedException {
    current = directory;
    visitor.begin(new DirectoryWork(directory, journal.files().of(directory), this::ended));
    if (!isStopped()) {
      if (directory.isList()) {
        roots.walkNamed(walker, listener);
      } else {
        walker.list(directory.path());
      }
    }
    boolean whole = !isStopped();
    if (isLast) {
      // The next directories are taken while the last files of this one are checked.
      ahead = share.claim(most);
    }
    visitor.end(whole);
  }

  private void ended() {
    inHand.decrementAndGet();
    changed.release();
  }

  private void add(List<Path> paths) throws DcmbulkException, InterruptedException {
    ClaimedDirectory above = current;
    if (above != null) {
      share.add(above, paths, followLinks ? paths.stream().map(SharedWalk::real).toList() : paths);
    }
  }

  /** If links are followed, only the real path shows that a directory was found before. */
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      // Listing it will fail in the same way, and is recorded then.
      return path;
    }
  }

  /** Whether everything is found; then concludes the walk, if this process is the one to do it. */
  private boolean isOver() throws DcmbulkException, InterruptedException {
    if (inHand.get() > 0) {
      return false;
    }
    long process = share.end();
    if (process != 0) {
      for (WalkedRoot root : share.roots()) {
        guard.record(journal.files(), root);
      }
      conclusion.conclude();
      share.ended(process);
      PassedOver.report(share.counts(), listener);
    }
    if (!share.isDone()) {
      return false;
    }
    for (WalkedRoot root : share.roots()) {
      guard.noticeIfEmpty(root);
    }
    return true;
  }
}
