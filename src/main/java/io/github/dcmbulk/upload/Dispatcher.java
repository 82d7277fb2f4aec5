package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.Journal;
import io.github.dcmbulk.journal.Shipment;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.upload.StudyPlan.Deliver;
import io.github.dcmbulk.upload.StudyRules.OnConflict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Feeds the couriers one study after the other, as the walk releases them. Runs on the run's main
 * thread; studies are closed by the courier that delivers their last instance.
 */
final class Dispatcher {
  private static final int PAGE = 256;
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);

  /**
   * How long the walk may go ahead before the first study is taken for whole. In an archive that is
   * walked faster than this, studies are never split, however their files are scattered.
   */
  private static final Duration HEAD_START = Duration.ofSeconds(1);

  private final Journal journal;
  private final StudyRules rules;
  private final Conflicts conflicts;
  private final OpenDirectories directories;
  private final WorkerPool couriers;
  private final Courier courier;
  private final RunControl control;
  private final Limits limits;
  private final boolean dryRun;
  private final UploadListener listener;
  private final StudyNotices notices;
  private final Instant begun;
  private final Set<Long> active = ConcurrentHashMap.newKeySet();
  private Instant waitTold = Instant.MIN;

  Dispatcher(
      Journal journal,
      StudyRules rules,
      Conflicts conflicts,
      OpenDirectories directories,
      WorkerPool couriers,
      Courier courier,
      RunControl control,
      Limits limits,
      StudyNotices notices,
      boolean dryRun,
      UploadListener listener) {
    this.journal = journal;
    this.rules = rules;
    this.conflicts = conflicts;
    this.directories = directories;
    this.couriers = couriers;
    this.courier = courier;
    this.control = control;
    this.limits = limits;
    this.dryRun = dryRun;
    this.listener = listener;
    this.notices = notices;
    this.begun = control.now();
  }

  /** Delivers until nothing is left, or the run is told to stop. */
  void run() throws DcmbulkException, InterruptedException {
    while (!control.isStopping()) {
      if (!dryRun) {
        limits.check();
      }
      // The order matters: what is all done before the queue is read leaves nothing behind it. And
      // there is one time for the turn: a study that became due between two looks at the clock
      // would be neither due nor still waiting.
      boolean allDone = directories.isAllDone() && active.isEmpty();
      Instant now = control.now();
      OptionalLong study = next(now);
      if (control.isStopping()) {
        return;
      }
      if (study.isPresent()) {
        take(journal.feed().study(study.getAsLong()));
      } else if (!pause(allDone, now)) {
        return;
      }
    }
  }

  private OptionalLong next(Instant now) throws JournalException {
    boolean early = !directories.isAllDone() && now.isBefore(begun.plus(HEAD_START));
    return early
        ? OptionalLong.empty()
        : journal
            .feed()
            .next(directories.horizon(), directories::isOpen, active::contains, now.toEpochMilli());
  }

  /** Waits for something to do; false when nothing can come any more. */
  private boolean pause(boolean allDone, Instant now)
      throws JournalException, InterruptedException {
    OptionalLong due = journal.feed().nextDue(now.toEpochMilli());
    if (allDone && due.isEmpty()) {
      return false;
    }
    Duration longest = directories.isAllDone() ? LONGEST_WAIT : HEAD_START;
    if (due.isPresent()) {
      Instant until = Instant.ofEpochMilli(due.getAsLong());
      Duration wait = Duration.between(now, until);
      longest = wait.compareTo(longest) < 0 ? wait : longest;
      if (allDone && !until.equals(waitTold)) {
        waitTold = until;
        listener.on(new UploadEvent.Waiting(until, "a study is inside the overwrite window"));
      }
    }
    control.await(limits.atMost(longest));
    return true;
  }

  private void take(StudyState found) throws DcmbulkException, InterruptedException {
    // Files are read for it: a stop need not wait for that.
    long versions = control.interruptions().call(() -> conflicts.settle(found));
    journal.flush();
    StudyState study = journal.feed().study(found.id());
    boolean onlyVersions = versions > 0 && versions == study.pending();
    StudyRules now = onlyVersions ? rules.incremental() : rules;
    StudyPlan plan = StudyPlan.of(study, now, control.now());
    if (dryRun && !(plan instanceof StudyPlan.Hold)) {
      foresee(study, plan);
      journal.dequeue(study.id(), found.seen());
    } else if (plan instanceof Deliver deliver) {
      deliver(study, deliver, now.isWhole());
    } else if (plan instanceof StudyPlan.Wait wait) {
      journal.postpone(study.id(), wait.until());
    } else {
      if (plan instanceof StudyPlan.Hold) {
        journal.hold(study.id(), "min-age");
      }
      journal.dequeue(study.id(), found.seen());
    }
  }

  /** A dry run ends where something would be sent, at once or after a wait. */
  private void foresee(StudyState study, StudyPlan plan) {
    boolean waits = plan instanceof StudyPlan.Wait && rules.isWhole();
    if (waits || (plan instanceof Deliver deliver && deliver.resend())) {
      notices.begin(study, true);
    }
  }

  private void deliver(StudyState study, Deliver plan, boolean whole)
      throws DcmbulkException, InterruptedException {
    StudyDelivery delivery = new StudyDelivery(study, plan, rules.timeToContinue(), control.now());
    active.add(study.id());
    journal.openStudy(study.id(), plan.delivery(), control.now());
    notices.begin(study, plan.resend());
    long instances = study.pending() + (plan.resend() ? study.uploaded() : 0);
    listener.on(new UploadEvent.StudyStarted(study.uid(), instances, plan.resend()));
    long after = 0;
    List<Shipment> page = page(delivery, after, whole);
    while (!page.isEmpty() && !control.isHurrying() && !delivery.isBroken()) {
      for (Shipment shipment : page) {
        delivery.begin();
        if (!couriers.submit(() -> send(delivery, shipment))) {
          end(delivery);
        }
        after = shipment.id();
      }
      page = page(delivery, after, whole);
    }
    end(delivery);
  }

  private List<Shipment> page(StudyDelivery delivery, long after, boolean whole)
      throws JournalException {
    return journal.feed().page(delivery.study().id(), after, whole, delivery.number(), PAGE);
  }

  private void send(StudyDelivery delivery, Shipment shipment)
      throws DcmbulkException, InterruptedException {
    try {
      courier.deliver(delivery, shipment);
      limits.checkErrors();
    } finally {
      end(delivery);
    }
  }

  /** Closes the study after its last instance. */
  private void end(StudyDelivery delivery) throws JournalException, InterruptedException {
    if (!delivery.end()) {
      return;
    }
    long id = delivery.study().id();
    boolean torn = delivery.isTorn();
    Instant afterWindow = delivery.lastActivity().plus(rules.timeToWait());
    boolean again = torn && rules.isWhole();
    IncompleteStudy lacking =
        journal.closeStudy(id, delivery.study().seen(), delivery.lastActivity(), again);
    if (torn) {
      notices.pause(delivery.study());
      journal.postpone(id, afterWindow);
    } else if (rules.onConflict() == OnConflict.ALL) {
      journal.releaseLaterVersions(id, afterWindow);
    }
    listener.on(
        new UploadEvent.StudyFinished(
            delivery.study().uid(),
            delivery.isClean() && lacking == null,
            lacking == null ? null : lacking.why()));
    active.remove(id);
    control.ring();
  }
}
