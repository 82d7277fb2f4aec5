package io.github.dcmbulk.remote;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * One request that was made, for adaptive concurrency, time accounting and audit logs.
 *
 * @param step which of the three requests
 * @param host host of the URL
 * @param result the outcome, by kind
 * @param status the HTTP status; 0 when no answer came
 * @param nanos duration in nanoseconds
 * @param bytes bytes of the instance in the request body; 0 except for PUT
 * @param instanceRef the instance it was for
 * @param details further values for the audit log
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

  /** A request without details. */
  public Attempt(Step step, String host, Result result, int status, long nanos, long bytes) {
    this(step, host, result, status, nanos, bytes, InstanceRef.NONE, Details.NONE);
  }

  /**
   * Further values for the audit log.
   *
   * @param code a short stable name of the failure, such as {@code http-503-SlowDown}; null after
   *     success
   * @param requestId the request id that the server assigned; null when it gave none
   * @param objectHost host of the presigned URL that was issued; null when none was
   */
  public record Details(
      @Nullable String code, @Nullable String requestId, @Nullable String objectHost) {
    static final Details NONE = new Details(null, null, null);
  }

  /** How a request ended. */
  public enum Result {
    /** Status 2xx and a usable answer. */
    OK,
    /** The service is throttling: status 429, or the error code {@code SlowDown}. */
    THROTTLED,
    /** No answer within the timeout. */
    TIMED_OUT,
    /** Any other failure. */
    FAILED;

    /** The name in audit logs and metrics. */
    public String code() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** Receives each request; called from any thread, must not block and must not throw. */
  @FunctionalInterface
  public interface Listener {
    /** Ignores all requests. */
    Listener NONE = attempt -> {};

    /** Receives one request. */
    void on(Attempt attempt);
  }
}
