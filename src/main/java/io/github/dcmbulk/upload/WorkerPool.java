package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.DcmbulkException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A fixed number of threads with a short queue: whoever hands in work waits while all are busy, so
 * that no stage runs ahead of the next. The first failure ends the run.
 */
final class WorkerPool {
  /** A piece of work. */
  @FunctionalInterface
  interface Job {
    void run() throws DcmbulkException, InterruptedException;
  }

  private static final Job END = () -> {};
  private static final long LOOK_MILLIS = 20;

  private final BlockingQueue<Job> queue;
  private final List<Thread> threads = new ArrayList<>();
  private final RunControl control;

  WorkerPool(String name, int size, int waiting, RunControl control) {
    this.control = control;
    this.queue = new ArrayBlockingQueue<>(waiting);
    for (int i = 1; i <= size; i++) {
      Thread thread = new Thread(this::work, name + "-" + i);
      thread.setDaemon(true);
      threads.add(thread);
      thread.start();
    }
  }

  /** Hands in work; waits while all threads are busy. Returns at once when the run is ending. */
  void submit(Job job) throws InterruptedException {
    while (control.failure() == null && !queue.offer(job, 100, TimeUnit.MILLISECONDS)) {
      // Full: look again whether the run still goes on.
    }
  }

  private void work() {
    while (true) {
      try {
        Job job = queue.take();
        if (job == END) {
          return;
        }
        if (control.failure() == null) {
          job.run();
        }
      } catch (InterruptedException e) {
        return;
      } catch (Throwable e) {
        control.fail(e);
      }
    }
  }

  /**
   * Lets the queued work finish and ends the threads. Once the run is in a hurry, work under way
   * has that much time before it is interrupted.
   */
  void finish(Duration grace) throws InterruptedException {
    int ends = 0;
    long hurriedSince = 0;
    while (threads.stream().anyMatch(Thread::isAlive)) {
      if (ends < threads.size()) {
        ends += queue.offer(END, LOOK_MILLIS, TimeUnit.MILLISECONDS) ? 1 : 0;
      } else {
        joinForAMoment();
      }
      if (control.isHurrying()) {
        hurriedSince = hurriedSince == 0 ? System.nanoTime() : hurriedSince;
        if (System.nanoTime() - hurriedSince > grace.toNanos()) {
          threads.forEach(Thread::interrupt);
        }
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
