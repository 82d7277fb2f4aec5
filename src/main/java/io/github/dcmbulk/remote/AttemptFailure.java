package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.TransportException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request that did not do its work, sorted by what to do about it. */
final class AttemptFailure extends Exception {
  private final Step step;
  private final Kind kind;
  private final String code;
  private final @Nullable Duration retryAfter;

  AttemptFailure(
      Step step,
      Kind kind,
      String code,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.step = step;
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
  }

  AttemptFailure(Step step, Kind kind, String code, String detail) {
    this(step, kind, code, detail, null, null);
  }

  /** What to do about a failure. */
  enum Kind {
    /** No connection: the service is away, whatever was asked of it. */
    UNREACHABLE,
    /** 5xx, a time-out or a reset: the service is away, or this request is hard on it. */
    UNAVAILABLE,
    /** 429 or {@code SlowDown}: the service asks for less. */
    THROTTLED,
    /** Bad luck with this request: again. */
    TRANSIENT,
    /** The bytes that arrived are not those that were to be sent. */
    BAD_DIGEST,
    /** The presigned URL came too late: again with a fresh one. */
    EXPIRED,
    /** 403: again with a fresh URL, once. */
    FORBIDDEN,
    /** The API refuses the access token. */
    TOKEN_REFUSED,
    /** The signature does not match: configuration or clock. */
    SIGNATURE,
    /** The answer is not the protocol's. */
    FOREIGN,
    /** The instance's own bytes could not be read, or are not what they were. */
    SOURCE,
    /** Certificates, proxy or hosts: no use in trying again. */
    MISCONFIGURED,
    /** The service refuses it for good. */
    FINAL
  }

  Step step() {
    return step;
  }

  Kind kind() {
    return kind;
  }

  /** A short stable name, such as {@code http-503-SlowDown}. */
  String code() {
    return code;
  }

  /** One line for people. */
  String detail() {
    return String.valueOf(getMessage());
  }

  /** Whether nobody read the request, as the connection had been closed before. */
  boolean isStale() {
    return getCause() instanceof TransportException transport && transport.isStale();
  }

  /** What to do about it, where that is known better than by its kind. */
  @Nullable String remedy() {
    return getCause() instanceof TransportException transport ? transport.remedy() : null;
  }

  @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
