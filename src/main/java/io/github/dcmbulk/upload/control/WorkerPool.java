package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.model.DcmbulkException;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A fixed number of threads with a short queue: a caller waits while all are busy, so that no stage
 * is far ahead of the next. The first failure ends the run.
 */
public final class WorkerPool implements WaitingWork {
  /** A piece of work. */
  @FunctionalInterface
  public interface Job {
    /**
     * Does the work.
     *
     * @throws DcmbulkException the run cannot continue
     */
    void run() throws DcmbulkException, InterruptedException;
  }

  /** What happens to jobs when the run is cancelled. */
  public enum AtCancel {
    /** Jobs are interrupted and the queue is discarded; all of it can be done again later. */
    DROP,
    /**
     * Jobs have the grace period; queued ones are run, and check themselves that the run is
     * cancelled.
     */
    FINISH
  }

  /**
   * A job in the queue.
   *
   * @param behind how many jobs waited when it was handed in
   * @param sinceNanos when that was
   */
  private record Waiting(Job job, int behind, long sinceNanos) {}

  private static final Job END = () -> {};
  private static final Waiting LAST = new Waiting(END, 0, 0);
  private static final long LOOK_MILLIS = 20;

  private final BlockingQueue<Waiting> queue;
  private final QueueLimit limit;
  private final Semaphore room = new Semaphore(0);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final String name;
  private final RunControl control;
  private final AtCancel atCancel;

  /** The caller that waits continues when no more jobs than that are left; -1 if none waits. */
  private volatile int awaited = -1;

  private int ending;

  /**
   * Starts the threads.
   *
   * @param waiting how many jobs may wait in the queue
   * @param atCancel what happens to waiting jobs when the run is cancelled
   */
  public WorkerPool(String name, int size, int waiting, RunControl control, AtCancel atCancel) {
    this(name, size, waiting, waiting, control, atCancel);
  }

  /**
   * The same.
   *
   * @param most how many jobs may wait where all are started within a moment
   */
  public WorkerPool(
      String name, int size, int waiting, int most, RunControl control, AtCancel atCancel) {
    this.name = name;
    this.control = control;
    this.atCancel = atCancel;
    this.limit = new QueueLimit(waiting, most);
    this.queue = new ArrayBlockingQueue<>(limit.most());
    for (int i = 1; i <= size; i++) {
      threads.add(Supervisor.start(name + "-" + i, this::work));
    }
    if (atCancel == AtCancel.DROP) {
      control.shutdown().onCancel(this::interrupt);
    }
    control.shutdown().onAbandon(this::interrupt);
  }

  /** Sets the least number of threads. */
  public synchronized void grow(int size) {
    while (threads.size() < size && ending == 0) {
      threads.add(Supervisor.start(name + "-" + (threads.size() + 1), this::work));
    }
  }

  /** Number of threads. */
  public int size() {
    return threads.size();
  }

  private void interrupt() {
    threads.forEach(Thread::interrupt);
  }

  /**
   * Hands in a job; waits while all threads are busy.
   *
   * @return false if the run is cancelled, so that nothing more is taken
   * @throws InterruptedException the run is being stopped
   */
  public boolean submit(Job job) throws InterruptedException {
    return submit(job, false);
  }

  /**
   * The same.
   *
   * @param more whether it may wait behind many others, if these are started within a moment
   */
  public boolean submit(Job job, boolean more) throws InterruptedException {
    while (!control.isCancelled()) {
      int behind = queue.size();
      int now = limit.now(more);
      if (behind < now && queue.offer(new Waiting(job, behind, System.nanoTime()))) {
        return true;
      }
      awaitRoom(now / 2);
    }
    return false;
  }

  /** How many jobs are started within a moment. */
  public int startedSoon() {
    return limit.now(true);
  }

  /**
   * Waits, for a moment at most, until half of the queue is free. A caller that continues at the
   * first free place is woken for each job, which takes as long as a small job itself.
   */
  private void awaitRoom(int half) throws InterruptedException {
    room.drainPermits();
    awaited = half;
    if (queue.size() <= half || room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      awaited = -1;
    }
  }

  private void signalRoom() {
    if (queue.size() <= awaited) {
      room.release();
    }
  }

  @Override
  public boolean areWaiting() {
    Waiting next = queue.peek();
    return next != null && next.job != END;
  }

  /** Runs a waiting job in the caller's thread. */
  @Override
  public boolean tryOne() throws DcmbulkException, InterruptedException {
    Waiting next = queue.peek();
    // The end marks must stay in the queue, one for each thread.
    if (next == null || next.job == END || !queue.remove(next)) {
      return false;
    }
    signalRoom();
    next.job.run();
    return true;
  }

  private void work() {
    for (Job job = next(); job != null && job != END; job = next()) {
      try {
        if (atCancel == AtCancel.FINISH || !control.isCancelled()) {
          job.run();
        }
      } catch (Throwable e) {
        failed(e);
      }
    }
  }

  private void failed(Throwable e) {
    // Only the end of the run interrupts a job; the next job checks for it itself.
    if (!(e instanceof InterruptedException)) {
      control.fail(e);
    }
  }

  /** The next job; null if there is none and the run is ending. */
  private @Nullable Job next() {
    try {
      Waiting next = queue.take();
      limit.started(next.behind, System.nanoTime() - next.sinceNanos);
      signalRoom();
      return next.job;
    } catch (InterruptedException e) {
      Waiting next = queue.poll();
      return next == null ? null : next.job;
    }
  }

  /**
   * Lets the queued work finish and ends the threads.
   *
   * @throws InterruptedException the run is being stopped
   */
  public void finish() throws InterruptedException {
    synchronized (this) {
      ending = threads.size();
    }
    int ends = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      if (ends < threads.size()) {
        ends += queue.offer(LAST, LOOK_MILLIS, TimeUnit.MILLISECONDS) ? 1 : 0;
      } else {
        joinForAMoment();
      }
    }
  }

  private void joinForAMoment() throws InterruptedException {
    for (Thread thread : threads) {
      if (thread.isAlive()) {
        thread.join(LOOK_MILLIS);
        return;
      }
    }
  }
}
