package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.settings.StudyRules.OnConflict;
import io.github.dcmbulk.upload.study.StudyDelivery;
import io.github.dcmbulk.upload.study.StudyNotices;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Closes a study after its last instance, on the thread that delivered that: records the result of
 * the delivery, and when the study is continued. Thread-safe.
 */
final class StudyCompletion {
  /** How often a delivery may be interrupted by a pause before the study is sent in parts. */
  private static final int TRIES = 2;

  private final Journal journal;
  private final StudyRules rules;
  private final RunControl control;
  private final Heartbeat heartbeat;
  private final StudyNotices notices;
  private final UploadListener listener;
  private final Set<Long> active = ConcurrentHashMap.newKeySet();
  private final Set<Long> inParts = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> tries = new ConcurrentHashMap<>();

  StudyCompletion(
      Journal journal,
      StudyRules rules,
      RunControl control,
      Heartbeat heartbeat,
      StudyNotices notices,
      UploadListener listener) {
    this.journal = journal;
    this.rules = rules;
    this.control = control;
    this.heartbeat = heartbeat;
    this.notices = notices;
    this.listener = listener;
  }

  /**
   * A delivery begins; {@link #end} follows for each of its instances, and for the dispatcher.
   *
   * @param inParts whether some of its instances are sent in a later delivery
   */
  void begin(StudyDelivery delivery, boolean inParts) {
    active.add(delivery.study().id());
    if (inParts) {
      this.inParts.add(delivery.study().id());
    }
  }

  /** Whether that study is being delivered. */
  boolean isActive(long study) {
    return active.contains(study);
  }

  /** Whether no study is being delivered. */
  boolean isIdle() {
    return active.isEmpty();
  }

  /**
   * An instance of the study, or the dispatcher's work on it, has ended. The last one closes the
   * study.
   *
   * @throws JournalException the journal cannot be written
   * @throws InterruptedException the run is being stopped
   */
  void end(StudyDelivery delivery) throws JournalException, InterruptedException {
    if (!delivery.end()) {
      return;
    }
    long id = delivery.study().id();
    heartbeat.forget(delivery);
    delivery.ended();
    JournalShare share = journal.share();
    if (share != null && !share.holds(id)) {
      lost(delivery.study());
      return;
    }
    IncompleteStudy lacking = close(delivery);
    listener.on(
        new UploadEvent.StudyFinished(
            delivery.study().uid(),
            delivery.isClean() && lacking == null,
            lacking == null ? null : lacking.why()));
    active.remove(id);
    control.signal();
  }

  /** Records the end of the delivery, and when the study is continued. */
  private @Nullable IncompleteStudy close(StudyDelivery delivery)
      throws JournalException, InterruptedException {
    StudyState study = delivery.study();
    Outcome outcome = outcome(delivery);
    StudyTimes times = delivery.times(control.outside());
    if (journal.share() != null && control.isCancelled()) {
      return journal.studies().closeForOthers(study.id(), times, outcome);
    }
    Instant lastPut = control.onRunClock(times.lastPut());
    if (outcome == Outcome.APART) {
      return inParts.remove(study.id()) && !delivery.isTorn() && delivery.stored() > 0
          ? closeUntil(study, times, outcome, lastPut.plus(rules.timeToWaitAfterKill()))
          : journal.studies().close(study.id(), study.seen(), times, outcome);
    }
    Instant afterWindow = lastPut.plus(rules.timeToWait());
    if (delivery.isTorn()) {
      notices.pause(study);
      return closeUntil(study, times, outcome, afterWindow);
    }
    return rules.onConflict() == OnConflict.ALL
        ? journal
            .studies()
            .closeAndReleaseLaterVersions(study.id(), study.seen(), times, outcome, afterWindow)
        : journal.studies().close(study.id(), study.seen(), times, outcome);
  }

  private @Nullable IncompleteStudy closeUntil(
      StudyState study, StudyTimes times, Outcome outcome, Instant due)
      throws JournalException, InterruptedException {
    return journal.studies().closeUntil(study.id(), study.seen(), times, outcome, due);
  }

  /** Another process has it now; nothing about it is recorded here. */
  private void lost(StudyState study) {
    inParts.remove(study.id());
    active.remove(study.id());
    String why =
        "taken over by another host, because this one did not renew its lease within --host-lease";
    listener.on(new UploadEvent.Notice(true, "study " + study.uid() + " was " + why));
    listener.on(new UploadEvent.StudyFinished(study.uid(), false, why));
    control.signal();
  }

  private Outcome outcome(StudyDelivery delivery) {
    Outcome outcome = delivery.outcome();
    if (delivery.wasHeldUp()) {
      // The study is not the cause: it is sent again, however often that happens.
      return outcome;
    }
    if (outcome == Outcome.OPEN || outcome == Outcome.APART) {
      return outcome == Outcome.OPEN ? Outcome.COMPLETE : outcome;
    }
    boolean startsAgain = rules.isWhole() || outcome == Outcome.OVERWRITTEN;
    if (startsAgain || delivery.stored() == 0) {
      int tried = tries.merge(delivery.study().id(), 1, Integer::sum);
      if (tried >= TRIES) {
        notices.leave(delivery.study(), tried);
        return Outcome.APART;
      }
    }
    // With incremental, the missing instances are sent next; the stored ones are still there.
    return startsAgain ? outcome : Outcome.COMPLETE;
  }
}
