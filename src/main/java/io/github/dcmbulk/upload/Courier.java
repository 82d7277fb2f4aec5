package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.Journal;
import io.github.dcmbulk.journal.Settlement;
import io.github.dcmbulk.journal.Settlement.Fate;
import io.github.dcmbulk.journal.Shipment;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.remote.Errand;
import io.github.dcmbulk.remote.PutOutcome;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import org.jspecify.annotations.Nullable;

/** Takes one instance from the disk to the service and its fate to the journal. Thread-safe. */
final class Courier {
  /** What became of an instance, and a line about it for people. */
  private record Fateful(Settlement settlement, @Nullable String detail) {}

  private final Reading reading;
  private final ReadBuffers buffers = new ReadBuffers();
  private final LazyService service;
  private final Journal journal;
  private final RunControl control;
  private final UploadListener listener;
  private final Phases phases;
  private final UnderWay underWay;

  Courier(
      Reading reading,
      LazyService service,
      Journal journal,
      RunControl control,
      UploadListener listener,
      Phases phases,
      UnderWay underWay) {
    this.reading = reading;
    this.service = service;
    this.journal = journal;
    this.control = control;
    this.listener = listener;
    this.phases = phases;
    this.underWay = underWay;
  }

  /** Delivers the instance, unless the run is ending or its study has to begin anew. */
  void deliver(StudyDelivery study, Shipment shipment)
      throws DcmbulkException, InterruptedException {
    if (control.isHurrying() || study.isBroken()) {
      return;
    }
    try (UnderWay.Part part = underWay.begin(() -> study.moved(control.now()))) {
      Fateful end = admitted(study, shipment, part);
      if (end != null) {
        settle(study, shipment, end);
      }
    }
  }

  private void settle(StudyDelivery study, Shipment shipment, Fateful end)
      throws DcmbulkException, InterruptedException {
    // What the service has must be recorded, although this thread may be wanted elsewhere by now.
    boolean wanted = Thread.interrupted();
    journal.settle(shipment.id(), study.number(), end.settlement);
    if (wanted) {
      Thread.currentThread().interrupt();
    }
    boolean delivered = end.settlement.fate().isDelivered();
    if (!delivered) {
      study.failed();
    }
    FileState state = delivered ? FileState.UPLOADED : FileState.FAILED;
    listener.on(new UploadEvent.InstanceSettled(shipment.file(), state, end.detail));
  }

  /**
   * The file is opened when there is a place for it, so that buffers do not pile up. Null when the
   * run ended, or the study broke, before its turn came.
   */
  private @Nullable Fateful admitted(StudyDelivery study, Shipment shipment, UnderWay.Part part)
      throws DcmbulkException, InterruptedException {
    service.admit();
    try {
      // Many wait here for their turn, and are not in flight yet.
      return control.isHurrying() || study.isBroken() ? null : attempt(study, shipment, part);
    } finally {
      service.leave();
    }
  }

  private @Nullable Fateful attempt(StudyDelivery study, Shipment shipment, UnderWay.Part part)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    try (FileContent content = FileContent.read(shipment.file(), reading, buffers)) {
      phases.add("read", begun);
      return send(study, shipment, content, part);
    } catch (NoSuchFileException e) {
      // What was delivered once and is gone since cannot be sent again, and need not be.
      return shipment.uploaded()
          ? new Fateful(new Settlement(Fate.UNCHANGED, null, null, null, null, 0, now()), null)
          : notSent(Fate.CHANGED, "vanished", "it is no longer there", 0);
    } catch (IOException e) {
      throwIfBrokenOff();
      return e instanceof FileContent.ChangedException
          ? notSent(Fate.CHANGED, "changed", e.getMessage(), 0)
          : notSent(Fate.FAILED, "unreadable", "it cannot be read", 0);
    }
  }

  private @Nullable Fateful send(
      StudyDelivery study, Shipment shipment, FileContent content, UnderWay.Part part)
      throws DcmbulkException, InterruptedException, IOException {
    Errand errand = new Errand(study.study().uid(), shipment.sopInstanceUid(), 0);
    Addressed addressed = new Addressed(content, errand, study, part, control::now);
    PutOutcome outcome = service.deliver(addressed);
    if (!(outcome instanceof PutOutcome.Stored)) {
      throwIfBrokenOff();
    }
    if (outcome instanceof PutOutcome.Stored stored) {
      study.sent(addressed.begun(), control.now());
      FileContent.requireUnchanged(shipment.file());
      return new Fateful(
          new Settlement(
              Fate.UPLOADED,
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
      return null;
    }
    if (outcome instanceof PutOutcome.Refused refused) {
      Fate fate = refused.permanent() ? Fate.REFUSED : Fate.FAILED;
      return notSent(fate, refused.code(), refused.detail(), refused.attempts());
    }
    PutOutcome.SourceChanged changed = (PutOutcome.SourceChanged) outcome;
    return notSent(Fate.CHANGED, "changed", changed.detail(), changed.attempts());
  }

  /** What was broken off says nothing about the instance: it stays to be sent. */
  private void throwIfBrokenOff() throws InterruptedException {
    if (Thread.interrupted() || control.isAbandoned()) {
      throw new InterruptedException("the run is being stopped");
    }
  }

  private Fateful notSent(Fate fate, String reason, @Nullable String detail, int attempts) {
    return new Fateful(new Settlement(fate, reason, null, null, null, attempts, now()), detail);
  }

  private long now() {
    return control.now().toEpochMilli();
  }
}
