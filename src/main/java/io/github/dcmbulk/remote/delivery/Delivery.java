package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Delivers one instance: attempts, each with a URL of its own, until it is stored or another
 * attempt cannot help. Used by one thread.
 *
 * <p>Throws {@link DcmbulkException} when the run must end; the failure of the instance is a value.
 */
final class Delivery {
  private static final int ATTEMPTS_FOR_KNOWN_FAILURE = 2;

  private final DeliveryContext context;
  private final InstanceContent content;
  private final long number;
  private final long storedBefore;
  private final StoreFailures storeFailures;
  private int attempts;
  private int counted;
  private int failuresInARow;
  private int forbidden;
  private int badSignatures;
  private int storeFaults;
  private int expiredAtIssue;
  private long begun;
  private boolean askFirst;
  private boolean mayBeStored;

  Delivery(DeliveryContext context, InstanceContent content) {
    this.context = context;
    this.content = content;
    this.number = context.nextDelivery();
    this.storedBefore = context.stored();
    this.storeFailures = new StoreFailures(context, content, number);
  }

  PutOutcome run() throws DcmbulkException, InterruptedException {
    while (true) {
      context.throwIfStopped();
      attempts++;
      begun = context.timing().nanos().getAsLong();
      if (attempts > 1) {
        context.counters().retry();
      }
      try {
        return new UploadAttempt(context, content, attempts, begun, askFirst).run();
      } catch (AttemptFailure failure) {
        failuresInARow++;
        mayBeStored |= failure.step() == Step.PUT && failure.kind() == Kind.UNAVAILABLE;
        if (failure.step() == Step.PUT && failure.showsNothingStored()) {
          content.notStored();
        }
        PutOutcome outcome = outcomeOf(failure);
        if (outcome != null) {
          return outcome;
        }
        Duration pause = pause(failure);
        context.waits().run(() -> context.timing().sleeper().sleep(pause));
        if (storeFailures.any() && !content.isInTime()) {
          // Further attempts could interrupt the delivery of its study.
          return storeFailures.isOwn() ? refused(failure, false) : doubtful(failure, true);
        }
      }
    }
  }

  /** The outcome when no further attempt is to be made; null when one is. */
  private @Nullable PutOutcome outcomeOf(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (content.isWithheld()) {
      return new PutOutcome.Withheld(attempts);
    }
    return switch (failure.kind()) {
      case SOURCE -> new PutOutcome.SourceChanged("the file " + failure.detail(), attempts);
      case FINAL -> permanentRefusal(answered(failure));
      case AT_FAULT -> throw context.atFault(failure);
      case INSTANCE -> refusedForItself(answered(failure));
      case STORE -> storeFault(answered(failure));
      case MISCONFIGURED -> misconfigured(failure);
      case FOREIGN -> foreign(failure);
      case UNAVAILABLE -> failure.step() == Step.PUT ? storeFailed(failure) : unavailable(failure);
      case UNREACHABLE, THROTTLED -> unavailable(failure);
      case SIGNATURE -> badSignature(answered(failure));
      case FORBIDDEN -> ++forbidden > 1 ? refused(answered(failure), true) : null;
      case BAD_DIGEST, DOUBTFUL -> badDigest(answered(failure));
      // Tokens and URLs are not specific to an instance: such a failure is not counted against it.
      case TRANSIENT -> failure.step() == Step.PUT ? count(failure) : unavailable(failure);
      case EXPIRED, TOKEN_REFUSED -> count(failure);
      case SIGNER_EXPIRED -> storeFailed(failure);
      case EXPIRED_AT_ISSUE -> expiredAtIssue(failure);
    };
  }

  /**
   * Status 412 means that an object exists where the URL demands that there is none ({@code
   * If-None-Match: *}). If an earlier attempt got no answer, that attempt stored it.
   */
  private PutOutcome permanentRefusal(AttemptFailure failure) {
    if (!failure.code().startsWith("http-412")) {
      return refused(failure, true);
    }
    if (mayBeStored) {
      context.store().storedBefore();
      context.countStored(begun);
      return new PutOutcome.Stored(null, attempts);
    }
    String detail =
        failure.detail() + ": an object with this name exists, and this run did not send it";
    return new PutOutcome.Refused(failure.code(), true, detail, attempts);
  }

  /** Any refusal shows that the service is available. */
  private AttemptFailure answered(AttemptFailure failure) {
    context.gate(failure.step()).answered();
    return failure;
  }

  private @Nullable PutOutcome foreign(AttemptFailure failure) throws ServiceUnreachableException {
    if (failure.step() == Step.PUT) {
      return storeFailed(failure);
    }
    OutageGate gate = context.gate(failure.step());
    if (gate.reached()) {
      return unavailable(failure);
    }
    if (gate.isForeign()) {
      throw context.foreign(failure);
    }
    return null;
  }

  private @Nullable PutOutcome misconfigured(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (failure.code().equals("upload-host") || !context.gate(failure.step()).reached()) {
      throw context.misconfigured(failure);
    }
    // It worked before in this run: a certificate may be in renewal, or another server may answer.
    return unavailable(failure);
  }

  private @Nullable PutOutcome unavailable(AttemptFailure failure)
      throws ServiceUnreachableException {
    askFirstAfter(failure);
    return context.gate(failure.step()).failed(failure, number) ? null : count(failure);
  }

  private @Nullable PutOutcome storeFailed(AttemptFailure failure)
      throws ServiceUnreachableException {
    askFirstAfter(failure);
    return switch (storeFailures.after(failure)) {
      case TRY_AGAIN -> null;
      case GIVE_UP -> givenUp(failure);
      case DOUBT -> doubtful(failure, false);
      case DOUBT_AFTER_LAST -> doubtful(failure, true);
    };
  }

  private PutOutcome doubtful(AttemptFailure failure, boolean usedUp) {
    if (context.gate(Step.PUT).worked()) {
      context.giveUp(failure);
    }
    return new PutOutcome.Doubtful(
        failure.code(), failure.detail(), attempts, usedUp, storeFailures.othersStored());
  }

  /**
   * A server that refuses before it has read the body may reset the connection, and the refusal is
   * lost. With {@code Expect: 100-continue} it is received. Not for small bodies: they are sent
   * before the refusal arrives, and a server that ignores {@code Expect} would cost seconds.
   */
  private void askFirstAfter(AttemptFailure failure) {
    askFirst |=
        failure.step() == Step.PUT
            && failure.code().equals("reset")
            && !UploadAttempt.isSmall(content);
  }

  /** One failure may be temporary: try once more with a new URL. */
  private @Nullable PutOutcome storeFault(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++storeFaults < 2) {
      return null;
    }
    throw new ServiceUnreachableException(
        failure.detail(), String.valueOf(failure.remedy()), failure);
  }

  /**
   * A new URL that has already expired shows a wrong clock; after good URLs it may be temporary.
   */
  private @Nullable PutOutcome expiredAtIssue(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++expiredAtIssue < 2) {
      return null;
    }
    if (context.stored() == 0) {
      throw context.atFault(failure);
    }
    return storeFailed(failure);
  }

  private PutOutcome refusedForItself(AttemptFailure failure) {
    return new PutOutcome.Refused(failure.code(), true, failure.detail(), attempts, true);
  }

  private @Nullable PutOutcome badSignature(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++badSignatures < 2) {
      return null;
    }
    if (context.stored() == storedBefore) {
      throw new ServiceUnreachableException(
          failure.detail() + ", twice: its URLs are signed wrongly, or a proxy changes them",
          "check the clocks, and whether a proxy rewrites URLs",
          failure);
    }
    return refused(failure, true);
  }

  private @Nullable PutOutcome badDigest(AttemptFailure failure) {
    return failure.kind() == Kind.DOUBTFUL ? null : count(failure);
  }

  /** When an instance was given up with this failure, two attempts are enough for the next one. */
  private @Nullable PutOutcome count(AttemptFailure failure) {
    int most = context.settings().maxAttempts();
    boolean isKnown = context.wasGivenUp(failure);
    boolean over = ++counted >= (isKnown ? Math.min(ATTEMPTS_FOR_KNOWN_FAILURE, most) : most);
    return over ? givenUp(failure) : null;
  }

  private PutOutcome givenUp(AttemptFailure failure) {
    context.giveUp(failure);
    return refused(failure, false);
  }

  private PutOutcome refused(AttemptFailure failure, boolean permanent) {
    return new PutOutcome.Refused(failure.code(), permanent, failure.detail(), attempts);
  }

  private Duration pause(AttemptFailure failure) {
    boolean freshUrlIsEnough =
        failure.kind() == Kind.EXPIRED
            || failure.kind() == Kind.SIGNER_EXPIRED
            || failure.kind() == Kind.EXPIRED_AT_ISSUE
            || failure.kind() == Kind.FORBIDDEN
            || failure.kind() == Kind.STORE
            || failure.kind() == Kind.SIGNATURE;
    if (freshUrlIsEnough && failuresInARow == 1) {
      return Duration.ZERO;
    }
    if (!context.gate(failure.step()).worked() && failure.retryAfter() == null) {
      if (context.wasGivenUp(failure)) {
        return Duration.ZERO;
      }
      return context.backoff().firstContact(failuresInARow);
    }
    boolean isStoreFailure =
        failure.kind() == Kind.UNAVAILABLE || failure.kind() == Kind.SIGNER_EXPIRED;
    return isStoreFailure && storeFailures.isOwn()
        ? context.backoff().afterOwnFailure(failuresInARow, failure.retryAfter())
        : context.backoff().pause(failuresInARow, failure.retryAfter());
  }
}
