package io.github.dcmbulk.upload.control;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The two steps in which a run ends early. When it hurries, nothing more is begun, and what has no
 * request in progress is interrupted. When it is abandoned, connections are closed and every thread
 * is interrupted; a thread that does not notice, as one that is blocked in the file system, is left
 * behind. Thread-safe.
 */
public final class Shutdown {
  private final List<Runnable> onHurry = new ArrayList<>();
  private final List<Runnable> onAbandon = new ArrayList<>();
  private volatile boolean hurried;
  private volatile boolean abandoned;
  private long hurriedAt;
  private long abandonedAt;

  boolean isHurried() {
    return hurried;
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /** Does that when the run hurries, or now if it does already; must not block. */
  public void onHurry(Runnable action) {
    if (!added(onHurry, action, hurried)) {
      action.run();
    }
  }

  /** Does that when the run is abandoned, or now if it is already; must not block. */
  public void onAbandon(Runnable action) {
    if (!added(onAbandon, action, abandoned)) {
      action.run();
    }
  }

  private synchronized boolean added(List<Runnable> actions, Runnable action, boolean late) {
    boolean isTooLate = late || (actions == onHurry ? hurried : abandoned);
    return !isTooLate && actions.add(action);
  }

  /** Nothing more is begun. */
  void hurry() {
    List<Runnable> actions;
    synchronized (this) {
      if (hurried) {
        return;
      }
      hurriedAt = System.nanoTime();
      hurried = true;
      actions = List.copyOf(onHurry);
    }
    actions.forEach(Runnable::run);
  }

  /** Nothing is waited for any more. */
  void abandon() {
    hurry();
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

  /** Whether the run has hurried for that long. */
  synchronized boolean hasHurriedFor(Duration time) {
    return hurried && System.nanoTime() - hurriedAt >= time.toNanos();
  }

  /** Whether the run has been abandoned for that long. */
  synchronized boolean hasBeenAbandonedFor(Duration time) {
    return abandoned && System.nanoTime() - abandonedAt >= time.toNanos();
  }
}
