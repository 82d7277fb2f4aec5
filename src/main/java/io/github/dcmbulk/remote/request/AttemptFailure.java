package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.Step;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One request that did not do its work, sorted by what to do about it. */
public final class AttemptFailure extends Exception {
  private final Step step;
  private final Kind kind;
  private final String code;
  private final @Nullable Duration retryAfter;
  private final @Nullable String remedy;

  /** A failure with all that is known of it. */
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

  /** A failure that names no time to wait and has no cause. */
  public AttemptFailure(Step step, Kind kind, String code, String detail) {
    this(step, kind, code, detail, null, null);
  }

  /** A fault that every instance would meet: the run ends, and none is marked as failed for it. */
  public static AttemptFailure atFault(Step step, String code, String detail, String remedy) {
    return new AttemptFailure(step, Kind.AT_FAULT, code, detail, null, remedy, null);
  }

  /** The same, with what to do about it. */
  public AttemptFailure withRemedy(String known) {
    return new AttemptFailure(step, kind, code, detail(), retryAfter, known, getCause());
  }

  /** What to do about a failure. */
  public enum Kind {
    /** No connection: the service is away, whatever was asked of it. */
    UNREACHABLE,
    /** 5xx, a time-out or a reset: the service is away, or this request is hard on it. */
    UNAVAILABLE,
    /** 429 or {@code SlowDown}: the service is throttling. */
    THROTTLED,
    /** Bad luck with this request: again. */
    TRANSIENT,
    /** The bytes that arrived are not those that were to be sent. */
    BAD_DIGEST,
    /** They may not be, which another attempt will show: it costs the instance nothing. */
    DOUBTFUL,
    /** The presigned URL came too late: again with a fresh one. */
    EXPIRED,
    /** The credentials that the URL was signed with have ended: again with a fresh one. */
    SIGNER_EXPIRED,
    /** The URL had ended when it was issued: again, once. */
    EXPIRED_AT_ISSUE,
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
    /** The service is at fault as a whole: every instance would meet the same. */
    AT_FAULT,
    /** Certificates, proxy or hosts: no use in trying again. */
    MISCONFIGURED,
    /** The bucket, the key, the account or the space: the store takes nothing from any client. */
    STORE,
    /** The service refuses it for good, and for what this instance is. */
    INSTANCE,
    /** The service refuses it for good. */
    FINAL
  }

  /** The request that failed. */
  public Step step() {
    return step;
  }

  /** What can be done about it. */
  public Kind kind() {
    return kind;
  }

  /** A short stable name, such as {@code http-503-SlowDown}. */
  public String code() {
    return code;
  }

  /** One line for people. */
  public String detail() {
    return String.valueOf(getMessage());
  }

  /**
   * Whether the answer to a PUT shows that nothing was stored. No answer, and 5xx, show nothing; an
   * ETag or a checksum that differs shows the contrary.
   */
  public boolean showsNothingStored() {
    return switch (kind) {
      case UNREACHABLE, THROTTLED, FORBIDDEN, SIGNATURE, FOREIGN -> true;
      case EXPIRED, SIGNER_EXPIRED, EXPIRED_AT_ISSUE -> true;
      case AT_FAULT, MISCONFIGURED, STORE, INSTANCE, FINAL -> !code.startsWith("http-412");
      case UNAVAILABLE, TRANSIENT, BAD_DIGEST, DOUBTFUL, SOURCE, TOKEN_REFUSED -> false;
    };
  }

  /** What to do about it, where that is known better than by its kind. */
  public @Nullable String remedy() {
    if (remedy != null) {
      return remedy;
    }
    return getCause() instanceof TransportException transport ? transport.remedy() : null;
  }

  /** How long the service asks to wait; null when it does not. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }
}
