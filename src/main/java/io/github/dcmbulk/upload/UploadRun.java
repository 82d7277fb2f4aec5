package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.Journal;
import io.github.dcmbulk.journal.Revisit;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.StudyRules.OnConflict;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/** One run of the main job. Safe to be stopped from another thread. */
public final class UploadRun {
  /** Threads of a run that finds out for itself how many the service bears. */
  private static final int MOST_WORKERS = 64;

  private static final Duration LOCK_POLL = Duration.ofSeconds(1);

  /**
   * Opens the service at the first instance to be sent: a run with nothing to send asks nothing.
   */
  @FunctionalInterface
  public interface ServiceOpener {
    /** Opens the service. */
    IngestionService open() throws DcmbulkException;
  }

  private final UploadSettings settings;
  private final FileChecker checker;
  private final LazyService service;
  private final UploadListener listener;
  private final RunControl control;
  private final Phases phases = new Phases();
  private final UnderWay underWay = new UnderWay();
  private final StudyNotices notices;
  private final ProgressNotes progress = new ProgressNotes();
  private final Clock clock;
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;

  /** Prepares a run; nothing is opened yet. */
  public UploadRun(
      UploadSettings settings,
      FileChecker checker,
      ServiceOpener service,
      Clock clock,
      UploadListener listener) {
    this(settings, checker, service, clock, RunControl::awaitReally, listener);
  }

  UploadRun(
      UploadSettings settings,
      FileChecker checker,
      ServiceOpener service,
      Clock clock,
      RunControl.Waiter waiter,
      UploadListener listener) {
    this.settings = settings;
    this.checker = checker;
    this.service = new LazyService(service);
    this.listener =
        event -> {
          progress.on(event);
          listener.on(event);
        };
    this.notices = new StudyNotices(this.listener);
    this.clock = clock;
    this.control = new RunControl(clock, waiter);
  }

  /**
   * Walks, checks, uploads and journals. A service that fails ends the run early, with the result
   * so far and its {@link RunResult#problem()}.
   *
   * @throws DcmbulkException the journal or the settings do not allow a run
   * @throws InterruptedException the calling thread was interrupted
   */
  public RunResult run() throws DcmbulkException, InterruptedException {
    Roots roots = new Roots(settings.roots(), settings.filesFrom());
    Instant started = control.now();
    Journal journal = openJournal(started);
    journal.onFailure(control::fail);
    status = () -> Statuses.of(journal, ending().concurrency(service), underWay.bytes());
    listener.on(new UploadEvent.RunStarted(journal.runName()));
    try (service) {
      journal.log().describe(settings.facts());
      progress.start(journal, this::status, control::now);
      OpenDirectories directories = new OpenDirectories(control::ring);
      Limits limits =
          new Limits(
              settings.limits(),
              searchesOutsideWindow(journal),
              control,
              journal.counts(),
              clock.getZone());
      SourceGuard guard = new SourceGuard(journal, settings.source(), settings.dryRun(), listener);
      List<String> remarks = new ArrayList<>();
      if (maySearch(journal, limits, remarks)) {
        Thread walk = startWalk(roots, journal, directories, guard);
        if (!settings.dryRun()) {
          deliver(journal, directories, limits);
        }
        walk.join();
      }
      progress.close();
      return ending().conclude(journal, started, service, guard.empty(), remarks);
    } finally {
      progress.close();
      journal.close();
    }
  }

  /**
   * Asks the run to end: no new instance is begun, those in flight have the grace period. Returns
   * at once; {@link #run()} returns soon after, with that exit code.
   */
  public void stop(ExitCode why) {
    control.stop(why);
  }

  /** Where the run stands; may be asked at any time, from any thread. */
  public RunStatus status() {
    return status.get();
  }

  private Journal openJournal(Instant started) throws DcmbulkException, InterruptedException {
    Revisit revisit =
        new Revisit(
            settings.force(),
            settings.retryFailed(),
            settings.studies().onConflict() != OnConflict.REJECT);
    String name =
        started.truncatedTo(ChronoUnit.SECONDS)
            + "-"
            + String.format("%04x", ThreadLocalRandom.current().nextInt(1 << 16));
    Instant patience = started.plus(settings.limits().waitLock());
    while (true) {
      try {
        // What the run that was waited for has uploaded in the meantime is not this one's.
        Journal journal =
            Journal.open(
                settings.journal(), name, control.now(), CheckProfile.of(settings), revisit);
        warnOfNetworkShare();
        return journal;
      } catch (JournalBusyException e) {
        if (control.isStopping() || !control.now().isBefore(patience)) {
          throw e;
        }
        listener.on(new UploadEvent.Waiting(patience, String.valueOf(e.getMessage())));
        control.await(LOCK_POLL);
      }
    }
  }

  private Ending ending() {
    return new Ending(settings, control, phases, notices, listener);
  }

  private void warnOfNetworkShare() {
    if (Journal.isOnNetworkShare(settings.journal())) {
      listener.on(
          new UploadEvent.Notice(
              true,
              "the journal lies on a network share: a run on another host may not see that this"
                  + " one holds it; keep it on a local disk"));
    }
  }

  private Thread startWalk(
      Roots roots, Journal journal, OpenDirectories directories, SourceGuard guard) {
    int cores = Runtime.getRuntime().availableProcessors();
    WorkerPool checkers = new WorkerPool("check", Math.max(2, cores), 2 * cores, control);
    Intake intake =
        new Intake(
            journal,
            new PathFilter(settings.selection()),
            checker,
            new Judge(settings.filter()),
            checkers,
            directories,
            listener,
            phases,
            guard);
    OnOwnThread visitor = new OnOwnThread(intake, control);
    Walker walker = new Walker(settings.selection().followLinks(), visitor, control::isWalkOver);
    Thread walk =
        new Thread(
            () -> {
              try {
                long begun = System.nanoTime();
                roots.walk(walker, visitor, listener);
                visitor.finish(settings.limits().grace());
                phases.add("walk", begun);
                checkers.finish(settings.limits().grace());
                journal.afterCommit(
                    () -> {
                      PassedOver.tell(journal.counts(), listener);
                      directories.walked();
                      listener.on(new UploadEvent.WalkFinished());
                    });
              } catch (InterruptedException e) {
                control.stop(ExitCode.TERMINATED);
              } catch (Throwable e) {
                control.fail(e);
              }
            },
            "walk");
    walk.setDaemon(true);
    walk.start();
    return walk;
  }

  /**
   * Whether files may be looked for and checked now. A dry run is begun by somebody who wants to
   * know.
   */
  private boolean maySearch(Journal journal, Limits limits, List<String> remarks) {
    if (limits.isWithinWindow()) {
      return true;
    }
    boolean may = searchesOutsideWindow(journal) || settings.dryRun();
    boolean byItself = may && settings.source().checkOutsideWindow() == null;
    remarks.add(
        may
            ? "outside of --window the files were found and checked, and nothing was sent"
                + (byItself ? "; later runs do not even look, unless --check-outside-window" : "")
            : "outside of --window nothing was looked for: --check-outside-window does it all the"
                + " same");
    remarks.forEach(remark -> listener.on(new UploadEvent.Notice(false, remark)));
    if (!may) {
      control.stopOnPurpose("outside of --window", true);
    }
    return may;
  }

  /**
   * A window is there to spare the source as well as the network; but before the first run nobody
   * can tell how much there is to send.
   */
  private boolean searchesOutsideWindow(Journal journal) {
    Boolean asked = settings.source().checkOutsideWindow();
    return asked != null ? asked : journal.isFirstRun();
  }

  private void deliver(Journal journal, OpenDirectories directories, Limits limits)
      throws DcmbulkException, InterruptedException {
    int workers = settings.concurrency() == 0 ? MOST_WORKERS : settings.concurrency();
    WorkerPool couriers = new WorkerPool("upload", workers, workers, control);
    try (Sampler sampler = new Sampler(journal, service.inFlight(), control)) {
      sampler.start();
      new Dispatcher(
              journal,
              settings.studies(),
              new Conflicts(
                  journal, settings.studies().onConflict(), settings.reading(), control, listener),
              directories,
              couriers,
              new Courier(
                  settings.reading(), service, journal, control, listener, phases, underWay),
              control,
              limits,
              notices,
              listener)
          .run();
    } catch (JournalException e) {
      control.fail(e);
    } finally {
      couriers.finish(settings.limits().grace());
    }
  }
}
