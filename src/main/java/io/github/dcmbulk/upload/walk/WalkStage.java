package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.control.WorkerPool;
import io.github.dcmbulk.upload.settings.StudySelection;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Walks and checks, on separate threads. A stop interrupts all of them at once: the next run finds
 * again what was not recorded.
 */
public final class WalkStage {
  /**
   * For each processor. A process of a shared run must not take many directories ahead: another one
   * may be free to check them.
   */
  private static final int BATCHES_WAITING = 2;

  private final UploadSettings settings;
  private final FileChecker checker;
  private final FileTimes times;
  private final RunControl control;
  private final UploadListener listener;
  private final StageTimer stages;
  private volatile long overSince;

  /** Prepares; {@link #start} begins. */
  public WalkStage(
      UploadSettings settings,
      FileChecker checker,
      FileTimes times,
      RunControl control,
      UploadListener listener,
      StageTimer stages) {
    this.settings = settings;
    this.checker = checker;
    this.times = times;
    this.control = control;
    this.listener = listener;
    this.stages = stages;
  }

  /**
   * The threads that check files: as many as processors, and at least two, because they wait for
   * the file system as well.
   *
   * @param waiting batches of files, for each processor, that may wait for them
   */
  public static WorkerPool checkers(RunControl control, int waiting) {
    int cores = Runtime.getRuntime().availableProcessors();
    return new WorkerPool(
        "check", Math.max(2, cores), waiting * cores, control, WorkerPool.AtCancel.DROP);
  }

  /**
   * Starts; the thread ends when everything is checked, in a shared run by all processes.
   *
   * @param studies the only studies that are sent; null for all
   * @param conclusion work of one process of a shared run when everything is found
   */
  public Thread start(
      Roots roots,
      Journal journal,
      OpenDirectories directories,
      SourceGuard guard,
      @Nullable StudySelection studies,
      SharedWalk.Conclusion conclusion) {
    WorkerPool checkers = checkers(control, BATCHES_WAITING);
    Intake intake =
        new Intake(
            journal,
            new PathFilter(settings.input().selection()),
            checker,
            new FileClassifier(settings.filter(), studies),
            checkers,
            directories,
            listener,
            stages,
            guard);
    AsyncTreeVisitor visitor = new AsyncTreeVisitor(intake, control, true);
    Walk walking = walk(roots, journal, visitor, directories, guard, conclusion);
    Thread walk =
        Supervisor.start(
            "walk",
            () -> {
              try {
                long begun = System.nanoTime();
                boolean isReported = walking.walk();
                visitor.finish();
                stages.add(StageTimer.Stage.WALK, begun);
                checkers.finish();
                journal.afterCommit(
                    () -> {
                      if (!isReported) {
                        PassedOver.report(journal.counts(), listener);
                      }
                      directories.walked();
                      listener.on(new UploadEvent.WalkFinished());
                    });
              } catch (InterruptedException e) {
                // Only the end of the run interrupts it.
                control.cancel();
              } catch (Throwable e) {
                control.fail(e);
              }
            });
    control.shutdown().onCancel(walk::interrupt);
    return walk;
  }

  @FunctionalInterface
  private interface Walk {
    /** Walks; returns whether skipped files were reported. */
    boolean walk() throws DcmbulkException, InterruptedException;
  }

  private Walk walk(
      Roots roots,
      Journal journal,
      AsyncTreeVisitor visitor,
      OpenDirectories directories,
      SourceGuard guard,
      SharedWalk.Conclusion conclusion) {
    boolean followLinks = settings.input().selection().followLinks();
    JournalShare share = journal.share();
    if (share == null) {
      Walker walker = new Walker(followLinks, visitor, control::isWalkOver, times);
      return () -> {
        roots.walk(walker, visitor, listener);
        return false;
      };
    }
    SharedWalk walk =
        new SharedWalk(
            roots,
            journal,
            share.directories(),
            visitor,
            followLinks,
            times,
            directories,
            guard,
            conclusion,
            control,
            listener);
    return () -> {
      walk.walk();
      return true;
    };
  }

  /**
   * Abandons a walk that does not end within the grace period: it is blocked in a call that ignores
   * interrupts. Nothing is in flight any more.
   */
  public void giveUpAfter(Duration grace) {
    if (!control.isWalkOver()) {
      return;
    }
    long now = System.nanoTime();
    overSince = overSince == 0 ? now : overSince;
    if (now - overSince > grace.toNanos()) {
      control.abandon();
    }
  }
}
