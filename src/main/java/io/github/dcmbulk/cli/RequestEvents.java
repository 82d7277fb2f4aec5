package io.github.dcmbulk.cli;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.remote.Attempt;

/** Tells listeners of a run about its requests, in words. */
final class RequestEvents implements Attempt.Listener {
  private static final UploadEvent DONE = new UploadEvent.RequestDone();

  private final UploadListener listener;

  RequestEvents(UploadListener listener) {
    this.listener = listener;
  }

  @Override
  public void on(Attempt attempt) {
    listener.on(
        attempt.result() == Attempt.Result.OK
            ? DONE
            : new UploadEvent.RequestFailed(attempt.step().wire(), why(attempt)));
  }

  private static String why(Attempt attempt) {
    String status = attempt.status() == 0 ? "" : " (" + attempt.status() + ")";
    return switch (attempt.result()) {
      case OK -> "done";
      case THROTTLED -> "the service is throttling" + status;
      case TIMED_OUT -> "no answer in time";
      case FAILED -> attempt.status() == 0 ? "no connection" : "answered " + attempt.status();
    };
  }
}
