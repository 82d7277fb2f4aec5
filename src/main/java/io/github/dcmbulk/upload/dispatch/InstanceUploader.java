package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Sends one instance to the service, and records its outcome in the journal. Thread-safe. */
final class InstanceUploader {
  /** How often an instance that waits for the end of a pause checks it. */
  private static final long LOOK_MILLIS = 50;

  private final InstanceSender sender;
  private final LazyService service;
  private final Journal journal;
  private final RunControl control;
  private final UploadListener listener;
  private final BytesInTransit bytesInTransit;
  private final DoubtfulInstances doubts;
  private final Refusals refusals;
  private final Supplier<OutcomeLimit> uncommitted;

  /**
   * Prepares to deliver.
   *
   * @param uncommitted how many outcomes may be uncommitted now
   */
  InstanceUploader(
      InstanceSender sender,
      LazyService service,
      Journal journal,
      RunControl control,
      UploadListener listener,
      BytesInTransit bytesInTransit,
      DoubtfulInstances doubts,
      Refusals refusals,
      Supplier<OutcomeLimit> uncommitted) {
    this.sender = sender;
    this.service = service;
    this.journal = journal;
    this.control = control;
    this.listener = listener;
    this.bytesInTransit = bytesInTransit;
    this.doubts = doubts;
    this.refusals = refusals;
    this.uncommitted = uncommitted;
  }

  /**
   * Delivers the instance, unless the run is ending or its study must start again.
   *
   * @throws DcmbulkException the run cannot continue
   * @throws InterruptedException the run is being stopped
   */
  void deliver(StudyDelivery study, PendingInstance instance, PutSchedule.Load load)
      throws DcmbulkException, InterruptedException {
    if (!control.mayBegin() || study.isBroken()) {
      return;
    }
    doubts.enter();
    try (BytesInTransit.Part part = bytesInTransit.begin(load::moved)) {
      Transfer transfer = new Transfer(study, instance, part, load);
      Evidence before = isOwnFailure(instance) ? Evidence.OWN : Evidence.NONE;
      SendResult result = admitted(transfer, before);
      if (result != null && result.doubtful()) {
        result = again(transfer, result);
      }
      if (result != null) {
        conclude(transfer, result);
      }
    } finally {
      doubts.leave();
    }
  }

  /** Whether it failed before, in this run or an earlier one, and others did not. */
  private boolean isOwnFailure(PendingInstance instance) {
    return instance.failedBefore() && (journal.feed().anyDelivered() || doubts.hasStored());
  }

  /** Tries others first, and then the instance once more. */
  private @Nullable SendResult again(Transfer transfer, SendResult failed)
      throws DcmbulkException, InterruptedException {
    // Recorded, so that the next run knows it as well.
    journal.outcomes().tried(transfer.instance().id(), failed.deliveryRecord().attempts());
    DoubtfulInstances.Finding finding = doubts.resolve(transfer.study(), failed.othersStored());
    if (finding == DoubtfulInstances.Finding.ENDING || transfer.study().isBroken()) {
      return null;
    }
    if (finding == DoubtfulInstances.Finding.NO_OTHERS) {
      return admitted(transfer, Evidence.NO_OTHERS);
    }
    if (finding == DoubtfulInstances.Finding.LAST_STUDY) {
      return admitted(transfer, Evidence.LAST_STUDY);
    }
    boolean inTime = transfer.study().isInTime(control.outside());
    if (!inTime && finding == DoubtfulInstances.Finding.OTHERS_STORED_AFTER_TROUBLE) {
      // An outage interrupted the study; nothing is known of this instance.
      transfer.study().pause();
      return null;
    }
    boolean givenUp = finding == DoubtfulInstances.Finding.FEW_LEFT && failed.usedUp();
    if (givenUp || !inTime) {
      return failed.decided();
    }
    boolean otherHalf = failed.usedUp() || finding.othersWereStored();
    SendResult again = admitted(transfer, otherHalf ? Evidence.USED_UP : Evidence.OWN);
    if (finding.othersWereStored() && again != null && again.refusal() != null) {
      doubts.failedByItself();
    }
    return again;
  }

  private void conclude(Transfer transfer, SendResult result)
      throws DcmbulkException, InterruptedException {
    PendingInstance instance = transfer.instance();
    PutOutcome.Refused refusal = result.refusal();
    if (refusal == null) {
      settle(transfer, result);
      if (result.deliveryRecord().outcome() == InstanceOutcome.UPLOADED) {
        refusals.stored(instance.id());
      }
      return;
    }
    transfer.study().failed();
    try {
      refusals.refused(
          instance.id(), instance.file().size(), refusal, () -> settle(transfer, result));
    } catch (ServiceUnreachableException e) {
      service.stop(e);
      throw e;
    }
  }

  private void settle(Transfer transfer, SendResult result)
      throws JournalException, InterruptedException {
    PendingInstance instance = transfer.instance();
    DeliveryRecord deliveryRecord = result.deliveryRecord();
    long delivery = transfer.study().number();
    // The service has the instance, so this must be recorded although the thread may be
    // interrupted.
    boolean wanted = Thread.interrupted();
    boolean delivered = deliveryRecord.outcome().isDelivered();
    if (delivered) {
      // The next instance does not wait for the commit.
      journal
          .outcomes()
          .settleSoon(
              transfer.study().study().id(), instance, delivery, deliveryRecord, uncommitted.get());
    } else {
      journal.outcomes().settle(instance.id(), delivery, deliveryRecord);
    }
    if (wanted) {
      Thread.currentThread().interrupt();
    }
    if (!delivered) {
      transfer.study().failed();
    }
    FileState state = delivered ? FileState.UPLOADED : FileState.FAILED;
    listener.on(new UploadEvent.InstanceSettled(instance.file(), state, result.detail()));
  }

  /**
   * The file is opened when it can be sent, so that there are few buffers. Null if the run ended,
   * or the study was interrupted, before.
   */
  private @Nullable SendResult admitted(Transfer transfer, Evidence evidence)
      throws DcmbulkException, InterruptedException {
    awaitGate(transfer.study());
    Permit permit = service.admit();
    try (permit) {
      // Many wait there, and are not in flight yet.
      return !control.mayBegin() || transfer.study().isBroken()
          ? null
          : sender.send(transfer, evidence);
    }
  }

  /** Waits while no instance may be started, as long as the study has time. */
  private void awaitGate(StudyDelivery study) throws InterruptedException {
    while (control.gate().keepsInstances() && control.mayBegin() && !study.isBroken()) {
      if (!study.mayWait(control.outside())) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }
}
