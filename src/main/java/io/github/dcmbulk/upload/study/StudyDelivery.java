package io.github.dcmbulk.upload.study;

import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A study that is being delivered: number of the delivery, instances in flight, and whether a pause
 * interrupted it. All times are {@link RunControl#outside()}. Thread-safe.
 */
public final class StudyDelivery {
  private final StudyState study;
  private final long number;
  private final boolean apart;
  private final GaplessBatch batch;
  private final Supplier<@Nullable Duration> clockAhead;
  private Instant lastPut;
  private volatile @Nullable Holding holding;
  private boolean heldUp;
  private boolean anySent;
  private boolean paused;
  private final Object beats = new Object();
  private boolean ended;
  private long inFlight = 1;
  private long sending;
  private long stored;
  private long failures;

  /**
   * Begins the planned delivery.
   *
   * @param gap longest pause that does not interrupt it
   * @param apart whether it is sent in parts
   * @param clockAhead how far the service's clock is ahead; null while unknown
   */
  public StudyDelivery(
      StudyState study,
      StudyPlan.Deliver plan,
      Duration gap,
      boolean apart,
      Supplier<@Nullable Duration> clockAhead) {
    this.study = study;
    this.number = plan.delivery();
    this.apart = apart;
    this.batch = new GaplessBatch(gap);
    this.clockAhead = clockAhead;
    this.lastPut = Instant.ofEpochMilli(study.lastPutMillis());
    if (plan.continues()) {
      Instant before = Instant.ofEpochMilli(study.storedMillis());
      batch.stored(before, before);
      anySent = true;
    }
  }

  /** The study, as it was when the delivery began. */
  public StudyState study() {
    return study;
  }

  /** Sets the claim on the study in a shared run, which also records the lifetime of URLs. */
  public void sharedBy(Holding by) {
    holding = by;
  }

  /**
   * Called before a URL with that lifetime is used.
   *
   * @return false if it must not be
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public boolean mayUse(@Nullable Duration lifetime) throws JournalException, InterruptedException {
    Holding by = holding;
    return by == null || by.mayUse(lifetime);
  }

  private boolean isLost() {
    Holding by = holding;
    return by != null && by.isLost();
  }

  /** Whether it is unknown if this process still has the study. */
  private boolean isDoubtful() {
    Holding by = holding;
    return by != null && !by.mayBegin();
  }

  /** The number of the delivery, from 1 for each study. */
  public long number() {
    return number;
  }

  /** Whether it is sent in parts that the service does not process together. */
  boolean isApart() {
    return apart;
  }

  /** One more instance was handed to a worker; {@link #end} follows. */
  public synchronized void begin() {
    inFlight++;
  }

  /** An instance has ended, or all were handed in; true for the last call. */
  public synchronized boolean end() {
    return --inFlight == 0;
  }

  /**
   * Whether a PUT may begin or continue now. Not after a pause that is the end of the study for the
   * service: the next instance would overwrite the delivered ones.
   */
  public synchronized boolean mayContinue(Instant now) {
    paused |= !isInTime(now);
    return !stops(isDoubtful());
  }

  /** Whether the rest of it may wait. */
  public synchronized boolean mayWait(Instant now) {
    paused |= !isInTime(now);
    return !isBroken();
  }

  /** Whether a PUT that begins now would still belong to the earlier ones. */
  public synchronized boolean isInTime(Instant now) {
    return !anySent || !now.isAfter(batch.end());
  }

  /** Bytes may be sent from now on, or are not sent any more. */
  public synchronized void sending(boolean begins) {
    sending += begins ? 1 : -1;
  }

  /** An instance was stored between its last byte and the answer. */
  public synchronized void sent(Instant lastByte, Instant confirmed) {
    batch.stored(lastByte, confirmed);
    anySent = true;
    stored++;
    lastPut = later(lastPut, confirmed);
  }

  /** An instance may have been stored between its last byte and the end of the attempt. */
  public synchronized void maybeSent(Instant lastByte, Instant ended) {
    batch.maybeStored(lastByte, ended);
    lastPut = later(lastPut, ended);
  }

  private static Instant later(Instant a, Instant b) {
    return a.isAfter(b) ? a : b;
  }

  /** It cannot be continued without a pause. */
  public synchronized void pause() {
    paused = true;
  }

  /** An instance was not delivered. */
  public synchronized void failed() {
    failures++;
  }

  /** Whether nothing more of it may be sent now. */
  public synchronized boolean isBroken() {
    return stops(isLost());
  }

  private boolean stops(boolean isHeldUp) {
    heldUp |= isHeldUp;
    paused |= isHeldUp;
    return paused;
  }

  /**
   * Whether it ended because this process lost the study, or did not know in time whether it still
   * has it.
   */
  public synchronized boolean wasHeldUp() {
    return heldUp;
  }

  /** Whether it did not arrive as one batch; for the end of the delivery. */
  public synchronized boolean isTorn() {
    return paused || batch.isTorn();
  }

  /** Whether every instance was delivered, without a pause that interrupts the study. */
  public synchronized boolean isClean() {
    return failures == 0 && !apart && !isTorn();
  }

  /** How many instances of it were confirmed. */
  public synchronized long stored() {
    return stored;
  }

  /** Latest time at which it must be continued; null if nothing was stored yet. */
  public synchronized @Nullable Instant deadline() {
    return anySent ? batch.end() : null;
  }

  /** The problem of the delivery so far. */
  public synchronized Outcome outcome() {
    if (batch.isTorn()) {
      return Outcome.OVERWRITTEN;
    }
    if (apart) {
      return Outcome.APART;
    }
    return paused ? Outcome.PAUSED : Outcome.OPEN;
  }

  /**
   * Records in the journal that it is in progress, unless it has ended.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws InterruptedException the run is being stopped
   */
  public void beat(Journal journal, Instant now) throws JournalException, InterruptedException {
    synchronized (beats) {
      if (!ended) {
        journal.studies().beat(study.id(), times(now), outcome());
      }
    }
  }

  /** It has ended: no heartbeat may change the journal from now on. */
  public void ended() {
    synchronized (beats) {
      ended = true;
    }
  }

  /** Latest times at which the service may have stored something, and certainly had. */
  public synchronized StudyTimes times(Instant now) {
    return new StudyTimes(
        sending > 0 ? later(lastPut, now) : lastPut,
        anySent ? batch.lastStored() : null,
        clockAhead.get());
  }
}
