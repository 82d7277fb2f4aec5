package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.control.RunSteering;
import io.github.dcmbulk.upload.control.SendingGate;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.StallDetector;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.dispatch.BytesInTransit;
import io.github.dcmbulk.upload.dispatch.DeliveryStage;
import io.github.dcmbulk.upload.dispatch.LazyService;
import io.github.dcmbulk.upload.dispatch.Refusals;
import io.github.dcmbulk.upload.dispatch.ServiceOpener;
import io.github.dcmbulk.upload.result.ProgressNotes;
import io.github.dcmbulk.upload.result.RunResultBuilder;
import io.github.dcmbulk.upload.result.RunStatusReader;
import io.github.dcmbulk.upload.result.SharedWorkReports;
import io.github.dcmbulk.upload.settings.StudyList;
import io.github.dcmbulk.upload.settings.StudySelection;
import io.github.dcmbulk.upload.settings.UploadSettings;
import io.github.dcmbulk.upload.study.ListedStudiesOnly;
import io.github.dcmbulk.upload.study.StudyNotices;
import io.github.dcmbulk.upload.walk.OpenDirectories;
import io.github.dcmbulk.upload.walk.SourceGuard;
import io.github.dcmbulk.upload.walk.WalkStage;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of {@code dcmbulk upload}. {@link #stop} and {@link #abandon} are thread-safe. */
public final class UploadRun {
  private final UploadSettings settings;
  private final FileTimes times;
  private final Function<byte[], FileChecker> checkers;
  private final LazyService service;
  private final UploadListener listener;
  private final RunControl control;
  private final StageTimer stages = new StageTimer();
  private final BytesInTransit bytesInTransit = new BytesInTransit();
  private final Refusals refusals = new Refusals();
  private final StudyNotices notices;
  private final RunResultBuilder results;
  private final RunSteering steering;
  private final ProgressNotes progress;
  private final SharedWorkReports sharedWork = new SharedWorkReports();
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;

  /**
   * Prepares a run; nothing is opened yet.
   *
   * @param checkers make a checker with the key for digests, which is the journal's
   * @param progress records the run's progress; the caller tells it of the service's requests
   */
  public UploadRun(
      UploadSettings settings,
      Function<byte[], FileChecker> checkers,
      ServiceOpener service,
      Clock clock,
      ProgressNotes progress,
      UploadListener listener) {
    this(
        settings,
        checkers,
        service,
        clock,
        System::nanoTime,
        timesOf(settings, clock),
        RunControl::awaitReally,
        progress,
        listener);
  }

  UploadRun(
      UploadSettings settings,
      Function<byte[], FileChecker> checkers,
      ServiceOpener service,
      Clock clock,
      LongSupplier nanos,
      FileTimes times,
      RunControl.Waiter waiter,
      ProgressNotes progress,
      UploadListener listener) {
    this.settings = settings;
    this.times = times;
    this.checkers = checkers;
    this.service = new LazyService(service, settings.input().reading().rate());
    this.progress = progress;
    this.listener =
        event -> {
          progress.on(event);
          listener.on(event);
        };
    this.notices = new StudyNotices(this.listener);
    this.control =
        new RunControl(clock, nanos, waiter, SendingGate.of(settings.sending().limits(), clock));
    this.results = new RunResultBuilder(settings, control, stages, notices, this.listener);
    this.steering =
        new RunSteering(control, this.service, this.listener, settings.sending().limits().grace());
  }

  /**
   * Walks, checks, uploads and journals. A service that fails ends the run early, with the result
   * so far and its {@link RunResult#problem()}.
   *
   * @throws DcmbulkException the journal or the settings do not allow a run
   * @throws InterruptedException the calling thread was interrupted
   */
  public RunResult run() throws DcmbulkException, InterruptedException {
    Supervisor supervisor = new Supervisor(control);
    control.shutdown().onCancel(service::finish);
    control.shutdown().onAbandon(() -> Supervisor.start("close", service::close));
    Instant started = control.now();
    try {
      RunOpening.Opened opened =
          new RunOpening(settings, control, listener).open(started, supervisor);
      Journal journal = opened.journal();
      journal.onFailure(control::fail);
      journal.onOutage(new JournalOutages(control, listener));
      JournalShare share = journal.share();
      if (share != null) {
        control.gate().holdWhile(share::isHeldUp);
        share.onSuperseded(control::fail);
        share.countRequests(() -> service.counts().byKind());
      }
      status =
          () -> RunStatusReader.of(journal, results.concurrency(service), bytesInTransit.bytes());
      listener.on(new UploadEvent.RunStarted(journal.runName()));
      SourceGuard guard =
          new SourceGuard(journal, settings.input().source(), settings.dryRun(), listener);
      List<String> remarks = new ArrayList<>();
      try {
        journal.log().describe(settings.facts());
        progress.start(journal, this::status, control::now);
        sharedWork.start(share, listener);
        SearchWindow window = new SearchWindow(settings, control, listener);
        RunLimitGuard limits =
            new RunLimitGuard(
                settings.sending().limits(),
                window.isOpenAlways(journal),
                control,
                journal.counts(),
                refusals::held,
                service::finish);
        journal.feed().order(settings.sending().turns().order());
        steering.start(
            journal,
            ControlReceivers.of(settings.resume().journal(), journal.share()),
            settings.sending().turns().priority(),
            remarks);
        if (window.requireOpen(journal, limits, remarks)) {
          work(opened, limits, guard, supervisor);
        }
      } catch (DcmbulkException e) {
        control.fail(e);
      } finally {
        steering.close();
        progress.close();
        sharedWork.close();
      }
      return new RunConclusion(control, results, service)
          .conclude(journal, started, guard, remarks, supervisor);
    } catch (InterruptedException e) {
      control.abandon();
      throw e;
    }
  }

  private void work(
      RunOpening.Opened opened, RunLimitGuard limits, SourceGuard guard, Supervisor supervisor)
      throws DcmbulkException, InterruptedException {
    StudyList list = settings.filter().studies();
    try (StudySelection studies = list == null ? null : list.open(opened.journal().digestKey())) {
      work(opened, limits, guard, supervisor, studies);
    }
  }

  /**
   * Walks, checks and delivers. A thread that does not react to an interrupt is left running.
   *
   * @param studies the only studies that are sent; null for all
   */
  private void work(
      RunOpening.Opened opened,
      RunLimitGuard limits,
      SourceGuard guard,
      Supervisor supervisor,
      @Nullable StudySelection studies)
      throws JournalException, InterruptedException {
    Journal journal = opened.journal();
    Duration grace = settings.sending().limits().grace();
    OpenDirectories directories = new OpenDirectories(control::signal);
    FileChecker checker = checkers.apply(journal.digestKey());
    WalkStage walking = new WalkStage(settings, checker, times, control, listener, stages);
    Thread walk =
        walking.start(
            opened.roots(), journal, directories, guard, studies, () -> arrange(journal, studies));
    Thread dispatch =
        new DeliveryStage(
                settings,
                checker,
                service,
                control,
                steering,
                notices,
                bytesInTransit,
                refusals,
                stages,
                listener)
            .start(journal, directories, limits, studies);
    StallDetector standstill = new StallDetector(() -> figures(journal), System::nanoTime);
    supervisor.await(
        dispatch,
        grace,
        () -> {
          if (!settings.dryRun()) {
            limits.check();
          }
          if (control.isStopping() && standstill.isLong()) {
            control.cancel();
          }
        });
    supervisor.await(walk, Duration.ZERO, () -> walking.giveUpAfter(grace));
  }

  /**
   * All processes of the run have found everything: this process sets the places of the studies.
   */
  private void arrange(Journal journal, @Nullable StudySelection studies)
      throws JournalException, InterruptedException {
    JournalShare share = journal.share();
    if (share != null && journal.feed().isOrdered()) {
      new ListedStudiesOnly(journal, settings.filter(), studies, listener).arrange();
      share.rank(journal.feed());
    }
  }

  private List<Object> figures(Journal journal) {
    return List.of(service.counts(), bytesInTransit.bytes(), journal.counts().instances());
  }

  /**
   * Asks the run to end: no new instance is started, those in flight have the grace period. Returns
   * at once; {@link #run()} returns soon after, with that exit code.
   */
  public void stop(ExitCode why) {
    control.stop(why);
  }

  /**
   * Aborts what is in flight, as at the end of the grace period; {@link #run()} returns within
   * seconds, with its result.
   */
  public void abandon() {
    control.abandon();
  }

  /** The progress so far. Thread-safe. */
  public RunStatus status() {
    return status.get();
  }

  private static FileTimes timesOf(UploadSettings settings, Clock clock) {
    return new FileTimes(clock, !settings.studies().minAge().isZero());
  }
}
