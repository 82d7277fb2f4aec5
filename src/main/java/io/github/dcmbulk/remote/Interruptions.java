package io.github.dcmbulk.remote;

import java.util.HashSet;
import java.util.Set;

/**
 * Waits and other work that a stop need not let finish: no request is in progress in them. Threads
 * inside are interrupted by the stop, and none enters later. Thread-safe.
 */
public final class Interruptions {
  private final Set<Thread> inside = new HashSet<>();
  private boolean over;

  /** What may be interrupted. */
  @FunctionalInterface
  public interface Work<T, E extends Exception> {
    /** Does it. */
    T run() throws E, InterruptedException;
  }

  /** What may be interrupted, and has no value. */
  @FunctionalInterface
  public interface Step<E extends Exception> {
    /** Does it. */
    void run() throws E, InterruptedException;
  }

  /**
   * Does that, unless the stop has come.
   *
   * @throws InterruptedException the stop came before it, or while it was done
   */
  public <T, E extends Exception> T call(Work<T, E> work) throws E, InterruptedException {
    enter();
    T value;
    try {
      value = work.run();
    } finally {
      leave();
    }
    // A stop that came at the last moment has set the flag, and the thread is needed further on.
    throwIfOver();
    return value;
  }

  /**
   * Does that, unless the stop has come.
   *
   * @throws InterruptedException the stop came before it, or while it was done
   */
  public <E extends Exception> void run(Step<E> step) throws E, InterruptedException {
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

  /** The stop has come. */
  public synchronized void interrupt() {
    over = true;
    inside.forEach(Thread::interrupt);
  }
}
