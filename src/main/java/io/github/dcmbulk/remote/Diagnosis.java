package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.AttemptFailure.Kind;
import java.time.Instant;
import java.util.Locale;

/** Sorts failures by what to do about them. */
final class Diagnosis {
  private Diagnosis() {}

  /** No answer came. */
  static AttemptFailure of(Step step, TransportException e) {
    Kind kind =
        switch (e.kind()) {
          case DNS, CONNECT, TLS -> Kind.UNREACHABLE;
          case TRUST, PROXY -> Kind.MISCONFIGURED;
          case TIMEOUT, RESET, PROTOCOL -> Kind.UNAVAILABLE;
          case SOURCE -> Kind.SOURCE;
        };
    String code = e.kind().name().toLowerCase(Locale.ROOT);
    // A host has no part in what is wrong with a file.
    Throwable telling = kind == Kind.SOURCE && e.getCause() != null ? e.getCause() : e;
    return new AttemptFailure(step, kind, code, String.valueOf(telling.getMessage()), null, e);
  }

  /** An answer came, but not the one that was hoped for. */
  static AttemptFailure of(Step step, HttpUrl url, HttpAnswer answer, Instant now) {
    S3Error error = S3Error.of(answer);
    String code = "http-" + answer.status() + (error.code().isEmpty() ? "" : "-" + error.code());
    StringBuilder detail = new StringBuilder();
    detail.append(url).append(" answered ").append(answer.status()).append(' ');
    detail.append(asked(step, url));
    if (!error.code().isEmpty()) {
      detail.append(", ").append(error.code());
    }
    detail.append(error.aboutHeaders());
    if (error.requestId() != null) {
      detail.append(", request ").append(error.requestId());
    }
    return new AttemptFailure(
        step, kind(step, answer, error), code, detail.toString(), RetryAfter.of(answer, now), null);
  }

  /** What was asked. Paths of objects are not shown. */
  private static String asked(Step step, HttpUrl url) {
    return switch (step) {
      case TOKEN -> "when asked for a token (" + url.path() + ")";
      case PRESIGN -> "when asked for an upload URL (GET " + url.path() + ")";
      case PUT -> "to put";
    };
  }

  private static Kind kind(Step step, HttpAnswer answer, S3Error error) {
    return switch (error.code()) {
      case "SlowDown", "Throttling", "ThrottlingException", "TooManyRequests" -> Kind.THROTTLED;
      case "RequestTimeout", "IncompleteBody" -> Kind.TRANSIENT;
      case "BadDigest" -> Kind.BAD_DIGEST;
      case "SignatureDoesNotMatch" -> Kind.SIGNATURE;
      default -> byStatus(step, answer.status(), error);
    };
  }

  private static Kind byStatus(Step step, int status, S3Error error) {
    return switch (status) {
      case 401 -> step == Step.PRESIGN ? Kind.TOKEN_REFUSED : Kind.FINAL;
      case 403 -> forbidden(step, error);
      case 408, 425 -> Kind.TRANSIENT;
      case 429 -> Kind.THROTTLED;
      case 500, 502, 503, 504 -> Kind.UNAVAILABLE;
      // Where the protocol knows no such answer, some other server gave it.
      default -> step == Step.PUT ? Kind.FINAL : Kind.FOREIGN;
    };
  }

  private static Kind forbidden(Step step, S3Error error) {
    if (step != Step.PUT) {
      return Kind.TOKEN_REFUSED;
    }
    return error.isExpiry() ? Kind.EXPIRED : Kind.FORBIDDEN;
  }
}
