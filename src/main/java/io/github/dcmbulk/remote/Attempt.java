package io.github.dcmbulk.remote;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one request: for adaptive concurrency, time accounting and audit logs.
 *
 * @param step which of the three requests
 * @param host where it went
 * @param result how it ended
 * @param status the HTTP status; 0 when no answer came
 * @param nanos how long it took
 * @param bytes bytes of the instance it carried; 0 but for PUT
 * @param instanceRef which instance it was for
 * @param details what else is known of it
 */
public record Attempt(
    Step step,
    String host,
    Result result,
    int status,
    long nanos,
    long bytes,
    InstanceRef instanceRef,
    Details details) {

  /** A request of which no more is known. */
  public Attempt(Step step, String host, Result result, int status, long nanos, long bytes) {
    this(step, host, result, status, nanos, bytes, InstanceRef.NONE, Details.NONE);
  }

  /**
   * What an audit wants to know besides.
   *
   * @param code a short stable name of what went wrong, such as {@code http-503-SlowDown}; null
   *     when all went well
   * @param requestId the server's name for the request; null when it gave none
   * @param objectHost host of the presigned URL that was issued; null when none was
   */
  public record Details(
      @Nullable String code, @Nullable String requestId, @Nullable String objectHost) {
    static final Details NONE = new Details(null, null, null);
  }

  /** How a request ended. */
  public enum Result {
    /** 2xx, and good. */
    OK,
    /** The service is throttling: 429, {@code SlowDown}. */
    THROTTLED,
    /** Nothing came in time. */
    TIMED_OUT,
    /** Anything else. */
    FAILED;

    /** The name in audit logs and metrics. */
    public String wire() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Hears of requests; may be called from any thread, must not block and must not throw. */
  @FunctionalInterface
  public interface Listener {
    /** Hears of nothing. */
    Listener NONE = attempt -> {};

    /** Takes note of one. */
    void on(Attempt attempt);
  }
}
