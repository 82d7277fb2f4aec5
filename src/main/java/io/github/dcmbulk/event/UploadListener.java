package io.github.dcmbulk.event;

/**
 * Receives a run's events. Called from any thread and at any rate; must not block and must not
 * throw.
 */
@FunctionalInterface
public interface UploadListener {
  /** Receives one event. */
  void on(UploadEvent event);
}
