package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.scan.Batch;
import io.github.dcmbulk.scan.TreeVisitor;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.WorkerPool;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Passes the files found to another thread, in order: while that thread looks one batch up in the
 * journal, or waits until its files can be checked, the walk reads the next from the file system.
 */
public final class AsyncTreeVisitor implements TreeVisitor {
  private static final int BATCHES_AHEAD = 4;

  /**
   * Most files of a batch that the walk's thread passes on itself. It waits only while more files
   * than these are waiting to be checked, so that no thread is without work when it goes on.
   */
  private static final int SMALL_BATCH = 128;

  private final Intake intake;
  private final RunControl control;
  private final boolean isLookedUp;
  private final WorkerPool thread;
  private final AtomicInteger unfinished = new AtomicInteger();

  /**
   * Starts the other thread.
   *
   * @param isLookedUp whether files are looked up in the journal
   */
  public AsyncTreeVisitor(Intake intake, RunControl control, boolean isLookedUp) {
    this.intake = intake;
    this.control = control;
    this.isLookedUp = isLookedUp;
    this.thread = new WorkerPool("intake", 1, BATCHES_AHEAD, control, WorkerPool.AtCancel.DROP);
  }

  @Override
  public void files(Batch batch) throws InterruptedException {
    pass(() -> intake.files(batch), batch.files().size() > SMALL_BATCH);
  }

  @Override
  public void left(Path directory) throws InterruptedException {
    pass(() -> intake.left(directory), false);
  }

  @Override
  public void unreadable(Path path) throws InterruptedException {
    pass(() -> intake.unreadable(path), true);
  }

  /** The next files are below that root. */
  void beginRoot(Path root) throws InterruptedException {
    pass(() -> intake.beginRoot(root), true);
  }

  /**
   * The root was walked.
   *
   * @param whole whether nothing of it was left unseen
   */
  void endRoot(boolean whole) throws InterruptedException {
    pass(() -> intake.endRoot(whole), true);
  }

  /** The next files are single ones. */
  void beginList() throws InterruptedException {
    pass(intake::beginList, true);
  }

  /** No more single files. */
  void endList() throws InterruptedException {
    pass(intake::endList, true);
  }

  /** The next files are in that directory, which this process has taken. */
  void begin(DirectoryWork directory) throws InterruptedException {
    pass(() -> intake.begin(directory), true);
  }

  /**
   * The directory was listed.
   *
   * @param whole whether nothing of it was left unseen
   */
  void end(boolean whole) throws InterruptedException {
    pass(() -> intake.end(whole), true);
  }

  /**
   * Where nothing is looked up, a small piece of work takes less time than waking another thread
   * for it.
   */
  private void pass(WorkerPool.Job job, boolean isLong) throws InterruptedException {
    if (isLookedUp || isLong || unfinished.get() > 0) {
      unfinished.incrementAndGet();
      thread.submit(
          () -> {
            try {
              job.run();
            } finally {
              unfinished.decrementAndGet();
            }
          });
    } else if (!control.isCancelled()) {
      try {
        job.run();
      } catch (DcmbulkException | RuntimeException e) {
        control.fail(e);
      }
    }
  }

  /**
   * Waits until everything passed on is processed.
   *
   * @throws InterruptedException the run is being stopped
   */
  public void finish() throws InterruptedException {
    thread.finish();
  }
}
