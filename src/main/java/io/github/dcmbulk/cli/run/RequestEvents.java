package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.remote.Attempt;
import java.util.Set;

/** Reports the requests of a run as events. */
public final class RequestEvents implements Attempt.Listener {
  /** Client errors that are tried again (RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4). */
  private static final Set<Integer> TRANSIENT = Set.of(408, 425, 429);

  private static final int CLIENT_ERRORS = 400;
  private static final int SERVER_ERRORS = 500;

  private final UploadListener listener;

  /** Reports to that listener. */
  public RequestEvents(UploadListener listener) {
    this.listener = listener;
  }

  @Override
  public void on(Attempt attempt) {
    listener.on(
        attempt.result() == Attempt.Result.OK
            ? new UploadEvent.RequestDone(attempt.step().code())
            : new UploadEvent.RequestFailed(
                attempt.step().code(), why(attempt), isRefused(attempt.status())));
  }

  private static boolean isRefused(int status) {
    return status >= CLIENT_ERRORS && status < SERVER_ERRORS && !TRANSIENT.contains(status);
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
