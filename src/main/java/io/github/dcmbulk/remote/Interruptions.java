package io.github.dcmbulk.remote;

import java.util.HashSet;
import java.util.Set;

/**
 * Runs waits and other work that a stop may interrupt because no request is in progress. The stop
 * interrupts the threads inside; later calls throw at once. Thread-safe.
 */
public final class Interruptions {
  private final Set<Thread> inside = new HashSet<>();
  private boolean over;

  /** Interruptible work with a value. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /**
     * Runs it.
     *
     * @throws E as thrown by the work
     */
    T run() throws E, InterruptedException;
  }

  /** Interruptible work without a value. */
  @FunctionalInterface
  public interface InterruptibleStep<E extends Exception> {
    /**
     * Runs it.
     *
     * @throws E as thrown by the work
     */
    void run() throws E, InterruptedException;
  }

  /**
   * Runs the work, unless the run is being stopped.
   *
   * @throws InterruptedException the stop came before or during the work
   * @throws E as thrown by the work
   */
  public <T, E extends Exception> T call(Work<T, E> work) throws E, InterruptedException {
    enter();
    T value;
    try {
      value = work.run();
    } finally {
      leave();
    }
    // A stop may have set the interrupt flag at the last moment: do not carry it on.
    throwIfOver();
    return value;
  }

  /**
   * Runs the step, unless the run is being stopped.
   *
   * @throws InterruptedException the stop came before or during the step
   * @throws E as thrown by the work
   */
  public <E extends Exception> void run(InterruptibleStep<E> step) throws E, InterruptedException {
    this.<Boolean, E>call(
        () -> {
          step.run();
          return true;
        });
  }

  private synchronized void enter() throws InterruptedException {
    throwIfOver();
    inside.add(Thread.currentThread());
  }

  private synchronized void leave() {
    inside.remove(Thread.currentThread());
  }

  private synchronized void throwIfOver() throws InterruptedException {
    if (over) {
      Thread.interrupted();
      throw new InterruptedException("the run is being stopped");
    }
  }

  /** Interrupts all work, now and later. */
  public synchronized void interrupt() {
    over = true;
    inside.forEach(Thread::interrupt);
  }
}
