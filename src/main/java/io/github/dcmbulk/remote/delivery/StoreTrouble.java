package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;

/**
 * The failures of one delivery at a store that was reached and did not do its work. Whether that is
 * the store's doing or this instance's, others show that are tried at the same time. Used by one
 * thread.
 */
final class StoreTrouble {
  private static final int ENOUGH_OF_THE_SAME = 2;

  /** What the delivery is to do. */
  enum Decision {
    /** Another attempt. */
    TRY_AGAIN,
    /** No other: the instance is to blame. */
    GIVE_UP,
    /** Others are to be tried first. */
    DOUBT,
    /** The same, after the last of its attempts. */
    DOUBT_AFTER_LAST
  }

  private final DeliveryContext link;
  private final InstanceContent content;
  private final long delivery;
  private int failures;
  private long first;
  private boolean hasWaited;

  StoreTrouble(DeliveryContext link, InstanceContent content, long delivery) {
    this.link = link;
    this.content = content;
    this.delivery = delivery;
  }

  /** Whether the store failed this one at all. */
  boolean any() {
    return failures > 0;
  }

  /** Whether others were stored while the store failed this one. */
  boolean isOwn() {
    return content.evidence().isOwn() || (failures > 0 && link.storedSince(first));
  }

  /** Whether others were stored after the store had failed this one. */
  boolean othersStored() {
    return isOwn() || link.storedAfter(first);
  }

  /**
   * It failed once more.
   *
   * @throws ServiceUnreachableException the store has been in trouble for too long
   */
  Decision after(AttemptFailure failure) throws ServiceUnreachableException {
    long now = link.timing().nanos().getAsLong();
    first = failures++ == 0 ? now : first;
    Evidence evidence = content.evidence();
    boolean own = isOwn();
    int most = most(failure, own);
    OutageGate gate = link.gate(Step.PUT);
    return switch (gate.troubled(failure, delivery, own, evidence, failures, most)) {
      case WAIT -> waiting();
      case DOUBT -> failures >= most ? Decision.DOUBT_AFTER_LAST : Decision.DOUBT;
      case COUNT -> own || !content.othersWait() ? counted(now, own, most) : alone(most);
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
      // Others were stored because an outage has just ended; its failures are from before.
      hasWaited = false;
      failures = most - Math.max(1, most / 2);
      first = now;
      return Decision.TRY_AGAIN;
    }
    return Decision.GIVE_UP;
  }

  /**
   * Where one is sent at a time, one failure after the other looks like an outage and like an
   * instance that fails by itself. After half of its attempts others show it.
   */
  private Decision alone(int most) {
    int half = link.settings().maxAttempts() - link.settings().maxAttempts() / 2;
    return failures >= Math.min(half, most) ? Decision.DOUBT : Decision.TRY_AGAIN;
  }

  /** After one was in doubt or given up, two attempts show of the next whether it fails alike. */
  private int most(AttemptFailure failure, boolean own) {
    if (content.evidence() == Evidence.LAST_STUDY) {
      return 1;
    }
    boolean isUsedUp = content.evidence() == Evidence.USED_UP;
    int all = link.settings().maxAttempts();
    int most = isUsedUp ? Math.max(1, all / 2) : all;
    boolean isFresh = !own || isUsedUp;
    boolean isKnown = isFresh && link.gate(Step.PUT).worked() && link.wasGivenUp(failure);
    return isKnown ? Math.min(ENOUGH_OF_THE_SAME, most) : most;
  }
}
