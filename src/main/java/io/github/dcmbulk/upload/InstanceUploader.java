package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.PutOutcome;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** Takes one instance from the disk to the service and its outcome to the journal. Thread-safe. */
final class InstanceUploader {
  /**
   * What became of an instance.
   *
   * @param deliveryRecord for the journal
   * @param detail a line about it for people
   * @param refusal what the service said; null when the service did not refuse it
   * @param doubtful whether the store may be to blame
   * @param usedUp whether it has used up its attempts
   * @param othersStored whether others were stored after it had failed
   */
  private record RecordedOutcome(
      DeliveryRecord deliveryRecord,
      @Nullable String detail,
      PutOutcome.@Nullable Refused refusal,
      boolean doubtful,
      boolean usedUp,
      boolean othersStored) {
    RecordedOutcome(DeliveryRecord deliveryRecord, @Nullable String detail) {
      this(deliveryRecord, detail, null, false, false, false);
    }

    /** The store is not to blame; its attempts have been counted. */
    RecordedOutcome decided() {
      DeliveryRecord s = deliveryRecord;
      DeliveryRecord counted =
          new DeliveryRecord(s.outcome(), s.reason(), null, null, null, 0, s.atMillis());
      String code = String.valueOf(s.reason());
      PutOutcome.Refused refused =
          new PutOutcome.Refused(code, false, String.valueOf(detail), s.attempts());
      return new RecordedOutcome(counted, detail, refused, false, true, othersStored);
    }
  }

  /** How often what waits for the end of a pause looks. */
  private static final long LOOK_MILLIS = 50;

  private final FileChecker checker;
  private final Reading reading;
  private final ReadBuffers buffers = new ReadBuffers();
  private final LazyService service;
  private final Journal journal;
  private final RunControl control;
  private final UploadListener listener;
  private final StageTimer phases;
  private final BytesInTransit underWay;
  private final Doubts doubts;
  private final Refusals refusals;
  private final IntSupplier parallelUploads;

  /**
   * Prepares to deliver.
   *
   * @param parallelUploads how many instances are sent at the same time now
   */
  InstanceUploader(
      FileChecker checker,
      Reading reading,
      LazyService service,
      Journal journal,
      RunControl control,
      UploadListener listener,
      StageTimer phases,
      BytesInTransit underWay,
      Doubts doubts,
      Refusals refusals,
      IntSupplier parallelUploads) {
    this.checker = checker;
    this.reading = reading;
    this.service = service;
    this.journal = journal;
    this.control = control;
    this.listener = listener;
    this.phases = phases;
    this.underWay = underWay;
    this.doubts = doubts;
    this.refusals = refusals;
    this.parallelUploads = parallelUploads;
  }

  /** Delivers the instance, unless the run is ending or its study must start again. */
  void deliver(StudyDelivery study, PendingInstance pendingInstance, PutSchedule.Load load)
      throws DcmbulkException, InterruptedException {
    if (!control.mayBegin() || study.isBroken()) {
      return;
    }
    doubts.enter();
    try (BytesInTransit.Part part = underWay.begin(load::moved)) {
      Evidence before = isOwnTrouble(pendingInstance) ? Evidence.OWN : Evidence.NONE;
      RecordedOutcome end = admitted(study, pendingInstance, part, load, before);
      if (end != null && end.doubtful) {
        end = again(study, pendingInstance, part, load, end);
      }
      if (end != null) {
        conclude(study, pendingInstance, end);
      }
    } finally {
      doubts.leave();
    }
  }

  /** Whether it failed before, in this run or an earlier one, and others did not. */
  private boolean isOwnTrouble(PendingInstance pendingInstance) {
    return pendingInstance.failedBefore() && (journal.feed().anyDelivered() || doubts.hasStored());
  }

  /** Tries others first, and then the instance once more. */
  private @Nullable RecordedOutcome again(
      StudyDelivery study,
      PendingInstance pendingInstance,
      BytesInTransit.Part part,
      PutSchedule.Load load,
      RecordedOutcome failed)
      throws DcmbulkException, InterruptedException {
    // Known to the next run as well, whatever becomes of this one.
    journal.tried(pendingInstance.id(), failed.deliveryRecord.attempts());
    Doubts.Finding finding = doubts.resolve(failed.othersStored);
    if (finding == Doubts.Finding.ENDING || study.isBroken()) {
      return null;
    }
    if (finding == Doubts.Finding.NO_OTHERS) {
      return admitted(study, pendingInstance, part, load, Evidence.NO_OTHERS);
    }
    boolean inTime = study.isInTime(control.outside());
    if (!inTime && finding == Doubts.Finding.OTHERS_STORED_AFTER_TROUBLE) {
      // An outage broke the study; nothing is known of this instance.
      study.pause();
      return null;
    }
    boolean givenUp = finding == Doubts.Finding.FEW_LEFT && failed.usedUp;
    if (givenUp || !inTime) {
      return failed.decided();
    }
    boolean otherHalf = failed.usedUp || finding.othersWereStored();
    Evidence own = otherHalf ? Evidence.USED_UP : Evidence.OWN;
    RecordedOutcome again = admitted(study, pendingInstance, part, load, own);
    if (finding.othersWereStored() && again != null && again.refusal != null) {
      doubts.failedByItself();
    }
    return again;
  }

  private void conclude(StudyDelivery study, PendingInstance pendingInstance, RecordedOutcome end)
      throws DcmbulkException, InterruptedException {
    PutOutcome.Refused refusal = end.refusal;
    if (refusal == null) {
      settle(study, pendingInstance, end);
      if (end.deliveryRecord.outcome() == InstanceOutcome.UPLOADED) {
        refusals.stored(pendingInstance.id());
      }
      return;
    }
    study.failed();
    try {
      refusals.refused(
          pendingInstance.id(),
          pendingInstance.file().size(),
          refusal,
          () -> settle(study, pendingInstance, end));
    } catch (ServiceUnreachableException e) {
      service.stop(e);
      throw e;
    }
  }

  private void settle(StudyDelivery study, PendingInstance pendingInstance, RecordedOutcome end)
      throws JournalException, InterruptedException {
    // What the service has must be recorded, although this thread may be wanted elsewhere by now.
    boolean wanted = Thread.interrupted();
    boolean delivered = end.deliveryRecord.outcome().isDelivered();
    if (delivered) {
      // The next instance need not wait for the commit: a kill costs as many more as there are
      // parallel uploads.
      journal.settleSoon(
          pendingInstance.id(), study.number(), end.deliveryRecord, parallelUploads.getAsInt());
    } else {
      journal.settle(pendingInstance.id(), study.number(), end.deliveryRecord);
    }
    if (wanted) {
      Thread.currentThread().interrupt();
    }
    if (!delivered) {
      study.failed();
    }
    FileState state = delivered ? FileState.UPLOADED : FileState.FAILED;
    listener.on(new UploadEvent.InstanceSettled(pendingInstance.file(), state, end.detail));
  }

  /**
   * The file is opened when there is a place for it, so that buffers do not pile up. Null when the
   * run ended, or the study broke, before its turn came.
   */
  private @Nullable RecordedOutcome admitted(
      StudyDelivery study,
      PendingInstance pendingInstance,
      BytesInTransit.Part part,
      PutSchedule.Load load,
      Evidence evidence)
      throws DcmbulkException, InterruptedException {
    awaitGate(study);
    service.admit();
    try {
      // Many wait here for their turn, and are not in flight yet.
      return !control.mayBegin() || study.isBroken()
          ? null
          : attempt(study, pendingInstance, part, load, evidence);
    } finally {
      service.leave();
    }
  }

  /** Waits while no instance may be begun, as long as the study has time. */
  private void awaitGate(StudyDelivery study) throws InterruptedException {
    while (control.gate().keepsInstances() && control.mayBegin() && !study.isBroken()) {
      if (!study.mayWait(control.outside())) {
        return;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
  }

  private @Nullable RecordedOutcome attempt(
      StudyDelivery study,
      PendingInstance pendingInstance,
      BytesInTransit.Part part,
      PutSchedule.Load load,
      Evidence evidence)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    String uid = pendingInstance.sopInstanceUid();
    try (FileContent content = FileContent.read(pendingInstance.file(), uid, reading, buffers)) {
      phases.add("read", begun);
      if (!content.showsInstance() && !isInstance(pendingInstance)) {
        return notSent(
            InstanceOutcome.CHANGED, "changed", "another instance is in its place now", 0);
      }
      return send(study, pendingInstance, content, part, load, evidence);
    } catch (NoSuchFileException e) {
      // What was delivered once and is gone since cannot be sent again, and need not be.
      return pendingInstance.uploaded()
          ? new RecordedOutcome(
              new DeliveryRecord(InstanceOutcome.UNCHANGED, null, null, null, null, 0, now()), null)
          : notSent(InstanceOutcome.CHANGED, "vanished", "it is no longer there", 0);
    } catch (IOException e) {
      throwIfBrokenOff();
      return e instanceof FileContent.ChangedException
          ? notSent(InstanceOutcome.CHANGED, "changed", e.getMessage(), 0)
          : notSent(InstanceOutcome.FAILED, "unreadable", "it cannot be read", 0);
    }
  }

  /** Reads the header once more, for what a look at the first bytes could not show. */
  private boolean isInstance(PendingInstance pendingInstance) {
    String found = checker.check(pendingInstance.file(), true).header().sopInstanceUid();
    return pendingInstance.sopInstanceUid().equals(found);
  }

  private @Nullable RecordedOutcome send(
      StudyDelivery study,
      PendingInstance pendingInstance,
      FileContent content,
      BytesInTransit.Part part,
      PutSchedule.Load load,
      Evidence evidence)
      throws DcmbulkException, InterruptedException, IOException {
    InstanceRef instanceRef =
        new InstanceRef(study.study().uid(), pendingInstance.sopInstanceUid(), 0);
    StudyBoundContent addressed =
        new StudyBoundContent(
            content, instanceRef, study, part, control, evidence, doubts::othersWait);
    PutOutcome outcome = delivered(study, addressed, load);
    if (!(outcome instanceof PutOutcome.Stored)) {
      if (addressed.mayBeStored()) {
        study.maybeSent(addressed.lastByte(), control.outside());
      }
      throwIfBrokenOff();
    }
    if (outcome instanceof PutOutcome.Stored stored) {
      tellTorn(study, addressed);
      doubts.stored(stored.attempts());
      FileContent.requireUnchanged(pendingInstance.file());
      return new RecordedOutcome(
          new DeliveryRecord(
              InstanceOutcome.UPLOADED,
              null,
              content.md5Hex(),
              content.sha256Hex(),
              stored.etag(),
              stored.attempts(),
              now(),
              stored.key()),
          null);
    }
    if (addressed.isLate()) {
      if (outcome.attempts() > 1) {
        journal.tried(pendingInstance.id(), outcome.attempts() - 1);
      }
      return null;
    }
    if (outcome instanceof PutOutcome.Refused refused) {
      InstanceOutcome unsent =
          refused.permanent() ? InstanceOutcome.REFUSED : InstanceOutcome.FAILED;
      DeliveryRecord deliveryRecord = deliveryRecord(unsent, refused.code(), refused.attempts());
      return new RecordedOutcome(deliveryRecord, refused.detail(), refused, false, false, false);
    }
    if (outcome instanceof PutOutcome.Doubtful doubtful) {
      DeliveryRecord deliveryRecord =
          deliveryRecord(InstanceOutcome.FAILED, doubtful.code(), doubtful.attempts());
      return new RecordedOutcome(
          deliveryRecord,
          doubtful.detail(),
          null,
          true,
          doubtful.usedUp(),
          doubtful.othersStored());
    }
    PutOutcome.SourceChanged changed = (PutOutcome.SourceChanged) outcome;
    return notSent(InstanceOutcome.CHANGED, "changed", changed.detail(), changed.attempts());
  }

  /** What was broken off says nothing about the instance: it stays to be sent. */
  private void throwIfBrokenOff() throws InterruptedException {
    if (Thread.interrupted() || control.isAbandoned()) {
      throw new InterruptedException("the run is being stopped");
    }
  }

  private PutOutcome delivered(
      StudyDelivery study, StudyBoundContent addressed, PutSchedule.Load load)
      throws DcmbulkException, InterruptedException {
    study.sending(true);
    load.began();
    boolean ended = false;
    try {
      PutOutcome outcome = service.deliver(addressed);
      ended = true;
      return outcome;
    } finally {
      load.ended();
      if (!ended && addressed.mayBeStored()) {
        study.maybeSent(addressed.lastByte(), control.outside());
      }
      study.sending(false);
    }
  }

  /** What came too late is known before it counts as delivered, and whatever happens then. */
  private void tellTorn(StudyDelivery study, StudyBoundContent addressed)
      throws JournalException, InterruptedException {
    boolean before = study.isTorn();
    study.sent(addressed.lastByte(), control.outside());
    if (!before && study.isTorn()) {
      study.beat(journal, control.outside());
    }
  }

  private RecordedOutcome notSent(
      InstanceOutcome outcome, String reason, @Nullable String detail, int attempts) {
    return new RecordedOutcome(deliveryRecord(outcome, reason, attempts), detail);
  }

  private DeliveryRecord deliveryRecord(InstanceOutcome outcome, String reason, int attempts) {
    return new DeliveryRecord(outcome, reason, null, null, null, attempts, now());
  }

  private long now() {
    return control.wall().toEpochMilli();
  }
}
