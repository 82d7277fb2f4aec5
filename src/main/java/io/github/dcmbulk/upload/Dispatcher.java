package io.github.dcmbulk.upload;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult.IncompleteStudy;
import io.github.dcmbulk.upload.StudyPlan.Deliver;
import io.github.dcmbulk.upload.StudyRules.OnConflict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Feeds the uploaders one study after the other, as the walk releases them. Runs on the run's main
 * thread; a study is closed by the uploader that delivers its last instance.
 */
final class Dispatcher implements AutoCloseable {
  private static final int PAGE = 256;
  private static final int TRIES = 2;

  /** Threads at most, whatever the service bears. */
  private static final int MOST_WORKERS = 64;

  /** How often an instance that has to wait for others looks whether it may set out. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private static final Duration LOOK_AT_OTHERS = Duration.ofMillis(300);

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
  private final WorkerPool uploaders;
  private final InstanceUploader uploader;
  private final RunControl control;
  private final RunLimitGuard limits;
  private final boolean dryRun;
  private final UploadListener listener;
  private final StudyNotices notices;
  private final LazyService service;
  private final ServiceTime serviceTime;
  private final ThroughputMeter pace;
  private final int workers;
  private final Heartbeat heartbeat;
  private final MinimumAge youth;
  private final ListedStudiesOnly listed;
  private final Set<Long> inParts = ConcurrentHashMap.newKeySet();
  private final Map<Long, Integer> tries = new ConcurrentHashMap<>();
  private final Instant begun;
  private final Set<Long> active = ConcurrentHashMap.newKeySet();
  private Instant waitTold = Instant.MIN;
  private final @Nullable JournalShare share;
  private final boolean waitsForHosts;

  Dispatcher(
      Journal journal,
      StudyRules rules,
      Conflicts conflicts,
      OpenDirectories directories,
      WorkerPool uploaders,
      InstanceUploader uploader,
      RunControl control,
      RunLimitGuard limits,
      LazyService service,
      int workers,
      StudyNotices notices,
      boolean dryRun,
      boolean waitsForHosts,
      ListedStudiesOnly listed,
      UploadListener listener) {
    this.journal = journal;
    this.share = journal.share();
    this.waitsForHosts = waitsForHosts;
    this.rules = rules;
    this.conflicts = conflicts;
    this.directories = directories;
    this.uploaders = uploaders;
    this.uploader = uploader;
    this.control = control;
    this.limits = limits;
    this.dryRun = dryRun;
    this.listener = listener;
    this.notices = notices;
    this.service = service;
    this.serviceTime = new ServiceTime(service, control);
    this.workers = workers;
    this.pace = new ThroughputMeter(System::nanoTime, service::bytesPerSecond);
    this.listed = listed;
    this.youth = new MinimumAge(journal, rules.minAge(), control, listener);
    this.heartbeat = new Heartbeat(journal, control);
    this.begun = control.now();
  }

  /** Delivers until nothing is left, or the run is told to stop. */
  void run() throws DcmbulkException, InterruptedException {
    heartbeat.start(rules.betweenBeats());
    while (!control.isStopping()) {
      if (!dryRun) {
        limits.check();
      }
      if (control.gate().keepsStudies()) {
        control.await(limits.atMost(LOOK), false);
        continue;
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

  private OptionalLong next(Instant now) throws JournalException, InterruptedException {
    boolean early =
        !directories.isAllDone()
            && (journal.feed().isOrdered() || now.isBefore(begun.plus(HEAD_START)));
    if (!early && (share == null || share.walks())) {
      listed.arrange();
    }
    if (share != null) {
      service.shareLimits(share.processes());
      if (!early && share.walks()) {
        share.walked(directories.lowestOpen(), directories.isAllDone());
      }
      return early ? OptionalLong.empty() : share.claim(journal.feed());
    }
    return early
        ? OptionalLong.empty()
        : journal
            .feed()
            .next(directories.horizon(), directories::isOpen, active::contains, now.toEpochMilli());
  }

  /** Waits for something to do; false when nothing can come any more. */
  private boolean pause(boolean allDone, Instant now)
      throws JournalException, InterruptedException {
    if (share != null) {
      return pauseWithOthers(share, allDone, now);
    }
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
    control.await(limits.atMost(longest), allDone);
    return true;
  }

  /** The same where others deliver as well, and may lose what they hold. */
  private boolean pauseWithOthers(JournalShare others, boolean allDone, Instant now)
      throws JournalException, InterruptedException {
    if (!allDone) {
      control.await(limits.atMost(LOOK_AT_OTHERS), false);
      return true;
    }
    JournalShare.Rest rest = others.rest();
    boolean over = rest.walked() && rest.held() == 0;
    if (over && rest.dueMillis().isEmpty()) {
      return false;
    }
    if (!over && !waitsForHosts) {
      control.stopOnPurpose("--no-wait-hosts: other hosts go on", false);
      return false;
    }
    Duration longest = LOOK_AT_OTHERS;
    if (over) {
      Instant until = Instant.ofEpochMilli(rest.dueMillis().getAsLong());
      if (until.isAfter(now) && !until.equals(waitTold)) {
        waitTold = until;
        listener.on(new UploadEvent.Waiting(until, "a study is inside the overwrite window"));
      }
    } else if (!waitTold.equals(Instant.MAX)) {
      waitTold = Instant.MAX;
      listener.on(new UploadEvent.Notice(false, "waiting for what other hosts are delivering"));
    }
    control.await(limits.atMost(longest), false);
    return true;
  }

  private void take(StudyState found) throws DcmbulkException, InterruptedException {
    // Files are read for it: a stop need not wait for that.
    long versions = control.interruptions().call(() -> conflicts.settle(found));
    journal.flush();
    StudyState known = journal.feed().study(found.id());
    if (listed.leavesOut(known) || youth.hold(known)) {
      journal.dequeue(known.id(), found.seen());
      return;
    }
    boolean onlyVersions = versions > 0 && versions == known.pending();
    StudyRules now = onlyVersions ? rules.incremental() : rules;
    StudyPlan plan = StudyPlan.of(known, now, control.outside());
    boolean waits = !dryRun && !(plan instanceof StudyPlan.Nothing);
    StudyState study = waits ? serviceTime.here(known) : known;
    plan = study.equals(known) ? plan : StudyPlan.of(study, now, control.outside());
    if (dryRun) {
      foresee(study, plan);
      journal.dequeue(study.id(), found.seen());
    } else if (plan instanceof Deliver deliver) {
      begin(study, deliver, now.isWhole() || deliver.resend());
    } else if (plan instanceof StudyPlan.Wait wait) {
      journal.postpone(study.id(), due(wait.until()));
    } else if (plan instanceof StudyPlan.Unknown) {
      notices.unknownTime(study);
      journal.forgetTime(study.id(), serviceTime.now());
      journal.postpone(study.id(), control.now().plus(rules.timeToWaitAfterKill()));
    } else {
      journal.dequeue(study.id(), found.seen());
    }
  }

  /** A dry run ends where something would be sent, at once or after a wait. */
  private void foresee(StudyState study, StudyPlan plan)
      throws JournalException, InterruptedException {
    if (plan instanceof StudyPlan.Wait wait) {
      journal.waits(study.id(), due(wait.until()));
    }
    boolean waits = plan instanceof StudyPlan.Wait && rules.isWhole();
    if (waits || (plan instanceof Deliver deliver && deliver.resend())) {
      notices.begin(study, true);
    }
  }

  /** A moment outside, on the run's own clock. */
  private Instant due(Instant outside) {
    return control.now().plus(Duration.between(control.outside(), outside));
  }

  private void begin(StudyState study, Deliver plan, boolean whole)
      throws DcmbulkException, InterruptedException {
    service.requireOpen();
    long tooLarge = PutSchedule.tooLarge(pace, rules.timeToContinue());
    List<Long> large = journal.feed().sizesAbove(tooLarge, study.id(), whole, plan.delivery());
    if (plan.goesOn() && !large.isEmpty()) {
      // Nothing else would be stored in time while that one travels.
      Instant lastPut = Instant.ofEpochMilli(study.lastPutMillis());
      journal.postpone(study.id(), due(lastPut.plus(rules.timeToWaitAfterKill())));
      journal.beat(study.id(), new StudyTimes(lastPut, null), Outcome.OPEN);
      return;
    }
    int together = PutSchedule.together(large.size(), workersNow());
    if (together < large.size()) {
      notices.apart(study, large.size(), together, pace.best());
    }
    boolean apart = study.apart() || together < large.size();
    deliver(study, plan, whole, apart, large.size() - together);
  }

  private int workersNow() {
    return service.parallelUploads(workers);
  }

  /**
   * Delivers it, largest instances first.
   *
   * @param later so many of the largest go in a later part
   */
  private void deliver(StudyState study, Deliver plan, boolean whole, boolean apart, int later)
      throws DcmbulkException, InterruptedException {
    StudyDelivery delivery =
        new StudyDelivery(study, plan, rules.timeToContinue(), apart, serviceTime::ahead);
    if (share != null) {
      delivery.sharedBy(new Holding(share, study.id(), control));
    }
    PutSchedule line = new PutSchedule(pace, rules.timeToContinue(), this::workersNow);
    active.add(study.id());
    if (later > 0) {
      inParts.add(study.id());
    }
    journal.openStudy(study.id(), plan.delivery(), serviceTime.now(), plan.goesOn(), apart);
    heartbeat.watch(delivery);
    notices.begin(study, plan.resend());
    long instances = study.pending() + (plan.resend() ? study.uploaded() : 0);
    listener.on(new UploadEvent.StudyStarted(study.uid(), instances, plan.resend()));
    int skip = later;
    List<PendingInstance> page = page(delivery, null, whole);
    while (!page.isEmpty() && control.mayBegin() && !delivery.isBroken()) {
      for (PendingInstance pendingInstance : page) {
        if (skip-- <= 0 && await(line, delivery, pendingInstance.file().size())) {
          PutSchedule.Load load = line.setOut(pendingInstance.file().size());
          delivery.begin();
          if (!uploaders.submit(() -> send(delivery, pendingInstance, load))) {
            load.close();
            end(delivery);
          }
        }
      }
      page = page(delivery, page.get(page.size() - 1), whole);
    }
    end(delivery);
  }

  private List<PendingInstance> page(
      StudyDelivery delivery, @Nullable PendingInstance last, boolean whole)
      throws JournalException {
    return journal.feed().page(delivery.study().id(), last, whole, delivery.number(), PAGE);
  }

  /** Waits until an instance of that size may set out; false if none may any more. */
  private boolean await(PutSchedule line, StudyDelivery delivery, long size)
      throws InterruptedException {
    if (workers == 0) {
      uploaders.grow(Math.min(MOST_WORKERS, 2 * workersNow()));
    }
    while (control.mayBegin() && !delivery.isBroken()) {
      boolean isAlone = line.isEmpty();
      if (control.gate().keepsInstances() && delivery.isInTime(control.outside())) {
        control.await(LOOK, false);
        continue;
      }
      if (line.admits(size, delivery.deadline(), control.outside())) {
        return true;
      }
      if (isAlone) {
        delivery.pause();
        return false;
      }
      control.await(LOOK, false);
    }
    return false;
  }

  private void send(StudyDelivery delivery, PendingInstance pendingInstance, PutSchedule.Load load)
      throws DcmbulkException, InterruptedException {
    try (load) {
      uploader.deliver(delivery, pendingInstance, load);
      limits.checkErrors();
    } finally {
      control.signal();
      end(delivery);
    }
  }

  /** Closes the study after its last instance. */
  private void end(StudyDelivery delivery) throws JournalException, InterruptedException {
    if (!delivery.end()) {
      return;
    }
    long id = delivery.study().id();
    heartbeat.forget(delivery);
    delivery.ended();
    if (share != null && !share.holds(id)) {
      lost(delivery.study());
      return;
    }
    Outcome outcome = outcome(delivery);
    StudyTimes times = delivery.times(control.outside());
    boolean isApart = outcome == Outcome.APART;
    Instant afterWindow =
        due(times.lastPut()).plus(isApart ? rules.timeToWaitAfterKill() : rules.timeToWait());
    IncompleteStudy lacking = journal.closeStudy(id, delivery.study().seen(), times, outcome);
    if (isApart) {
      later(delivery, afterWindow);
    } else if (delivery.isTorn()) {
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
    control.signal();
  }

  /** Another process has it now; nothing is recorded of it here. */
  private void lost(StudyState study) {
    inParts.remove(study.id());
    active.remove(study.id());
    String why = "lost to another host, as this one was not heard of for --host-lease";
    listener.on(new UploadEvent.Notice(true, "study " + study.uid() + " was " + why));
    listener.on(new UploadEvent.StudyFinished(study.uid(), false, why));
    control.signal();
  }

  private Outcome outcome(StudyDelivery delivery) {
    Outcome outcome = delivery.outcome();
    if (delivery.wasHeldUp()) {
      // Not the study's fault: it goes again, however often that happens.
      return outcome;
    }
    if (outcome == Outcome.OPEN || outcome == Outcome.APART) {
      return outcome == Outcome.OPEN ? Outcome.COMPLETE : outcome;
    }
    boolean beginsAnew = rules.isWhole() || outcome == Outcome.OVERWRITTEN;
    if (beginsAnew || delivery.stored() == 0) {
      int tried = tries.merge(delivery.study().id(), 1, Integer::sum);
      if (tried >= TRIES) {
        notices.leave(delivery.study(), tried);
        return Outcome.APART;
      }
    }
    // With incremental, what is missing goes next; what was stored is still there.
    return beginsAnew ? outcome : Outcome.COMPLETE;
  }

  /** The next part of a study that does not go as one, unless it was left. */
  private void later(StudyDelivery delivery, Instant afterWindow)
      throws JournalException, InterruptedException {
    long id = delivery.study().id();
    boolean more = inParts.remove(id);
    if (more && !delivery.isTorn() && delivery.stored() > 0) {
      journal.postpone(id, afterWindow);
    }
  }

  @Override
  public void close() {
    heartbeat.close();
  }
}
