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
 * The delivery of one instance: attempts, each with a URL of its own, until it is stored or there
 * is no use in going on. Used by one thread.
 */
final class Delivery {
  private static final int ENOUGH_OF_THE_SAME = 2;

  private final DeliveryContext link;
  private final InstanceContent content;
  private final long number;
  private final long storedBefore;
  private final StoreTrouble trouble;
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

  Delivery(DeliveryContext link, InstanceContent content) {
    this.link = link;
    this.content = content;
    this.number = link.nextDelivery();
    this.storedBefore = link.stored();
    this.trouble = new StoreTrouble(link, content, number);
  }

  PutOutcome run() throws DcmbulkException, InterruptedException {
    while (true) {
      link.throwIfStopped();
      attempts++;
      begun = link.timing().nanos().getAsLong();
      if (attempts > 1) {
        link.counters().retry();
      }
      try {
        return new UploadAttempt(link, content, attempts, begun, askFirst).run();
      } catch (AttemptFailure failure) {
        failuresInARow++;
        mayBeStored |= failure.step() == Step.PUT && failure.kind() == Kind.UNAVAILABLE;
        if (failure.step() == Step.PUT && failure.showsNothingStored()) {
          content.notStored();
        }
        PutOutcome end = end(failure);
        if (end != null) {
          return end;
        }
        Duration pause = pause(failure);
        link.waits().run(() -> link.timing().sleeper().sleep(pause));
        if (trouble.any() && !content.isInTime()) {
          // What was delivered of its study must not suffer from its trouble.
          return trouble.isOwn() ? refused(failure, false) : doubtful(failure, true);
        }
      }
    }
  }

  /** The outcome, when there is no use in another attempt; null when there is. */
  private @Nullable PutOutcome end(AttemptFailure failure) throws ServiceUnreachableException {
    if (content.isWithheld()) {
      return new PutOutcome.Withheld(attempts);
    }
    return switch (failure.kind()) {
      case SOURCE -> new PutOutcome.SourceChanged("the file " + failure.detail(), attempts);
      case FINAL -> finished(answered(failure));
      case AT_FAULT -> throw link.atFault(failure);
      case INSTANCE -> refusedForItself(answered(failure));
      case STORE -> storeFault(answered(failure));
      case MISCONFIGURED -> misconfigured(failure);
      case FOREIGN -> foreign(failure);
      case UNAVAILABLE -> failure.step() == Step.PUT ? troubled(failure) : away(failure);
      case UNREACHABLE, THROTTLED -> away(failure);
      case SIGNATURE -> badSignature(answered(failure));
      case FORBIDDEN -> ++forbidden > 1 ? refused(answered(failure), true) : null;
      case BAD_DIGEST, DOUBTFUL -> badDigest(answered(failure));
      // Token and URL are not the instance's: it cannot be to blame.
      case TRANSIENT -> failure.step() == Step.PUT ? count(failure) : away(failure);
      case EXPIRED, TOKEN_REFUSED -> count(failure);
      case SIGNER_EXPIRED -> troubled(failure);
      case EXPIRED_AT_ISSUE -> expiredAtIssue(failure);
    };
  }

  /**
   * 412 says that there is an object already, where the URL demands that there is none ({@code
   * If-None-Match: *}): ours, if an attempt of ours was not answered.
   */
  private PutOutcome finished(AttemptFailure failure) {
    if (!failure.code().startsWith("http-412")) {
      return refused(failure, true);
    }
    if (mayBeStored) {
      link.store().storedBefore();
      link.countStored(begun);
      return new PutOutcome.Stored(null, attempts);
    }
    String detail = failure.detail() + ": an object is there that this run did not send";
    return new PutOutcome.Refused(failure.code(), true, detail, attempts);
  }

  /** Whatever it said, the service is there. */
  private AttemptFailure answered(AttemptFailure failure) {
    link.gate(failure.step()).answered();
    return failure;
  }

  private @Nullable PutOutcome foreign(AttemptFailure failure) throws ServiceUnreachableException {
    if (failure.step() == Step.PUT) {
      return troubled(failure);
    }
    OutageGate gate = link.gate(failure.step());
    if (gate.reached()) {
      return away(failure);
    }
    if (gate.isForeign()) {
      throw link.foreign(failure);
    }
    return null;
  }

  private @Nullable PutOutcome misconfigured(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (failure.code().equals("upload-host") || !link.gate(failure.step()).reached()) {
      throw link.misconfigured(failure);
    }
    // It worked a while ago: a certificate is being renewed, or a server stands in between.
    return away(failure);
  }

  private @Nullable PutOutcome away(AttemptFailure failure) throws ServiceUnreachableException {
    askFirstAfter(failure);
    return link.gate(failure.step()).failed(failure, number) ? null : count(failure);
  }

  private @Nullable PutOutcome troubled(AttemptFailure failure) throws ServiceUnreachableException {
    askFirstAfter(failure);
    return switch (trouble.after(failure)) {
      case TRY_AGAIN -> null;
      case GIVE_UP -> givenUp(failure);
      case DOUBT -> doubtful(failure, false);
      case DOUBT_AFTER_LAST -> doubtful(failure, true);
    };
  }

  private PutOutcome doubtful(AttemptFailure failure, boolean usedUp) {
    if (link.gate(Step.PUT).worked()) {
      link.giveUp(failure);
    }
    return new PutOutcome.Doubtful(
        failure.code(), failure.detail(), attempts, usedUp, trouble.othersStored());
  }

  /**
   * A refusal before the body is read can drown in a reset; asking first brings it to light. A
   * small body is sent before the refusal comes, and a server that does not know how to be asked
   * would cost seconds.
   */
  private void askFirstAfter(AttemptFailure failure) {
    askFirst |=
        failure.step() == Step.PUT
            && failure.code().equals("reset")
            && !UploadAttempt.isSmall(content);
  }

  /** Once may be a hiccup of the store; the next URL is signed and looked up anew. */
  private @Nullable PutOutcome storeFault(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++storeFaults < 2) {
      return null;
    }
    throw new ServiceUnreachableException(
        failure.detail(), String.valueOf(failure.remedy()), failure);
  }

  /** A fresh URL that has ended shows a wrong clock; where URLs were good before, it may pass. */
  private @Nullable PutOutcome expiredAtIssue(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++expiredAtIssue < 2) {
      return null;
    }
    if (link.stored() == 0) {
      throw link.atFault(failure);
    }
    return troubled(failure);
  }

  private PutOutcome refusedForItself(AttemptFailure failure) {
    return new PutOutcome.Refused(failure.code(), true, failure.detail(), attempts, true);
  }

  private @Nullable PutOutcome badSignature(AttemptFailure failure)
      throws ServiceUnreachableException {
    if (++badSignatures < 2) {
      return null;
    }
    if (link.stored() == storedBefore) {
      throw new ServiceUnreachableException(
          failure.detail() + ", twice: its URLs are signed wrongly or changed on the way",
          "check the clocks, and whether a proxy rewrites URLs",
          failure);
    }
    return refused(failure, true);
  }

  private @Nullable PutOutcome badDigest(AttemptFailure failure) {
    return failure.kind() == Kind.DOUBTFUL ? null : count(failure);
  }

  /** After one instance used up its attempts, two show of the next whether it fails alike. */
  private @Nullable PutOutcome count(AttemptFailure failure) {
    int most = link.settings().maxAttempts();
    boolean isKnown = link.wasGivenUp(failure);
    boolean over = ++counted >= (isKnown ? Math.min(ENOUGH_OF_THE_SAME, most) : most);
    return over ? givenUp(failure) : null;
  }

  private PutOutcome givenUp(AttemptFailure failure) {
    link.giveUp(failure);
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
    if (!link.gate(failure.step()).worked() && failure.retryAfter() == null) {
      if (link.wasGivenUp(failure)) {
        return Duration.ZERO;
      }
      return link.backoff().firstContact(failuresInARow);
    }
    boolean isTrouble = failure.kind() == Kind.UNAVAILABLE || failure.kind() == Kind.SIGNER_EXPIRED;
    return isTrouble && trouble.isOwn()
        ? link.backoff().ofOwnTrouble(failuresInARow, failure.retryAfter())
        : link.backoff().pause(failuresInARow, failure.retryAfter());
  }
}
