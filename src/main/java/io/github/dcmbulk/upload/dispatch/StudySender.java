package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.StudyState.Outcome;
import io.github.dcmbulk.journal.StudyTimes;
import io.github.dcmbulk.journal.write.Commit;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.control.WorkerPool;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.study.Holding;
import io.github.dcmbulk.upload.study.StudyDelivery;
import io.github.dcmbulk.upload.study.StudyNotices;
import io.github.dcmbulk.upload.study.StudyPlan.Deliver;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Hands the instances of one study after the other to the workers, largest first, each when it may
 * start. Used by the dispatcher's thread.
 */
final class StudySender {
  private static final int PAGE = 256;

  /**
   * Size up to which the next study is claimed while an instance is sent; during larger ones, other
   * processes may be free before.
   */
  private static final long SMALL = 1 << 20;

  /**
   * Studies from this size on are opened while many instances of the one before still wait. If this
   * was so for small ones as well, a kill would leave many of them open.
   */
  private static final int LARGE_STUDY = 64;

  /** Threads at most, however many parallel uploads the service accepts. */
  private static final int MOST_WORKERS = 64;

  /** How often an instance that has to wait for others checks whether it may start. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Journal journal;
  private final StudyQueue queue;
  private final StudyRules rules;
  private final RunControl control;
  private final RunLimitGuard limits;
  private final LazyService service;
  private final ServiceTime serviceTime;
  private final WorkerPool workers;
  private final int concurrency;
  private final InstanceUploader uploader;
  private final StudyCompletion completion;
  private final Heartbeat heartbeat;
  private final StudyNotices notices;
  private final UploadListener listener;
  private final ThroughputMeter pace;

  /**
   * Sends with those workers.
   *
   * @param concurrency parallel uploads as configured; 0 for automatic
   */
  StudySender(
      Journal journal,
      StudyQueue queue,
      StudyRules rules,
      RunControl control,
      RunLimitGuard limits,
      LazyService service,
      ServiceTime serviceTime,
      WorkerPool workers,
      int concurrency,
      InstanceUploader uploader,
      StudyCompletion completion,
      Heartbeat heartbeat,
      StudyNotices notices,
      UploadListener listener) {
    this.journal = journal;
    this.queue = queue;
    this.rules = rules;
    this.control = control;
    this.limits = limits;
    this.service = service;
    this.serviceTime = serviceTime;
    this.workers = workers;
    this.concurrency = concurrency;
    this.uploader = uploader;
    this.completion = completion;
    this.heartbeat = heartbeat;
    this.notices = notices;
    this.listener = listener;
    this.pace = new ThroughputMeter(System::nanoTime, service::bytesPerSecond);
  }

  /**
   * Delivers the study, or the part of it that can be stored without a pause. Returns when its last
   * instance was handed to a worker.
   *
   * @param whole whether instances of earlier deliveries are sent again
   * @param largest size of the largest instance, in bytes
   * @throws DcmbulkException the run cannot continue
   * @throws InterruptedException the run is being stopped
   */
  void deliver(StudyState study, Deliver plan, boolean whole, long largest)
      throws DcmbulkException, InterruptedException {
    service.requireOpen();
    long tooLarge = PutSchedule.tooLarge(pace, rules.timeToContinue());
    List<Long> large =
        largest <= tooLarge
            ? List.of()
            : journal.feed().sizesAbove(tooLarge, study.id(), whole, plan.delivery());
    if (plan.continues() && !large.isEmpty()) {
      // While this one is being sent, no other could be stored in time.
      Instant lastPut = Instant.ofEpochMilli(study.lastPutMillis());
      Instant until = lastPut.plus(rules.timeToWaitAfterKill());
      journal.studies().postpone(study.id(), control.onRunClock(until));
      journal.studies().beat(study.id(), new StudyTimes(lastPut, null), Outcome.OPEN);
      return;
    }
    int together = PutSchedule.together(large.size(), parallelUploads());
    if (together < large.size()) {
      notices.apart(study, large.size(), together, pace.best());
    }
    boolean apart = study.apart() || together < large.size();
    StudyDelivery delivery =
        new StudyDelivery(study, plan, rules.timeToContinue(), apart, serviceTime::ahead);
    completion.begin(delivery, together < large.size());
    if (largest <= SMALL && isNearEnd(instances(study, plan))) {
      // In the transaction that opens this one.
      queue.lookAhead();
    }
    Commit opened = open(delivery, plan, apart);
    // Read while the change above is being committed.
    List<PendingInstance> first = page(delivery, null, whole);
    opened.await();
    begun(delivery, plan);
    boolean more = largest <= SMALL && instances(study, plan) >= LARGE_STUDY;
    feed(delivery, first, whole, large.size() - together, more);
    completion.end(delivery);
  }

  private Commit open(StudyDelivery delivery, Deliver plan, boolean apart)
      throws JournalException, InterruptedException {
    long study = delivery.study().id();
    JournalShare share = journal.share();
    Duration urls = Duration.ZERO;
    if (share != null) {
      Holding holding = new Holding(share, study, control);
      urls = holding.foresee();
      delivery.sharedBy(holding);
    }
    return journal
        .studies()
        .open(study, plan.delivery(), serviceTime.now(), plan.continues(), apart, urls);
  }

  private void begun(StudyDelivery delivery, Deliver plan) {
    StudyState study = delivery.study();
    heartbeat.watch(delivery);
    notices.begin(study, plan.resend());
    listener.on(new UploadEvent.StudyStarted(study.uid(), instances(study, plan), plan.resend()));
  }

  private static long instances(StudyState study, Deliver plan) {
    return study.pending() + (plan.resend() ? study.uploaded() : 0);
  }

  /**
   * Hands its instances to the workers.
   *
   * @param first the first of them
   * @param later how many of the largest are sent in a later part
   * @param more whether many of its instances may wait for a thread
   */
  private void feed(
      StudyDelivery delivery, List<PendingInstance> first, boolean whole, int later, boolean more)
      throws JournalException, InterruptedException {
    PutSchedule schedule = new PutSchedule(pace, rules.timeToContinue(), this::parallelUploads);
    int skip = later;
    List<PendingInstance> page = first;
    while (!page.isEmpty() && control.mayBegin() && !delivery.isBroken()) {
      int left = page.size();
      for (PendingInstance instance : page) {
        if (page.size() < PAGE && isNearEnd(left--) && instance.file().size() <= SMALL) {
          queue.lookAhead();
        }
        if (skip-- <= 0 && await(schedule, delivery, instance.file().size())) {
          PutSchedule.Load load = schedule.begin(instance.file().size());
          delivery.begin();
          if (!workers.submit(() -> send(delivery, instance, load), more)) {
            load.close();
            completion.end(delivery);
          }
        }
      }
      PendingInstance last = page.get(page.size() - 1);
      page = page.size() < PAGE ? List.of() : page(delivery, last, whole);
    }
  }

  /**
   * Whether the next study is needed soon: to claim it takes as long as to send some ten instances.
   * Where they take longer, another process may be free before.
   */
  private boolean isNearEnd(long left) {
    return left <= workers.startedSoon();
  }

  private List<PendingInstance> page(
      StudyDelivery delivery, @Nullable PendingInstance last, boolean whole)
      throws JournalException {
    return journal.feed().page(delivery.study().id(), last, whole, delivery.number(), PAGE);
  }

  private int parallelUploads() {
    return service.parallelUploads(concurrency);
  }

  /** Waits until an instance of that size may start; false if none may any more. */
  private boolean await(PutSchedule schedule, StudyDelivery delivery, long size)
      throws InterruptedException {
    if (concurrency == 0) {
      workers.grow(Math.min(MOST_WORKERS, 2 * parallelUploads()));
    }
    while (control.mayBegin() && !delivery.isBroken()) {
      boolean isAlone = schedule.isEmpty();
      if (control.gate().keepsInstances() && delivery.isInTime(control.outside())) {
        control.await(LOOK, false);
        continue;
      }
      if (schedule.admits(size, delivery.deadline(), control.outside())) {
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

  private void send(StudyDelivery delivery, PendingInstance instance, PutSchedule.Load load)
      throws DcmbulkException, InterruptedException {
    try (load) {
      uploader.deliver(delivery, instance, load);
      limits.checkErrors();
    } finally {
      control.signal();
      completion.end(delivery);
    }
  }
}
