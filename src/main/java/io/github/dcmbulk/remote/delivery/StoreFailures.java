package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;

/**
 * The failures of one delivery at a store that was reached. Whether the store or the instance is
 * the cause is decided by the outcome of others that are sent at the same time. Used by one thread.
 */
final class StoreFailures {
  private static final int ATTEMPTS_FOR_KNOWN_FAILURE = 2;

  /** What the delivery does next. */
  enum Decision {
    /** Makes another attempt. */
    TRY_AGAIN,
    /** Makes no further attempt: the instance is the cause. */
    GIVE_UP,
    /** Stops until others have been tried. */
    DOUBT,
    /** As {@link #DOUBT}, with no attempt left. */
    DOUBT_AFTER_LAST
  }

  private final DeliveryContext context;
  private final InstanceContent content;
  private final long delivery;
  private int failures;
  private long first;
  private boolean hasWaited;

  StoreFailures(DeliveryContext context, InstanceContent content, long delivery) {
    this.context = context;
    this.content = content;
    this.delivery = delivery;
  }

  /** Whether any attempt failed at the store. */
  boolean any() {
    return failures > 0;
  }

  /** Whether others were stored while this instance failed. */
  boolean isOwn() {
    return content.evidence().isOwn() || (failures > 0 && context.storedSince(first));
  }

  /** Whether others were stored after this instance's first failure. */
  boolean othersStored() {
    return isOwn() || context.storedAfter(first);
  }

  /**
   * Records a failure.
   *
   * @throws ServiceUnreachableException the store has failed for too long
   */
  Decision after(AttemptFailure failure) throws ServiceUnreachableException {
    long now = context.timing().nanos().getAsLong();
    first = failures++ == 0 ? now : first;
    Evidence evidence = content.evidence();
    boolean own = isOwn();
    int most = most(failure, own);
    OutageGate gate = context.gate(Step.PUT);
    return switch (gate.storeFailed(failure, delivery, own, evidence, failures, most)) {
      case WAIT -> waiting();
      case DOUBT -> failures >= most ? Decision.DOUBT_AFTER_LAST : Decision.DOUBT;
      case COUNT -> own || !content.othersWait() ? counted(now, own, most) : oneAtATime(most);
    };
  }

  private Decision waiting() {
    hasWaited = true;
    return Decision.TRY_AGAIN;
  }

  private Decision counted(long now, boolean own, int most) {
    if (failures < most) {
      return Decision.TRY_AGAIN;
    }
    if (own && hasWaited) {
      // Others were stored because an outage has ended: the earlier failures do not count.
      hasWaited = false;
      failures = most - Math.max(1, most / 2);
      first = now;
      return Decision.TRY_AGAIN;
    }
    return Decision.GIVE_UP;
  }

  /**
   * When instances are sent one at a time, consecutive failures look the same in an outage and for
   * an instance that is the cause. Others are tried after half of its attempts.
   */
  private Decision oneAtATime(int most) {
    int half = context.settings().maxAttempts() - context.settings().maxAttempts() / 2;
    return failures >= Math.min(half, most) ? Decision.DOUBT : Decision.TRY_AGAIN;
  }

  /** When an instance was given up or left in doubt with this failure, two attempts are enough. */
  private int most(AttemptFailure failure, boolean own) {
    if (content.evidence() == Evidence.LAST_STUDY) {
      return 1;
    }
    boolean isUsedUp = content.evidence() == Evidence.USED_UP;
    int all = context.settings().maxAttempts();
    int most = isUsedUp ? Math.max(1, all / 2) : all;
    boolean isFresh = !own || isUsedUp;
    boolean isKnown = isFresh && context.gate(Step.PUT).worked() && context.wasGivenUp(failure);
    return isKnown ? Math.min(ATTEMPTS_FOR_KNOWN_FAILURE, most) : most;
  }
}
