package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.DcmbulkException;
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

  /** Lets the queued work finish and ends the threads. */
  void finish() throws InterruptedException {
    finishWithin(Long.MAX_VALUE / 2);
  }

  /** Waits that long, in ms, for the queued work to finish; then interrupts what still runs. */
  void finishWithin(long millis) throws InterruptedException {
    long begun = System.nanoTime();
    int ends = 0;
    while (ends < threads.size() && left(begun, millis) > 0 && anyAlive()) {
      if (queue.offer(END, 20, TimeUnit.MILLISECONDS)) {
        ends++;
      }
    }
    for (Thread thread : threads) {
      thread.join(Math.max(1, left(begun, millis)));
    }
    threads.forEach(Thread::interrupt);
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static long left(long begunNanos, long millis) {
    return millis - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begunNanos);
  }

  private boolean anyAlive() {
    return threads.stream().anyMatch(Thread::isAlive);
  }
}
