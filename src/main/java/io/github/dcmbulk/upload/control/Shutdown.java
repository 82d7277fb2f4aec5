package io.github.dcmbulk.upload.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The two steps in which a run ends early. When it is cancelled, nothing more is started, and
 * threads without a request in progress are interrupted. When it is abandoned, connections are
 * closed and every thread is interrupted; a thread that does not react, for example because it is
 * blocked in the file system, is left running. Thread-safe.
 */
public final class Shutdown {
  private final List<Runnable> onCancel = new ArrayList<>();
  private final List<Runnable> onAbandon = new ArrayList<>();
  private volatile boolean cancelled;
  private volatile boolean abandoned;
  private long cancelledAt;
  private long abandonedAt;

  boolean isCancelled() {
    return cancelled;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Runs the action when the run is cancelled, or now if it is already; it must not block. */
  public void onCancel(Runnable action) {
    if (!added(onCancel, action, cancelled)) {
      action.run();
    }
  }

  /** Runs the action when the run is abandoned, or now if it is already; it must not block. */
  public void onAbandon(Runnable action) {
    if (!added(onAbandon, action, abandoned)) {
      action.run();
    }
  }

  private synchronized boolean added(List<Runnable> actions, Runnable action, boolean late) {
    boolean isTooLate = late || (actions == onCancel ? cancelled : abandoned);
    return !isTooLate && actions.add(action);
  }

  /** Cancels the run. */
  void cancel() {
    List<Runnable> actions;
    synchronized (this) {
      if (cancelled) {
        return;
      }
      cancelledAt = System.nanoTime();
      cancelled = true;
      actions = List.copyOf(onCancel);
    }
    actions.forEach(Runnable::run);
  }

  /** Abandons the run. */
  void abandon() {
    cancel();
    List<Runnable> actions;
    synchronized (this) {
      if (abandoned) {
        return;
      }
      abandonedAt = System.nanoTime();
      abandoned = true;
      actions = List.copyOf(onAbandon);
    }
    actions.forEach(Runnable::run);
  }

  /** Whether the run has been cancelled for that long. */
  synchronized boolean hasBeenCancelledFor(Duration time) {
    return cancelled && System.nanoTime() - cancelledAt >= time.toNanos();
  }

  /** Whether the run has been abandoned for that long. */
  synchronized boolean hasBeenAbandonedFor(Duration time) {
    return abandoned && System.nanoTime() - abandonedAt >= time.toNanos();
  }
}
