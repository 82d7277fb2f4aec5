package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.journal.NextStudy;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.study.Conflicts;
import io.github.dcmbulk.upload.study.ListedStudiesOnly;
import io.github.dcmbulk.upload.study.MinimumAge;
import io.github.dcmbulk.upload.study.StudyNotices;
import io.github.dcmbulk.upload.study.StudyPlan;
import io.github.dcmbulk.upload.study.StudyPlan.Deliver;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes one study after the other, as the walk releases them, and decides: hold it, let it wait, or
 * deliver it. Runs on a separate thread.
 */
final class Dispatcher {
  /** How often a paused run checks whether it may continue. */
  private static final Duration LOOK = Duration.ofMillis(50);

  private final Journal journal;
  private final StudyRules rules;
  private final boolean dryRun;
  private final RunControl control;
  private final RunLimitGuard limits;
  private final StudyQueue queue;
  private final Conflicts conflicts;
  private final ListedStudiesOnly listed;
  private final MinimumAge minimumAge;
  private final ServiceTime serviceTime;
  private final StudySender sender;
  private final StudyCompletion completion;
  private final StudyNotices notices;

  /** Prepares to deliver; {@link #run} begins. */
  Dispatcher(
      Journal journal,
      StudyRules rules,
      boolean dryRun,
      RunControl control,
      RunLimitGuard limits,
      StudyQueue queue,
      Conflicts conflicts,
      ListedStudiesOnly listed,
      MinimumAge minimumAge,
      ServiceTime serviceTime,
      StudySender sender,
      StudyCompletion completion,
      StudyNotices notices) {
    this.journal = journal;
    this.rules = rules;
    this.dryRun = dryRun;
    this.control = control;
    this.limits = limits;
    this.queue = queue;
    this.conflicts = conflicts;
    this.listed = listed;
    this.minimumAge = minimumAge;
    this.serviceTime = serviceTime;
    this.sender = sender;
    this.completion = completion;
    this.notices = notices;
  }

  /**
   * Delivers until nothing is left, or the run is stopped.
   *
   * @throws DcmbulkException the run cannot continue
   * @throws InterruptedException the run is being stopped
   */
  void run() throws DcmbulkException, InterruptedException {
    while (!control.isStopping()) {
      if (!dryRun) {
        limits.check();
      }
      if (control.gate().keepsStudies()) {
        queue.release();
        control.await(limits.atMost(LOOK), false);
        continue;
      }
      // This is read before the queue: afterwards, a study could be added in between. And the clock
      // is read once: a study that became due between two readings would be neither due nor
      // waiting.
      boolean allDone = queue.isWalked() && completion.isIdle();
      Instant now = control.now();
      NextStudy study = queue.next(now, completion::isActive);
      if (control.isStopping()) {
        return;
      }
      if (study != null) {
        take(study);
      } else if (!queue.await(allDone, now)) {
        return;
      }
    }
  }

  private void take(NextStudy next) throws DcmbulkException, InterruptedException {
    StudyState found = next.state();
    // Files are read for it: a stop need not wait for that.
    Conflicts.Settled settled =
        control.interruptions().call(() -> conflicts.settle(found, next.outline()));
    StudyState known = settled.changed() ? committed(found) : found;
    if (listed.leavesOut(known) || minimumAge.hold(known)) {
      journal.studies().dequeue(known.id(), found.seen());
      return;
    }
    boolean onlyVersions = settled.versions() > 0 && settled.versions() == known.pending();
    StudyRules now = onlyVersions ? rules.incremental() : rules;
    StudyPlan plan = plan(known, now);
    boolean waits = !dryRun && !(plan instanceof StudyPlan.Nothing);
    StudyState study = waits ? serviceTime.here(known) : known;
    plan = study.equals(known) ? plan : plan(study, now);
    if (dryRun) {
      foresee(study, plan);
      journal.studies().dequeue(study.id(), found.seen());
    } else if (plan instanceof Deliver deliver) {
      sender.deliver(study, deliver, now.isWhole() || deliver.resend(), next.outline().largest());
    } else if (plan instanceof StudyPlan.Wait wait) {
      journal.studies().postpone(study.id(), control.onRunClock(wait.until()));
    } else if (plan instanceof StudyPlan.Unknown) {
      notices.unknownTime(study);
      journal.studies().forgetTime(study.id(), serviceTime.now());
      journal.studies().postpone(study.id(), control.now().plus(rules.timeToWaitAfterKill()));
    } else {
      journal.studies().finish(study.id(), found.seen());
    }
  }

  private StudyPlan plan(StudyState study, StudyRules now) {
    JournalShare share = journal.share();
    return share == null
        ? StudyPlan.of(study, now, control.outside())
        : StudyPlan.ofShared(study, now, control.outside(), share.waitForLost());
  }

  /** The study after the changes that were made to it. */
  private StudyState committed(StudyState study) throws JournalException, InterruptedException {
    journal.flush();
    return journal.feed().study(study.id());
  }

  /** What a dry run would send, at once or after a wait. */
  private void foresee(StudyState study, StudyPlan plan)
      throws JournalException, InterruptedException {
    if (plan instanceof StudyPlan.Wait wait) {
      journal.studies().waitUntil(study.id(), control.onRunClock(wait.until()));
    }
    boolean waits = plan instanceof StudyPlan.Wait && rules.isWhole();
    if (waits || (plan instanceof Deliver deliver && deliver.resend())) {
      notices.begin(study, true);
    }
  }
}
