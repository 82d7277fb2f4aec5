package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.remote.PutOutcome;
import org.jspecify.annotations.Nullable;

/**
 * Outcome of an instance.
 *
 * @param deliveryRecord for the journal
 * @param detail a line about it for people
 * @param refusal the refusal of the service; null if it did not refuse it
 * @param doubtful whether the store may be the cause
 * @param usedUp whether it has used up its attempts
 * @param othersStored whether others were stored after it had failed
 */
record SendResult(
    DeliveryRecord deliveryRecord,
    @Nullable String detail,
    PutOutcome.@Nullable Refused refusal,
    boolean doubtful,
    boolean usedUp,
    boolean othersStored) {

  /** The service did not refuse it. */
  static SendResult of(DeliveryRecord deliveryRecord, @Nullable String detail) {
    return new SendResult(deliveryRecord, detail, null, false, false, false);
  }

  /** The service refused it. */
  static SendResult refused(DeliveryRecord deliveryRecord, PutOutcome.Refused refusal) {
    return new SendResult(deliveryRecord, refusal.detail(), refusal, false, false, false);
  }

  /** It is not known yet whether the store or the instance is the cause. */
  static SendResult doubtful(DeliveryRecord deliveryRecord, PutOutcome.Doubtful doubt) {
    return new SendResult(
        deliveryRecord, doubt.detail(), null, true, doubt.usedUp(), doubt.othersStored());
  }

  /** As above, if the store is not the cause; its attempts have been counted. */
  SendResult decided() {
    PutOutcome.Refused refused =
        new PutOutcome.Refused(
            String.valueOf(deliveryRecord.reason()),
            false,
            String.valueOf(detail),
            deliveryRecord.attempts());
    return new SendResult(
        deliveryRecord.withoutAttempts(), detail, refused, false, true, othersStored);
  }
}
