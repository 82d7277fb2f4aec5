package io.github.dcmbulk.upload.control;

import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.remote.Interruptions;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * What all threads of a run share: the clock, a request to stop, the first failure that ends the
 * run, and a signal that wakes the dispatcher. Thread-safe.
 */
public final class RunControl {
  /** Waits; replaced in tests with a virtual clock. */
  @FunctionalInterface
  public interface Waiter {
    /**
     * Waits for a permit of the semaphore, at most that long.
     *
     * @param idle whether nothing is in progress that could release a permit, so that only time can
     *     bring work
     */
    void await(Semaphore wakeUp, Duration longest, boolean idle) throws InterruptedException;
  }

  private final RunClock clock;
  private final SendingGate gate;
  private final Waiter waiter;
  private final Semaphore wakeUp = new Semaphore(0);
  private final Shutdown shutdown = new Shutdown();
  private final Interruptions interruptions = new Interruptions();
  private volatile boolean stopping;
  private volatile boolean walkEnded;
  private @Nullable ExitCode asked;
  private @Nullable Throwable failure;
  private @Nullable String stopReason;
  private boolean tooManyErrors;

  /** A run that may always send; durations are measured with that clock too. */
  public RunControl(Clock clock, Waiter waiter) {
    this(clock, () -> ChronoUnit.NANOS.between(Instant.EPOCH, clock.instant()), waiter);
  }

  /**
   * Begins a run.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   */
  RunControl(Clock clock, LongSupplier nanos, Waiter waiter) {
    this(clock, nanos, waiter, new SendingGate(null, Duration.ZERO, clock));
  }

  /**
   * Begins a run.
   *
   * @param nanos a clock that never goes back, in nanoseconds
   * @param gate when instances may be sent
   */
  public RunControl(Clock clock, LongSupplier nanos, Waiter waiter, SendingGate gate) {
    this.clock = new RunClock(clock, nanos);
    this.gate = gate;
    this.waiter = waiter;
    shutdown.onCancel(interruptions::interrupt);
  }

  /** Work with nothing in flight, which ends when the run is cancelled. */
  public Interruptions interruptions() {
    return interruptions;
  }

  /**
   * Waits on the wall clock.
   *
   * @throws InterruptedException the run is being stopped
   */
  public static void awaitReally(Semaphore wakeUp, Duration longest, boolean idle)
      throws InterruptedException {
    if (wakeUp.tryAcquire(Math.max(1, longest.toMillis()), TimeUnit.MILLISECONDS)) {
      wakeUp.drainPermits();
    }
  }

  /** The time of the run: it does not follow a wall clock that is set. */
  public Instant now() {
    return clock.now();
  }

  /** The wall clock, for what people and calendars read. */
  public Instant wall() {
    return clock.wall();
  }

  /** The time for pauses, which includes the time in which the machine was suspended. */
  public Instant outside() {
    return clock.outside();
  }

  /** Converts a time of {@link #outside} to one of {@link #now}. */
  public Instant onRunClock(Instant outside) {
    return now().plus(Duration.between(outside(), outside));
  }

  /** Whether no new study may be begun. */
  public boolean isStopping() {
    return stopping;
  }

  /** Whether no new instance may be begun. */
  public boolean isCancelled() {
    return shutdown.isCancelled();
  }

  /** When instances may be sent. */
  public SendingGate gate() {
    return gate;
  }

  /** Whether a new instance may be begun now: the run continues, and the window is open. */
  public boolean mayBegin() {
    return !isCancelled() && gate.isOpen();
  }

  /** Whether the run waits for nothing any more, and outcomes of aborted requests do not count. */
  public boolean isAbandoned() {
    return shutdown.isAbandoned();
  }

  /** How the run ends early. */
  public Shutdown shutdown() {
    return shutdown;
  }

  /** Whether the walk must end early. */
  public boolean isWalkOver() {
    return isCancelled() || walkEnded;
  }

  /** A signal asks the run to end. */
  public void stop(ExitCode why) {
    synchronized (this) {
      asked = asked == null ? why : asked;
    }
    cancel();
  }

  /** No new instance is begun; what is in flight may continue for the grace period. */
  public void cancel() {
    stopping = true;
    shutdown.cancel();
    signal();
  }

  /** Aborts requests in flight. */
  public void abandon() {
    stopping = true;
    shutdown.abandon();
    signal();
  }

  /**
   * A limit of the user ends the run on purpose: deliveries in progress are completed.
   *
   * @param endsWalk whether the walk ends as well
   */
  public void stopOnPurpose(String reason, boolean endsWalk) {
    synchronized (this) {
      stopReason = stopReason == null ? reason : stopReason;
    }
    walkEnded |= endsWalk;
    stopping = true;
    signal();
  }

  /** More instances failed than the user allows. */
  void stopOnErrors() {
    synchronized (this) {
      tooManyErrors = true;
    }
    cancel();
  }

  /** Whether the run ended because too many instances failed. */
  public boolean hadTooManyErrors() {
    synchronized (this) {
      return tooManyErrors;
    }
  }

  /**
   * A failure that affects every instance ends the run. Failures that the end of the run causes do
   * not count.
   */
  public void fail(Throwable cause) {
    if (isAbandoned()) {
      return;
    }
    synchronized (this) {
      failure = failure == null ? cause : failure;
    }
    cancel();
  }

  /** The signal that ended the run; null for none. */
  public @Nullable ExitCode asked() {
    synchronized (this) {
      return asked;
    }
  }

  /** The failure that ended the run; null for none. */
  public @Nullable Throwable failure() {
    synchronized (this) {
      return failure;
    }
  }

  /** Why the run ended on purpose; null if it did not. */
  public @Nullable String stopReason() {
    synchronized (this) {
      return stopReason;
    }
  }

  /** Wakes the dispatcher: there may be something to do. */
  public void signal() {
    wakeUp.release();
  }

  /**
   * Waits for a signal, at most that long; one that was sent since the last wait counts.
   *
   * @param idle whether nothing is in progress that could signal
   * @throws InterruptedException the run is being stopped
   */
  public void await(Duration longest, boolean idle) throws InterruptedException {
    waiter.await(wakeUp, longest, idle);
  }
}
