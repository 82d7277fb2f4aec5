package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.remote.Evidence;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.settings.Reading;
import io.github.dcmbulk.upload.study.StudyDelivery;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Opens an instance's file, sends it, and returns the outcome. Thread-safe. */
final class InstanceSender {
  private final FileChecker checker;
  private final Reading reading;
  private final ReadBuffers buffers = new ReadBuffers();
  private final LazyService service;
  private final Journal journal;
  private final RunControl control;
  private final StageTimer stages;
  private final DoubtfulInstances doubts;

  /**
   * Prepares to send.
   *
   * @param checker reads the header of a file that may have been replaced
   */
  InstanceSender(
      FileChecker checker,
      Reading reading,
      LazyService service,
      Journal journal,
      RunControl control,
      StageTimer stages,
      DoubtfulInstances doubts) {
    this.checker = checker;
    this.reading = reading;
    this.service = service;
    this.journal = journal;
    this.control = control;
    this.stages = stages;
    this.doubts = doubts;
  }

  /**
   * Sends it, with the service's retries.
   *
   * @return null if it was not sent because its study has no time left
   * @throws DcmbulkException the run cannot continue
   * @throws InterruptedException the run is being stopped
   */
  @Nullable SendResult send(Transfer transfer, Evidence evidence)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    PendingInstance instance = transfer.instance();
    try (FileContent content =
        FileContent.read(instance.file(), instance.sopInstanceUid(), reading, buffers)) {
      stages.add(StageTimer.Stage.READ, begun);
      if (!content.showsInstance() && !isInstance(instance)) {
        return unsent(
            InstanceOutcome.CHANGED, "changed", "another instance is in its place now", 0);
      }
      return send(transfer, content, evidence);
    } catch (NoSuchFileException e) {
      // A delivered file that no longer exists cannot be sent again, and need not be.
      return instance.uploaded()
          ? SendResult.of(DeliveryRecord.unchanged(null, nowMillis()), null)
          : unsent(InstanceOutcome.CHANGED, "vanished", "it is no longer there", 0);
    } catch (IOException e) {
      throwIfBrokenOff();
      return e instanceof FileContent.ChangedException
          ? unsent(InstanceOutcome.CHANGED, "changed", e.getMessage(), 0)
          : unsent(InstanceOutcome.FAILED, "unreadable", "it cannot be read", 0);
    }
  }

  /** Reads the header again: the first bytes alone do not show every change. */
  private boolean isInstance(PendingInstance instance) {
    String found = checker.check(instance.file(), true).header().sopInstanceUid();
    return instance.sopInstanceUid().equals(found);
  }

  private @Nullable SendResult send(Transfer transfer, FileContent content, Evidence evidence)
      throws DcmbulkException, InterruptedException, IOException {
    StudyDelivery study = transfer.study();
    PendingInstance instance = transfer.instance();
    InstanceRef instanceRef = new InstanceRef(study.study().uid(), instance.sopInstanceUid(), 0);
    StudyBoundContent bound =
        new StudyBoundContent(
            content, instanceRef, study, transfer.part(), control, evidence, doubts::othersWait);
    PutOutcome outcome = delivered(transfer, bound);
    if (outcome instanceof PutOutcome.Stored stored) {
      markStored(study, bound);
      doubts.stored(stored.attempts());
      FileContent.requireUnchanged(instance.file());
      return SendResult.of(
          DeliveryRecord.uploaded(
                  content.md5Hex(),
                  content.sha256Hex(),
                  stored.etag(),
                  stored.attempts(),
                  nowMillis())
              .withKey(stored.key()),
          null);
    }
    if (bound.mayBeStored()) {
      study.maybeSent(bound.lastByte(), control.outside());
    }
    throwIfBrokenOff();
    if (outcome instanceof PutOutcome.Withheld withheld) {
      if (withheld.attempts() > 1) {
        journal.outcomes().tried(instance.id(), withheld.attempts() - 1);
      }
      return null;
    }
    return result(outcome);
  }

  /** The outcome of an instance that was not stored. */
  private SendResult result(PutOutcome outcome) {
    if (outcome instanceof PutOutcome.Refused refused) {
      InstanceOutcome end = refused.permanent() ? InstanceOutcome.REFUSED : InstanceOutcome.FAILED;
      return SendResult.refused(
          DeliveryRecord.unsent(end, refused.code(), refused.attempts(), nowMillis()), refused);
    }
    if (outcome instanceof PutOutcome.Doubtful doubtful) {
      return SendResult.doubtful(
          DeliveryRecord.unsent(
              InstanceOutcome.FAILED, doubtful.code(), doubtful.attempts(), nowMillis()),
          doubtful);
    }
    PutOutcome.SourceChanged changed = (PutOutcome.SourceChanged) outcome;
    return unsent(InstanceOutcome.CHANGED, "changed", changed.detail(), changed.attempts());
  }

  private PutOutcome delivered(Transfer transfer, StudyBoundContent bound)
      throws DcmbulkException, InterruptedException {
    StudyDelivery study = transfer.study();
    study.sending(true);
    transfer.load().began();
    boolean ended = false;
    try {
      PutOutcome outcome = service.deliver(bound);
      ended = true;
      return outcome;
    } finally {
      transfer.load().ended();
      if (!ended && bound.mayBeStored()) {
        study.maybeSent(bound.lastByte(), control.outside());
      }
      study.sending(false);
    }
  }

  /**
   * Records first that an instance was stored too late, so that it is known after a kill as well.
   */
  private void markStored(StudyDelivery study, StudyBoundContent bound)
      throws JournalException, InterruptedException {
    boolean before = study.isTorn();
    study.sent(bound.lastByte(), control.outside());
    if (!before && study.isTorn()) {
      study.beat(journal, control.outside());
    }
  }

  /** An aborted request says nothing about the instance: it stays pending. */
  private void throwIfBrokenOff() throws InterruptedException {
    if (Thread.interrupted() || control.isAbandoned()) {
      throw new InterruptedException("the run is being stopped");
    }
  }

  private SendResult unsent(
      InstanceOutcome outcome, String reason, @Nullable String detail, int attempts) {
    return SendResult.of(DeliveryRecord.unsent(outcome, reason, attempts, nowMillis()), detail);
  }

  private long nowMillis() {
    return control.wall().toEpochMilli();
  }
}
