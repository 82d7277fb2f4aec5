package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.scan.Batch;
import io.github.dcmbulk.scan.TreeVisitor;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.WorkerPool;
import java.nio.file.Path;

/**
 * Passes the files found to another thread, in order: while that thread looks one batch up in the
 * journal, the walk reads the next from the file system.
 */
public final class AsyncTreeVisitor implements TreeVisitor {
  private static final int BATCHES_AHEAD = 4;

  private final Intake intake;
  private final WorkerPool thread;

  /** Starts the other thread. */
  public AsyncTreeVisitor(Intake intake, RunControl control) {
    this.intake = intake;
    this.thread = new WorkerPool("intake", 1, BATCHES_AHEAD, control, WorkerPool.AtCancel.DROP);
  }

  @Override
  public void files(Batch batch) throws InterruptedException {
    thread.submit(() -> intake.files(batch));
  }

  @Override
  public void left(Path directory) throws InterruptedException {
    thread.submit(() -> intake.left(directory));
  }

  @Override
  public void unreadable(Path path) throws InterruptedException {
    thread.submit(() -> intake.unreadable(path));
  }

  /** The next files are below that root. */
  void beginRoot(Path root) throws InterruptedException {
    thread.submit(() -> intake.beginRoot(root));
  }

  /**
   * The root was walked.
   *
   * @param whole whether nothing of it was left unseen
   */
  void endRoot(boolean whole) throws InterruptedException {
    thread.submit(() -> intake.endRoot(whole));
  }

  /** The next files are single ones. */
  void beginList() throws InterruptedException {
    thread.submit(intake::beginList);
  }

  /** No more single files. */
  void endList() throws InterruptedException {
    thread.submit(intake::endList);
  }

  /** The next files are in that directory, which this process has taken. */
  void begin(DirectoryWork directory) throws InterruptedException {
    thread.submit(() -> intake.begin(directory));
  }

  /**
   * The directory was listed.
   *
   * @param whole whether nothing of it was left unseen
   */
  void end(boolean whole) throws InterruptedException {
    thread.submit(() -> intake.end(whole));
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
