package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.TransportException;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Classifies failures by what to do about them. */
public final class ResponseClassifier {
  private ResponseClassifier() {}

  /** For a request without an answer. */
  public static AttemptFailure of(Step step, TransportException e) {
    Kind kind =
        switch (e.kind()) {
          case DNS, CONNECT, TLS -> Kind.UNREACHABLE;
          case TRUST, PROXY -> Kind.MISCONFIGURED;
          case TIMEOUT, RESET, PROTOCOL -> Kind.UNAVAILABLE;
          case SOURCE -> Kind.SOURCE;
        };
    String code = e.kind().name().toLowerCase(Locale.ROOT);
    // For an error of the file the message must not name the host.
    Throwable telling = kind == Kind.SOURCE && e.getCause() != null ? e.getCause() : e;
    return new AttemptFailure(step, kind, code, String.valueOf(telling.getMessage()), null, e);
  }

  /** For an answer that is not a success. */
  public static AttemptFailure of(Step step, HttpUrl url, HttpAnswer answer, Instant now) {
    S3Error error = S3Error.of(answer);
    String code = "http-" + answer.status() + (error.code().isEmpty() ? "" : "-" + error.code());
    Kind kind = kind(step, answer, error);
    if (kind == Kind.EXPIRED) {
      code += "-expired";
    }
    AttemptFailure failure =
        new AttemptFailure(
            step,
            kind,
            code,
            detail(step, url, answer, error, kind),
            RetryAfter.of(answer, now),
            null);
    String remedy = step == Step.PUT ? remedy(kind, url) : null;
    if (isPage(step, answer)) {
      remedy =
          "ask your network's administrators whether a web filter blocks "
              + url.host()
              + "; if it is the service's own gateway that answers so, check --scope";
    }
    return remedy == null ? failure : failure.withRemedy(remedy);
  }

  /**
   * For a PUT that was answered with success by another server than a store: a store's answer has
   * an ETag or an empty body (Amazon S3 API reference, PutObject, "Response Elements").
   */
  public static AttemptFailure notStored(HttpUrl url, HttpAnswer answer, Instant now) {
    AnswerBody body = AnswerBody.of(answer);
    S3Error error = S3Error.of(answer);
    if (body == AnswerBody.ERROR && !error.code().isEmpty()) {
      return of(Step.PUT, url, answer, now);
    }
    return new AttemptFailure(
            Step.PUT,
            Kind.FOREIGN,
            "http-" + answer.status() + "-not-stored",
            ("%s answered %d to PUT with %s: nothing was stored; this is not the answer of an"
                    + " object store")
                .formatted(url, answer.status(), body.words(answer)),
            RetryAfter.of(answer, now),
            null)
        .withRemedy(inBetween(url));
  }

  private static String detail(
      Step step, HttpUrl url, HttpAnswer answer, S3Error error, Kind kind) {
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
    if (step == Step.PUT && kind == Kind.FOREIGN) {
      detail.append(" with ").append(AnswerBody.of(answer).words(answer)).append(pointer(answer));
      detail.append(", as a web filter or login page between here and the store does");
    }
    if (isPage(step, answer)) {
      detail.append(" with ").append(AnswerBody.of(answer).words(answer));
      detail.append(", as a web filter between here and the service does");
    }
    if (kind == Kind.EXPIRED) {
      detail.append(": the URL had expired by the store's clock");
    }
    if (kind == Kind.STORE || kind == Kind.SIGNER_EXPIRED) {
      String meaning = StoreCodes.meaning(error.code());
      detail.append(": ").append(meaning == null ? "the store accepts no objects" : meaning);
    }
    return detail.toString();
  }

  /** An API refuses a token with a challenge or in JSON; an HTML page comes from a filter. */
  private static boolean isPage(Step step, HttpAnswer answer) {
    return step == Step.PRESIGN
        && answer.status() == 403
        && answer.header("www-authenticate") == null
        && AnswerBody.of(answer) == AnswerBody.HTML;
  }

  /** The request in words. Object paths are not shown. */
  private static String asked(Step step, HttpUrl url) {
    return switch (step) {
      case TOKEN -> "when asked for a token (" + url.path() + ")";
      case PRESIGN -> "when asked for an upload URL (GET " + url.path() + ")";
      case PUT -> "to PUT";
    };
  }

  /** The host of a redirect; it identifies a login page. */
  private static String pointer(HttpAnswer answer) {
    String location = answer.header("location");
    if (location == null) {
      return "";
    }
    try {
      return ", pointing to " + HttpUrl.parse(location).host();
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static @Nullable String remedy(Kind kind, HttpUrl url) {
    return switch (kind) {
      case STORE ->
          "tell the service's operators; nothing is wrong with the instances or with your settings."
              + " Run the same command again when it is fixed";
      case SIGNER_EXPIRED ->
          "tell the service's operators: the service signs upload URLs with temporary credentials,"
              + " which it must renew before they expire. Nothing is wrong with the instances;"
              + " run the same command again when it is fixed";
      case FOREIGN -> inBetween(url);
      default -> null;
    };
  }

  private static String inBetween(HttpUrl url) {
    return "ask your network's administrators to let HTTPS PUT requests to "
        + url.host()
        + " pass, or name the proxy with --proxy; then run the same command again";
  }

  private static Kind kind(Step step, HttpAnswer answer, S3Error error) {
    Kind known = StoreCodes.kind(error.code());
    if (known != null && (step == Step.PUT || known == Kind.THROTTLED || known == Kind.TRANSIENT)) {
      return known;
    }
    return step == Step.PUT ? ofPut(answer, error) : ofService(step, answer.status());
  }

  private static Kind ofService(Step step, int status) {
    return switch (status) {
      // A token endpoint that refuses the client answers in JSON, which was handled before.
      case 401, 403 -> step == Step.PRESIGN ? Kind.TOKEN_REFUSED : Kind.FOREIGN;
      case 408, 425 -> Kind.TRANSIENT;
      case 429 -> Kind.THROTTLED;
      case 500, 502, 503, 504 -> Kind.UNAVAILABLE;
      // The protocol has no such answer: another server gave it.
      default -> Kind.FOREIGN;
    };
  }

  private static Kind ofPut(HttpAnswer answer, S3Error error) {
    int status = answer.status();
    if (status >= 500) {
      return ofTrouble(status);
    }
    return switch (status) {
      case 408, 425, 499 -> Kind.TRANSIENT;
      // 498 is Swift's "rate limited".
      case 429, 498 -> Kind.THROTTLED;
      case 413 -> Kind.INSTANCE;
      case 407, 451 -> Kind.FOREIGN;
      default -> ofRefusal(status, answer, error);
    };
  }

  /** Cloudflare answers 52x and 53x for a store that does not answer. */
  private static Kind ofTrouble(int status) {
    return switch (status) {
      case 501, 505 -> Kind.FINAL;
      case 507 -> Kind.STORE;
      case 509, 529 -> Kind.THROTTLED;
      case 511 -> Kind.FOREIGN;
      default -> Kind.UNAVAILABLE;
    };
  }

  /**
   * A store refuses with an error code; HTML pages, and redirects to them, come from other servers.
   */
  private static Kind ofRefusal(int status, HttpAnswer answer, S3Error error) {
    boolean named = !error.code().isEmpty();
    if (!named && (status < 400 || AnswerBody.of(answer) == AnswerBody.HTML)) {
      return Kind.FOREIGN;
    }
    if (status == 401 || status == 403) {
      return error.isExpiry() ? Kind.EXPIRED : Kind.FORBIDDEN;
    }
    return Kind.FINAL;
  }
}
