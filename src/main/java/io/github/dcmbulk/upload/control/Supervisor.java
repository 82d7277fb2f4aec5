package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.model.DcmbulkException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Waits for the threads of a run, on the run's main thread, which itself never blocks. So it reacts
 * to a stop whatever the other threads do, and a thread that cannot be interrupted does not prevent
 * the end of the run.
 */
public final class Supervisor {
  private static final int LOOK_MILLIS = 20;

  /** Longest time in which a thread must react to an interrupt, or to the end of its socket. */
  private static final Duration TO_HEAR = Duration.ofSeconds(2);

  private final RunControl control;
  private final Shutdown shutdown;

  /** Waits for the threads of that run. */
  public Supervisor(RunControl control) {
    this.control = control;
    this.shutdown = control.shutdown();
  }

  /** Is called repeatedly while a thread is waited for. */
  @FunctionalInterface
  public interface Look {
    void look();
  }

  /** Starts a thread that does not keep the process alive. */
  public static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /**
   * Waits until the thread has ended.
   *
   * @param grace how long it may continue once the run is cancelled, before the run is abandoned
   * @param look is called while it is running
   * @return false if the run was abandoned and the thread did not end
   * @throws InterruptedException the run is being stopped
   */
  public boolean await(Thread thread, Duration grace, Look look) throws InterruptedException {
    while (thread.isAlive()) {
      thread.join(LOOK_MILLIS);
      look.look();
      if (shutdown.hasBeenCancelledFor(grace)) {
        control.abandon();
      }
      if (shutdown.hasBeenAbandonedFor(TO_HEAR)) {
        return !thread.isAlive();
      }
    }
    return true;
  }

  /**
   * Runs work that can block, on a separate thread.
   *
   * @param patience how long it may take once the run is cancelled
   * @return its value; null if it did not end in that time
   * @throws ExecutionException it failed
   * @throws InterruptedException the run is being stopped
   */
  public <T> @Nullable T call(String name, Supplier<Duration> patience, Callable<T> work)
      throws ExecutionException, InterruptedException {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = start(name, task);
    long cancelledAt = 0;
    while (thread.isAlive()) {
      thread.join(LOOK_MILLIS);
      if (shutdown.isCancelled()) {
        cancelledAt = cancelledAt == 0 ? System.nanoTime() : cancelledAt;
        if (System.nanoTime() - cancelledAt > patience.get().toNanos()) {
          return null;
        }
      }
    }
    return task.get();
  }

  /**
   * Throws the failure of another thread on this one.
   *
   * @throws InterruptedException the other thread was interrupted
   */
  public static DcmbulkException rethrown(ExecutionException failure) throws InterruptedException {
    Throwable cause = failure.getCause();
    if (cause instanceof DcmbulkException known) {
      return known;
    } else if (cause instanceof InterruptedException interrupted) {
      throw interrupted;
    } else if (cause instanceof RuntimeException unexpected) {
      throw unexpected;
    } else if (cause instanceof Error error) {
      throw error;
    }
    throw new IllegalStateException(cause);
  }
}
