package io.github.dcmbulk.sandbox.fault;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Kinds of faults. */
public enum FaultKind {
  /** The client is refused: 401 {@code invalid_client}. */
  TOKEN_REFUSED(null),
  /** The token endpoint answers 302 to a login page, as for a browser. */
  TOKEN_REDIRECT(null),
  /** The token endpoint answers 200 with the login page of a captive portal. */
  TOKEN_HTML(null),
  /** The token endpoint answers 200 with an {@code error} instead of a token. */
  TOKEN_ERROR(null),
  /** A token comes without {@code token_type}. */
  TOKEN_TYPE_MISSING(null),
  /** A token's {@code token_type} is {@code BearerToken}. */
  TOKEN_TYPE_OTHER(null),
  /** A token's {@code scope} is an array. */
  TOKEN_SCOPE_ARRAY(null),
  /** A token answer with empty and null members. */
  TOKEN_EMPTY_MEMBERS(null),
  /** A token's {@code expires_in} is a text. */
  TOKEN_EXPIRES_TEXT(null),
  /** A token's {@code expires_in} is null. */
  TOKEN_EXPIRES_NULL(null),
  /** A token's {@code expires_in} is -1. */
  TOKEN_EXPIRES_NEGATIVE(null),
  /** A token's {@code expires_in} is 10 to the power of 30. */
  TOKEN_EXPIRES_HUGE(null),
  /** The token endpoint answers 503. */
  TOKEN_UNAVAILABLE(null),
  /** A token is issued that lacks the scope, so that presigning answers 403. */
  TOKEN_UNSCOPED(null),
  /** A valid token is refused as expired: 401 {@code invalid_token} from presign. */
  TOKEN_EXPIRED(null),
  /** Presign answers 503. */
  PRESIGN_UNAVAILABLE(null),
  /** Presign answers 429; the value is its {@code Retry-After}, in whole seconds. */
  PRESIGN_THROTTLED(Duration.ofSeconds(1)),
  /** Presign answers 200 with the login page of a captive portal. */
  PRESIGN_HTML(null),
  /** Presign answers 200 with half of its JSON. */
  PRESIGN_TRUNCATED(null),
  /** Presign answers 403 with the page of a content filter. */
  PRESIGN_FILTER(null),
  /** Presign answers 301 to the same path with a slash at its end. */
  PRESIGN_SLASH(null),
  /** Presign answers 400 with a web server's page that says the request's header is too large. */
  PRESIGN_HEADER_TOO_LARGE(null),
  /** Presign answers a URL with {@code fields} beside it: a form for POST, not a URL for PUT. */
  PRESIGN_FORM(null),
  /** Presign answers the same URL as before. */
  URL_REPEATED(null),
  /**
   * As URL_REPEATED, but as from a cache: not for a request with {@code Cache-Control: no-cache}.
   */
  URL_CACHED(null),
  /** A URL is issued that has already expired. */
  URL_EXPIRED(null),
  /** A URL is issued whose query contains the CRC-32 of an empty body. */
  URL_EMPTY_CHECKSUM(null),
  /** A PUT is answered 503 {@code SlowDown}. */
  SLOW_DOWN(null),
  /** A PUT is answered 500 {@code InternalError}. */
  INTERNAL_ERROR(null),
  /** A PUT is answered 400 {@code RequestTimeout} and the connection closed. */
  REQUEST_TIMEOUT(null),
  /** A PUT is answered 403 {@code AccessDenied}. */
  ACCESS_DENIED(null),
  /** A PUT is answered 400 {@code BadDigest}, as if bytes had changed in transit. */
  BAD_DIGEST(null),
  /** A PUT is answered 400 {@code ExpiredToken}: the signer's session has ended. */
  EXPIRED_TOKEN(null),
  /** A PUT is answered 400 {@code InvalidToken}. */
  INVALID_TOKEN(null),
  /** A PUT is answered 403 {@code RequestTimeTooSkewed}. */
  TIME_SKEWED(null),
  /** A PUT is answered 409 {@code OperationAborted}. */
  OPERATION_ABORTED(null),
  /** A PUT is answered 409 {@code ConditionalRequestConflict}. */
  CONDITIONAL_CONFLICT(null),
  /** A PUT is answered 412 {@code PreconditionFailed}. */
  PRECONDITION_FAILED(null),
  /** A PUT is answered 404 {@code NoSuchBucket}. */
  NO_SUCH_BUCKET(null),
  /** A PUT is answered 403 {@code InvalidAccessKeyId}. */
  KEY_REVOKED(null),
  /** A PUT is answered 403 {@code QuotaExceeded}. */
  QUOTA_EXCEEDED(null),
  /** A PUT is answered 507. */
  STORAGE_FULL(null),
  /** A PUT is answered 501 {@code NotImplemented}. */
  NOT_IMPLEMENTED(null),
  /** A PUT is answered 403 {@code SignatureDoesNotMatch}. */
  SIGNATURE_MISMATCH(null),
  /** A PUT is answered 200 with a login page; nothing is stored. */
  PUT_HTML(null),
  /** A PUT is answered 200 with an {@code <Error>}; nothing is stored. */
  PUT_ERROR(null),
  /** A PUT is answered 200 with JSON; nothing is stored. */
  PUT_JSON(null),
  /** A PUT is answered 202 with JSON; nothing is stored. */
  PUT_ACCEPTED(null),
  /** A PUT is answered 403 with the page of a content filter. */
  FILTER_PAGE(null),
  /** A PUT is answered 302 to the page of a content filter. */
  FILTER_REDIRECT(null),
  /** A PUT is answered 451 with the page of a content filter. */
  FILTER_LEGAL(null),
  /** A PUT is answered 503 before its body is read. */
  EARLY_ANSWER(null),
  /** A PUT's connection is reset in the middle of its body; nothing is stored. */
  RESET(null),
  /** A PUT is stored, and the connection is reset instead of an answer. */
  RESET_AFTER(null),
  /** A PUT is stored, and answered after the duration. */
  LATE_ANSWER(Duration.ofSeconds(1)),
  /** A PUT is stored, and answered with the ETag of other bytes. */
  WRONG_ETAG(null),
  /** A PUT is stored, and its answer's ETag is the hash of another algorithm. */
  FOREIGN_ETAG(null),
  /** A PUT is stored, and its answer has no ETag. */
  NO_ETAG(null),
  /** A PUT is stored, and its answer's checksum is that of other bytes. */
  WRONG_CHECKSUM(null),
  /** A PUT is stored, and its answer has no checksum. */
  NO_CHECKSUM(null),
  /** Any request is delayed by the duration. */
  LATENCY(Duration.ofMillis(50)),
  /** Any request is not answered for the duration, and then the connection is reset. */
  STALL(Duration.ofMinutes(10));

  private final @Nullable Duration usual;

  FaultKind(@Nullable Duration usual) {
    this.usual = usual;
  }

  /** The name in {@code --fault}: lower case, words joined by a hyphen. */
  public String optionName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The default duration; null for a fault that takes none. */
  @Nullable Duration usual() {
    return usual;
  }

  static FaultKind named(String optionName) {
    return Arrays.stream(values())
        .filter(kind -> kind.optionName().equals(optionName))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "unknown fault '" + optionName + "'; there are: " + optionNames()));
  }

  private static String optionNames() {
    return Arrays.stream(values()).map(FaultKind::optionName).collect(Collectors.joining(", "));
  }
}
