package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The failure of one request, with its kind. */
public final class AttemptFailure extends Exception {
  private final Step step;
  private final Kind kind;
  private final String code;
  private final @Nullable Duration retryAfter;
  private final @Nullable String remedy;

  /** A failure with all details. */
  public AttemptFailure(
      Step step,
      Kind kind,
      String code,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable String remedy,
      @Nullable Throwable cause) {
    super(detail, cause);
    this.step = step;
    this.kind = kind;
    this.code = code;
    this.retryAfter = retryAfter;
    this.remedy = remedy;
  }

  /** A failure whose remedy follows from its kind. */
  public AttemptFailure(
      Step step,
      Kind kind,
      String code,
      String detail,
      @Nullable Duration retryAfter,
      @Nullable Throwable cause) {
    this(step, kind, code, detail, retryAfter, null, cause);
  }

  /** A failure without Retry-After and cause. */
  public AttemptFailure(Step step, Kind kind, String code, String detail) {
    this(step, kind, code, detail, null, null);
  }

  /** A failure that affects every instance: the run ends, and no instance is marked as failed. */
  public static AttemptFailure atFault(Step step, String code, String detail, String remedy) {
    return new AttemptFailure(step, Kind.AT_FAULT, code, detail, null, remedy, null);
  }

  /** The same failure with a remedy. */
  public AttemptFailure withRemedy(String known) {
    return new AttemptFailure(step, kind, code, detail(), retryAfter, known, getCause());
  }

  /** Kind of a failure, by what to do about it. */
  public enum Kind {
    /** No connection: the service is unavailable for every request. */
    UNREACHABLE,
    /** 5xx, a time-out or a reset: the service is unavailable, or cannot handle this request. */
    UNAVAILABLE,
    /** 429 or {@code SlowDown}: the service is throttling. */
    THROTTLED,
    /** Temporary, such as a request that arrived late: repeat it. */
    TRANSIENT,
    /** Other bytes arrived than were sent. */
    BAD_DIGEST,
    /**
     * Other bytes may have arrived; the next attempt shows it. Not counted against the instance.
     */
    DOUBTFUL,
    /** The presigned URL expired before it was used: repeat with a new one. */
    EXPIRED,
    /** The credentials that signed the URL have expired: repeat with a new URL. */
    SIGNER_EXPIRED,
    /** The URL was expired when it was issued: repeat once. */
    EXPIRED_AT_ISSUE,
    /** 403: repeat once with a new URL. */
    FORBIDDEN,
    /** The API refuses the access token. */
    TOKEN_REFUSED,
    /** The signature does not match: wrong configuration or clock. */
    SIGNATURE,
    /** The answer does not follow the protocol. */
    FOREIGN,
    /** The file could not be read, or has changed. */
    SOURCE,
    /** The service has a fault that affects every instance. */
    AT_FAULT,
    /** Wrong certificates, proxy or hosts: another attempt cannot help. */
    MISCONFIGURED,
    /** Bucket, key, account or space: the store accepts nothing from any client. */
    STORE,
    /** The service refuses it permanently, because of a property of this instance. */
    INSTANCE,
    /** The service refuses it permanently. */
    FINAL
  }

  /** The request that failed. */
  public Step step() {
    return step;
  }

  /** The kind of failure. */
  public Kind kind() {
    return kind;
  }

  /** A short stable name, such as {@code http-503-SlowDown}. */
  public String code() {
    return code;
  }

  /** One line for messages. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /**
   * Whether the answer to a PUT shows that nothing was stored. A missing answer and 5xx do not show
   * it; an ETag or checksum that differs shows that something was stored.
   */
  public boolean showsNothingStored() {
    return switch (kind) {
      case UNREACHABLE, THROTTLED, FORBIDDEN, SIGNATURE, FOREIGN -> true;
      case EXPIRED, SIGNER_EXPIRED, EXPIRED_AT_ISSUE -> true;
      case AT_FAULT, MISCONFIGURED, STORE, INSTANCE, FINAL -> !code.startsWith("http-412");
      case UNAVAILABLE, TRANSIENT, BAD_DIGEST, DOUBTFUL, SOURCE, TOKEN_REFUSED -> false;
    };
  }

  /** A remedy that is more specific than that of the kind; null for none. */
  public @Nullable String remedy() {
    if (remedy != null) {
      return remedy;
    }
    return getCause() instanceof TransportException transport ? transport.remedy() : null;
  }

  /** Value of {@code Retry-After} (RFC 9110 §10.2.3); null for none. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
