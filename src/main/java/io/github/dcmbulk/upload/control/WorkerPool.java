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

  private static final Job END = () -> {};
  private static final long LOOK_MILLIS = 20;

  private final BlockingQueue<Job> queue;
  private final Semaphore room = new Semaphore(0);
  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private final String name;
  private final RunControl control;
  private final AtCancel atCancel;
  private volatile boolean awaitsRoom;
  private int ending;

  /**
   * Starts the threads.
   *
   * @param waiting how many jobs may wait in the queue
   * @param atCancel what happens to waiting jobs when the run is cancelled
   */
  public WorkerPool(String name, int size, int waiting, RunControl control, AtCancel atCancel) {
    this.name = name;
    this.control = control;
    this.atCancel = atCancel;
    this.queue = new ArrayBlockingQueue<>(waiting);
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
    while (!control.isCancelled()) {
      if (queue.offer(job)) {
        return true;
      }
      awaitRoom();
    }
    return false;
  }

  /**
   * Waits, for a moment at most, until half of the queue is free. A caller that continues at the
   * first free place is woken for each job, which takes as long as a small job itself.
   */
  private void awaitRoom() throws InterruptedException {
    room.drainPermits();
    awaitsRoom = true;
    if (isHalfFree() || room.tryAcquire(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
      awaitsRoom = false;
    }
  }

  private boolean isHalfFree() {
    return queue.remainingCapacity() >= queue.size();
  }

  private void signalRoom() {
    if (awaitsRoom && isHalfFree()) {
      room.release();
    }
  }

  @Override
  public boolean areWaiting() {
    Job job = queue.peek();
    return job != null && job != END;
  }

  /** Runs a waiting job in the caller's thread. */
  @Override
  public boolean tryOne() throws DcmbulkException, InterruptedException {
    Job job = queue.peek();
    // The end marks must stay in the queue, one for each thread.
    if (job == null || job == END || !queue.remove(job)) {
      return false;
    }
    signalRoom();
    job.run();
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
      Job job = queue.take();
      signalRoom();
      return job;
    } catch (InterruptedException e) {
      return queue.poll();
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
        ends += queue.offer(END, LOOK_MILLIS, TimeUnit.MILLISECONDS) ? 1 : 0;
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
