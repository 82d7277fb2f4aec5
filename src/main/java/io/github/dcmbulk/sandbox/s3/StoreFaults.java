package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.lake.ChecksumKind;
import io.github.dcmbulk.sandbox.lake.Incoming;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The faults of PUTs: refusals and foreign answers without a stored instance, and wrong answers for
 * a stored one. They are applied in the order of {@link FaultKind}.
 */
final class StoreFaults {
  private static final String LOGIN_PAGE =
      "<!DOCTYPE html><html><head><title>Guest network</title></head><body>Please sign in to use"
          + " this network.</body></html>";
  private static final String BLOCKED_PAGE =
      "<!DOCTYPE html><html><head><title>Blocked</title></head><body>This upload was blocked by"
          + " the content filter of your organisation.</body></html>";

  /** Errors of S3 or a compatible store. */
  private static final Map<FaultKind, StoreError> ERROR_OF = new EnumMap<>(FaultKind.class);

  static {
    ERROR_OF.put(FaultKind.SLOW_DOWN, StoreError.SLOW_DOWN);
    ERROR_OF.put(FaultKind.INTERNAL_ERROR, StoreError.INTERNAL_ERROR);
    ERROR_OF.put(FaultKind.REQUEST_TIMEOUT, StoreError.REQUEST_TIMEOUT);
    ERROR_OF.put(FaultKind.ACCESS_DENIED, StoreError.ACCESS_DENIED);
    ERROR_OF.put(FaultKind.BAD_DIGEST, StoreError.BAD_DIGEST);
    ERROR_OF.put(FaultKind.EXPIRED_TOKEN, StoreError.EXPIRED_TOKEN);
    ERROR_OF.put(FaultKind.INVALID_TOKEN, StoreError.INVALID_TOKEN);
    ERROR_OF.put(FaultKind.TIME_SKEWED, StoreError.TIME_SKEWED);
    ERROR_OF.put(FaultKind.OPERATION_ABORTED, StoreError.OPERATION_ABORTED);
    ERROR_OF.put(FaultKind.CONDITIONAL_CONFLICT, StoreError.CONDITIONAL_CONFLICT);
    ERROR_OF.put(FaultKind.PRECONDITION_FAILED, StoreError.PRECONDITION_FAILED);
    ERROR_OF.put(FaultKind.NO_SUCH_BUCKET, StoreError.NO_SUCH_BUCKET);
    ERROR_OF.put(FaultKind.KEY_REVOKED, StoreError.INVALID_ACCESS_KEY_ID);
    ERROR_OF.put(FaultKind.QUOTA_EXCEEDED, StoreError.QUOTA_EXCEEDED);
    ERROR_OF.put(FaultKind.STORAGE_FULL, StoreError.STORAGE_FULL);
    ERROR_OF.put(FaultKind.NOT_IMPLEMENTED, StoreError.NOT_IMPLEMENTED);
    ERROR_OF.put(FaultKind.SIGNATURE_MISMATCH, StoreError.SIGNATURE_DOES_NOT_MATCH);
  }

  private final Faults faults;

  StoreFaults(Faults faults) {
    this.faults = faults;
  }

  /** The answer to a PUT that is not stored, if a fault affects it; the body is read. */
  Optional<BucketAnswer> instead(RequestExchange exchange) throws IOException {
    for (FaultKind kind : FaultKind.values()) {
      Optional<Reply> reply = strikes(kind) ? Optional.of(reply(kind)) : Optional.empty();
      if (reply.isPresent()) {
        exchange.discardBody();
        return Optional.of(new BucketAnswer("fault " + kind.optionName(), reply.get()));
      }
    }
    if (faults.strikes(FaultKind.RESET)) {
      exchange.body().skipNBytes(exchange.contentLength() / 2);
      return Optional.of(new BucketAnswer("fault reset", Reply.reset()));
    }
    return Optional.empty();
  }

  private boolean strikes(FaultKind kind) {
    boolean isOurs =
        ERROR_OF.containsKey(kind)
            || switch (kind) {
              case PUT_HTML, PUT_ERROR, PUT_JSON, PUT_ACCEPTED -> true;
              case FILTER_PAGE, FILTER_REDIRECT, FILTER_LEGAL -> true;
              default -> false;
            };
    return isOurs && faults.strikes(kind);
  }

  private static Reply reply(FaultKind kind) {
    return switch (kind) {
      case PUT_HTML -> Reply.of(200, "text/html", LOGIN_PAGE);
      case PUT_ERROR -> withStatus(200, BucketAnswer.refusal(StoreError.INTERNAL_ERROR).reply());
      case PUT_JSON -> Reply.json(200, Map.of("status", "ok"));
      case PUT_ACCEPTED -> Reply.json(202, Map.of("status", "queued"));
      case FILTER_PAGE -> Reply.of(403, "text/html", BLOCKED_PAGE);
      case FILTER_REDIRECT -> Reply.empty(302).with("Location", "/blocked");
      case FILTER_LEGAL -> Reply.of(451, "text/html", BLOCKED_PAGE);
      case REQUEST_TIMEOUT -> BucketAnswer.refusal(StoreError.REQUEST_TIMEOUT).reply().closing();
      default ->
          BucketAnswer.refusal(ERROR_OF.getOrDefault(kind, StoreError.INTERNAL_ERROR)).reply();
    };
  }

  private static Reply withStatus(int status, Reply reply) {
    return new Reply(status, reply.headers(), reply.body(), reply.connectionEnd());
  }

  /**
   * The answer to a PUT that was stored: that of S3, or a wrong one if a fault affects it.
   *
   * @param outcome how the instance was stored
   * @param kind the checksum in the answer
   */
  BucketAnswer stored(String outcome, Incoming incoming, ChecksumKind kind) {
    if (faults.strikes(FaultKind.RESET_AFTER)) {
      return new BucketAnswer(outcome + ", fault reset-after", Reply.reset());
    }
    BucketAnswer answer = new BucketAnswer(outcome, Reply.empty(200));
    String etag = incoming.md5Hex();
    if (faults.strikes(FaultKind.WRONG_ETAG)) {
      answer = answer.noting(FaultKind.WRONG_ETAG);
      etag = "0".repeat(etag.length());
    } else if (faults.strikes(FaultKind.FOREIGN_ETAG)) {
      answer = answer.noting(FaultKind.FOREIGN_ETAG);
      etag = new StringBuilder(etag).reverse().toString();
    }
    if (faults.strikes(FaultKind.NO_ETAG)) {
      answer = answer.noting(FaultKind.NO_ETAG);
    } else {
      answer = answer.with("ETag", "\"" + etag + "\"");
    }
    return checksum(answer, incoming, kind).with("x-amz-request-id", BucketAnswer.id());
  }

  private BucketAnswer checksum(BucketAnswer answer, Incoming incoming, ChecksumKind kind) {
    if (faults.strikes(FaultKind.NO_CHECKSUM)) {
      return answer.noting(FaultKind.NO_CHECKSUM);
    }
    boolean wrong = faults.strikes(FaultKind.WRONG_CHECKSUM);
    ChecksumKind.Running other = kind.begin();
    other.update(new byte[] {1}, 1);
    String value = wrong ? other.value() : incoming.checksum(kind);
    BucketAnswer noted = wrong ? answer.noting(FaultKind.WRONG_CHECKSUM) : answer;
    return noted.with(kind.header(), value).with("x-amz-checksum-type", "FULL_OBJECT");
  }
}
