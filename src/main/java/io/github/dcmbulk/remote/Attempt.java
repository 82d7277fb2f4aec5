package io.github.dcmbulk.remote;

/**
 * What became of one request: for adaptive concurrency, time accounting and audit logs.
 *
 * @param step which of the three requests
 * @param host where it went
 * @param result how it ended
 * @param status the HTTP status; 0 when no answer came
 * @param nanos how long it took
 * @param bytes bytes of the instance it carried; 0 but for PUT
 */
public record Attempt(Step step, String host, Result result, int status, long nanos, long bytes) {

  /** How a request ended. */
  public enum Result {
    /** 2xx, and good. */
    OK,
    /** The service asks for less: 429, {@code SlowDown}. */
    THROTTLED,
    /** Nothing came in time. */
    TIMED_OUT,
    /** Anything else. */
    FAILED
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
