package io.github.dcmbulk.event;

/**
 * Hears of a run's events. May be called from any thread and at any rate, must not block, and must
 * not throw.
 */
@FunctionalInterface
public interface UploadListener {
  /** Takes note of one event. */
  void on(UploadEvent event);
}
