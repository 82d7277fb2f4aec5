package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
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
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks and checks, on threads of its own. A stop interrupts all of them at once: what is not
 * recorded is found again.
 */
public final class WalkStage {
  private static final String LOST =
      "nothing was heard of this process for --host-lease: another one looks for the files now";

  private final UploadSettings settings;
  private final FileChecker checker;
  private final FileTimes times;
  private final RunControl control;
  private final UploadListener listener;
  private final StageTimer stages;
  private volatile long overSince;
  private @Nullable Thread last;

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
   * Begins; the thread ends when everything is checked. Where several processes share the run, it
   * ends as well when another one finds the files in place of this one.
   *
   * @param studies the only studies that are sent; null for all
   */
  public synchronized Thread start(
      Roots roots,
      Journal journal,
      OpenDirectories directories,
      SourceGuard guard,
      @Nullable StudySelection studies) {
    int cores = Runtime.getRuntime().availableProcessors();
    WorkerPool checkers =
        new WorkerPool("check", Math.max(2, cores), 2 * cores, control, WorkerPool.AtCancel.DROP);
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
    AsyncTreeVisitor visitor = new AsyncTreeVisitor(intake, control);
    JournalShare share = journal.share();
    long process = share == null ? 0 : share.walker();
    BooleanSupplier isLost = () -> share != null && share.walker() != process;
    Walker walker =
        new Walker(
            settings.input().selection().followLinks(),
            visitor,
            () -> control.isWalkOver() || isLost.getAsBoolean(),
            times);
    Thread before = last;
    Thread walk =
        Supervisor.start(
            "walk",
            () -> {
              try {
                if (before != null) {
                  before.join();
                }
                long begun = System.nanoTime();
                roots.walk(walker, visitor, listener);
                visitor.finish();
                stages.add(StageTimer.Stage.WALK, begun);
                checkers.finish();
                if (isLost.getAsBoolean()) {
                  journal.afterCommit(directories::walked);
                  listener.on(new UploadEvent.Notice(true, LOST));
                  return;
                }
                if (share != null) {
                  share.keepMet();
                }
                journal.afterCommit(
                    () -> {
                      PassedOver.report(journal.counts(), listener);
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
    last = walk;
    control.shutdown().onCancel(walk::interrupt);
    return walk;
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
