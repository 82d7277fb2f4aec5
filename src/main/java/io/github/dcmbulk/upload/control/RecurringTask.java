package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.model.JournalException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a step that uses the journal, on a daemon thread of its own. After the first failure it
 * is not repeated.
 */
public final class RecurringTask implements AutoCloseable {
  /** One step. */
  @FunctionalInterface
  public interface RecurringStep {
    /**
     * Runs the step.
     *
     * @throws JournalException the journal cannot be used; the step is not repeated
     * @throws InterruptedException the task is being closed
     */
    void run() throws JournalException, InterruptedException;
  }

  private final RecurringStep step;
  private final Consumer<JournalException> onFailure;
  private final ScheduledExecutorService timer;
  private @Nullable ScheduledFuture<?> next;

  /**
   * Prepares a task; {@link #start} begins.
   *
   * @param name of its thread
   */
  public RecurringTask(String name, RecurringStep step, Consumer<JournalException> onFailure) {
    this.step = step;
    this.onFailure = onFailure;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /** Runs the step after the delay and then once in each period. */
  public void start(Duration delay, Duration period) {
    next =
        timer.scheduleAtFixedRate(
            this::run, delay.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Runs the step once, on the calling thread. */
  public void run() {
    try {
      step.run();
    } catch (JournalException e) {
      onFailure.accept(e);
      timer.shutdown();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Begins no further step, and does not wait for one in progress. */
  @Override
  public void close() {
    if (next != null) {
      next.cancel(false);
    }
    timer.shutdown();
  }

  /** Begins no further step, interrupts one in progress, and does not wait for it. */
  public void interrupt() {
    timer.shutdownNow();
  }

  /**
   * Waits for the end of a step in progress, after {@link #close} or {@link #interrupt}; at most
   * that long.
   *
   * @return false if the calling thread was interrupted; its flag is set again
   */
  public boolean await(Duration longest) {
    try {
      boolean unused = timer.awaitTermination(longest.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
