package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.control.ControlDesk;
import io.github.dcmbulk.journal.control.DatabaseControlDesk;
import io.github.dcmbulk.journal.control.FileControlDesk;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.scan.FileTimes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One run of the main job. Safe to be stopped from another thread. */
public final class UploadRun {
  /**
   * Threads at the beginning of a run that finds out for itself how many the service bears; there
   * are more as it finds that out. What waits in them cannot be overtaken by a study of priority.
   */
  private static final int FIRST_WORKERS = 8;

  private static final Duration TO_CONCLUDE = Duration.ofSeconds(15);

  /**
   * Opens the service at the first instance to be sent: a run with nothing to send asks nothing.
   */
  @FunctionalInterface
  public interface ServiceOpener {
    /** Opens the service. */
    IngestionService open() throws DcmbulkException;
  }

  private final UploadSettings settings;
  private final FileTimes times;
  private final Function<byte[], FileChecker> checkers;
  private final LazyService service;
  private final UploadListener listener;
  private final RunControl control;
  private final StageTimer phases = new StageTimer();
  private final BytesInTransit underWay = new BytesInTransit();
  private final Refusals refusals = new Refusals();
  private final StudyNotices notices;
  private final RunSteering steering;
  private final ProgressNotes progress = new ProgressNotes();
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;

  /**
   * Prepares a run; nothing is opened yet.
   *
   * @param checkers make a checker whose digests have the key that it is given, the journal's
   */
  public UploadRun(
      UploadSettings settings,
      Function<byte[], FileChecker> checkers,
      ServiceOpener service,
      Clock clock,
      UploadListener listener) {
    this(
        settings,
        checkers,
        service,
        clock,
        System::nanoTime,
        timesOf(settings, clock),
        RunControl::awaitReally,
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
      UploadListener listener) {
    this.settings = settings;
    this.times = times;
    this.checkers = checkers;
    this.service = new LazyService(service, settings.reading().rate());
    this.listener =
        event -> {
          progress.on(event);
          listener.on(event);
        };
    this.notices = new StudyNotices(this.listener);
    this.control = new RunControl(clock, nanos, waiter, SendingGate.of(settings.limits(), clock));
    this.steering =
        new RunSteering(control, this.service, this.listener, settings.limits().grace());
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
    control.shutdown().onHurry(service::finish);
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
      }
      status = () -> RunStatusReader.of(journal, ending().concurrency(service), underWay.bytes());
      listener.on(new UploadEvent.RunStarted(journal.runName()));
      SourceGuard guard = new SourceGuard(journal, settings.source(), settings.dryRun(), listener);
      List<String> remarks = new ArrayList<>();
      try {
        journal.log().describe(settings.facts());
        progress.start(journal, this::status, control::now);
        RunLimitGuard limits =
            new RunLimitGuard(
                settings.limits(),
                searchesOutsideWindow(journal),
                control,
                journal.counts(),
                refusals::held,
                service::finish);
        journal.feed().order(settings.turns().order());
        steering.start(journal, desk(journal), settings.turns().priority(), remarks);
        if (maySearch(journal, limits, remarks)) {
          work(opened, limits, guard, supervisor);
        }
      } catch (DcmbulkException e) {
        control.fail(e);
      } finally {
        steering.close();
        progress.close();
      }
      return concluded(journal, started, guard, remarks, supervisor);
    } catch (InterruptedException e) {
      control.abandon();
      throw e;
    }
  }

  private ControlDesk.@Nullable Opening desk(Journal journal) {
    if (settings.journal() instanceof SqliteStore store) {
      return () -> FileControlDesk.open(store.file());
    }
    JournalShare share = journal.share();
    return share != null && settings.journal() instanceof PostgresStore store
        ? () -> new DatabaseControlDesk(store, share.run(), share::process)
        : null;
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
   * Walks, checks and delivers; a thread that cannot be woken is left behind.
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
    Duration grace = settings.limits().grace();
    OpenDirectories directories = new OpenDirectories(control::signal);
    FileChecker checker = checkers.apply(journal.digestKey());
    WalkStage walking = new WalkStage(settings, checker, times, control, listener, phases);
    Thread walk = walk(walking, opened, directories, guard, studies);
    Thread dispatch =
        Supervisor.start(
            "dispatch", () -> deliverAll(journal, directories, limits, checker, studies));
    control.shutdown().onAbandon(dispatch::interrupt);
    StallDetector standstill = new StallDetector(() -> figures(journal), System::nanoTime);
    supervisor.await(
        dispatch,
        grace,
        () -> {
          if (!settings.dryRun()) {
            limits.check();
          }
          if (control.isStopping() && standstill.isLong()) {
            control.hurry();
          }
        });
    supervisor.await(walk, Duration.ZERO, () -> walking.giveUpAfter(grace));
  }

  /** Only one process of a run finds the files; another one takes its place if it is lost. */
  private Thread walk(
      WalkStage walking,
      RunOpening.Opened opened,
      OpenDirectories directories,
      SourceGuard guard,
      @Nullable StudySelection studies) {
    JournalShare share = opened.journal().share();
    if (share == null || share.walks()) {
      return walking.start(opened.roots(), opened.journal(), directories, guard, studies);
    }
    share.onWalk(
        () -> {
          directories.reopen();
          walking.start(opened.roots(), opened.journal(), directories, guard, studies);
        });
    return Supervisor.start("walk", directories::walked);
  }

  private List<Object> figures(Journal journal) {
    return List.of(service.counts(), underWay.bytes(), journal.counts().instances());
  }

  /**
   * Puts the end on record. After a signal that takes seconds at most: a disk that does not answer
   * does not keep the process alive, and what was committed before stays so.
   */
  private RunResult concluded(
      Journal journal,
      Instant started,
      SourceGuard guard,
      List<String> remarks,
      Supervisor supervisor)
      throws DcmbulkException, InterruptedException {
    try {
      RunResult result =
          supervisor.call(
              "conclude",
              () -> control.asked() == null ? StallDetector.LONG : TO_CONCLUDE,
              () -> {
                try (service) {
                  return ending().conclude(journal, started, service, guard.empty(), remarks);
                } finally {
                  journal.close();
                }
              });
      return result == null
          ? ending().unrecorded(journal, started, service, guard.empty(), remarks)
          : result;
    } catch (ExecutionException e) {
      throw Supervisor.rethrown(e);
    }
  }

  /**
   * Asks the run to end: no new instance is begun, those in flight have the grace period. Returns
   * at once; {@link #run()} returns soon after, with that exit code.
   */
  public void stop(ExitCode why) {
    control.stop(why);
  }

  /**
   * Breaks off what is in flight, as at the end of the grace period; {@link #run()} returns within
   * seconds, with its result.
   */
  public void abandon() {
    control.abandon();
  }

  /** Where the run stands; may be asked at any time, from any thread. */
  public RunStatus status() {
    return status.get();
  }

  private static FileTimes timesOf(UploadSettings settings, Clock clock) {
    return new FileTimes(clock, !settings.studies().minAge().isZero());
  }

  private RunResultBuilder ending() {
    return new RunResultBuilder(settings, control, phases, notices, listener);
  }

  /**
   * Whether files may be looked for and checked now. A dry run is begun by a user who wants to
   * know.
   */
  private boolean maySearch(Journal journal, RunLimitGuard limits, List<String> remarks) {
    if (limits.isWithinWindow()) {
      return true;
    }
    boolean may = searchesOutsideWindow(journal) || settings.dryRun();
    boolean byItself = may && settings.source().checkOutsideWindow() == null;
    remarks.add(
        may
            ? "outside of --window the files were found and checked, and nothing was sent"
                + (byItself
                    ? "; later runs do not search then, unless --check-outside-window is" + " given"
                    : "")
            : "outside of --window no files were searched; --check-outside-window searches at"
                + " any time");
    remarks.forEach(remark -> listener.on(new UploadEvent.Notice(false, remark)));
    if (!may) {
      control.stopOnPurpose("outside of --window", true);
    }
    return may;
  }

  /**
   * A window is there to spare the source as well as the network; but before the first run it is
   * unknown how much there is to send.
   */
  private boolean searchesOutsideWindow(Journal journal) {
    Boolean asked = settings.source().checkOutsideWindow();
    return asked != null ? asked : journal.isFirstRun();
  }

  private void deliverAll(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      FileChecker checker,
      @Nullable StudySelection studies) {
    try {
      deliver(journal, directories, limits, checker, studies);
    } catch (InterruptedException e) {
      // Only the end of the run interrupts it.
      control.hurry();
    } catch (Throwable e) {
      control.fail(e);
    }
  }

  private void deliver(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      FileChecker checker,
      @Nullable StudySelection studies)
      throws DcmbulkException, InterruptedException {
    int workers = settings.concurrency() == 0 ? FIRST_WORKERS : settings.concurrency();
    int waiting = settings.concurrency() == 0 ? 2 * FIRST_WORKERS : workers;
    WorkerPool uploaders =
        new WorkerPool("upload", workers, waiting, control, WorkerPool.AtHurry.FINISH);
    steering.onWorkers(uploaders::grow);
    try (Sampler sampler = new Sampler(journal, service.inFlight(), control);
        Dispatcher dispatcher =
            new Dispatcher(
                journal,
                settings.studies(),
                new Conflicts(
                    journal,
                    settings.studies().onConflict(),
                    settings.reading(),
                    control,
                    listener),
                directories,
                uploaders,
                new InstanceUploader(
                    checker,
                    settings.reading(),
                    service,
                    journal,
                    control,
                    listener,
                    phases,
                    underWay,
                    new Doubts(control, uploaders),
                    refusals,
                    () -> service.parallelUploads(settings.concurrency())),
                control,
                limits,
                service,
                settings.concurrency(),
                notices,
                settings.dryRun(),
                settings.hosts().waits(),
                new ListedStudiesOnly(journal, settings.filter(), studies, listener),
                listener)) {
      sampler.start();
      dispatcher.run();
      uploaders.finish();
    } catch (JournalException e) {
      control.fail(e);
    } finally {
      uploaders.finish();
    }
    // A run that was stopped early does not show whose fault a failure was.
    if (control.failure() == null && control.asked() == null) {
      refusals.settleAll();
    }
  }
}
