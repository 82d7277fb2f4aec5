package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.OutcomeLimit;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.RunLimitGuard;
import io.github.dcmbulk.upload.control.RunSteering;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.control.WorkerPool;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.settings.StudySelection;
import io.github.dcmbulk.upload.settings.UploadSettings;
import io.github.dcmbulk.upload.study.Conflicts;
import io.github.dcmbulk.upload.study.ListedStudiesOnly;
import io.github.dcmbulk.upload.study.MinimumAge;
import io.github.dcmbulk.upload.study.StudyNotices;
import io.github.dcmbulk.upload.walk.OpenDirectories;
import org.jspecify.annotations.Nullable;

/**
 * Delivers the studies that the walk releases: the workers, and the dispatcher on a separate
 * thread.
 */
public final class DeliveryStage {
  /**
   * Threads at the beginning of a run with {@code --concurrency auto}; their number grows with the
   * number of parallel uploads. A study of priority cannot overtake instances that wait for them.
   */
  private static final int FIRST_WORKERS = 8;

  /** How many instances may wait for a thread, where all are started within a moment. */
  private static final int MOST_WAITING = 256;

  private final UploadSettings settings;
  private final FileChecker checker;
  private final LazyService service;
  private final RunControl control;
  private final RunSteering steering;
  private final StudyNotices notices;
  private final BytesInTransit bytesInTransit;
  private final Refusals refusals;
  private final StageTimer stages;
  private final UploadListener listener;

  /**
   * Prepares; {@link #start} begins.
   *
   * @param checker checks files again that may have been replaced
   */
  public DeliveryStage(
      UploadSettings settings,
      FileChecker checker,
      LazyService service,
      RunControl control,
      RunSteering steering,
      StudyNotices notices,
      BytesInTransit bytesInTransit,
      Refusals refusals,
      StageTimer stages,
      UploadListener listener) {
    this.settings = settings;
    this.checker = checker;
    this.service = service;
    this.control = control;
    this.steering = steering;
    this.notices = notices;
    this.bytesInTransit = bytesInTransit;
    this.refusals = refusals;
    this.stages = stages;
    this.listener = listener;
  }

  /**
   * Starts; the thread ends when everything is delivered, or the run is stopped. A failure is
   * reported to the run's control.
   *
   * @param studies the only studies that are sent; null for all
   */
  public Thread start(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      @Nullable StudySelection studies) {
    Thread thread = Supervisor.start("dispatch", () -> run(journal, directories, limits, studies));
    control.shutdown().onAbandon(thread::interrupt);
    return thread;
  }

  private void run(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      @Nullable StudySelection studies) {
    try {
      deliver(journal, directories, limits, studies);
    } catch (InterruptedException e) {
      // Only the end of the run interrupts it.
      control.cancel();
    } catch (Throwable e) {
      control.fail(e);
    }
  }

  private void deliver(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      @Nullable StudySelection studies)
      throws DcmbulkException, InterruptedException {
    int size =
        settings.sending().concurrency() == 0 ? FIRST_WORKERS : settings.sending().concurrency();
    int waiting = settings.sending().concurrency() == 0 ? 4 * FIRST_WORKERS : size;
    WorkerPool workers =
        new WorkerPool("upload", size, waiting, MOST_WAITING, control, WorkerPool.AtCancel.FINISH);
    steering.onWorkers(workers::grow);
    try (Sampler sampler = new Sampler(journal, service.inFlight(), control);
        Heartbeat heartbeat = new Heartbeat(journal, control)) {
      sampler.start();
      heartbeat.start(settings.studies().betweenBeats());
      dispatcher(journal, directories, limits, studies, workers, heartbeat).run();
      workers.finish();
    } catch (JournalException e) {
      control.fail(e);
    } finally {
      workers.finish();
    }
    // A run that was stopped early does not show the cause of a failure.
    if (control.failure() == null && control.asked() == null) {
      refusals.settleAll();
    }
  }

  private Dispatcher dispatcher(
      Journal journal,
      OpenDirectories directories,
      RunLimitGuard limits,
      @Nullable StudySelection studies,
      WorkerPool workers,
      Heartbeat heartbeat) {
    StudyRules rules = settings.studies();
    ServiceTime serviceTime = new ServiceTime(service, control);
    StudyCompletion completion =
        new StudyCompletion(journal, rules, control, heartbeat, notices, listener);
    ListedStudiesOnly listed = new ListedStudiesOnly(journal, settings.filter(), studies, listener);
    StudyQueue queue =
        new StudyQueue(
            journal,
            directories,
            control,
            limits,
            service,
            listed,
            settings.hosts().waits(),
            listener);
    StudySender sender =
        new StudySender(
            journal,
            queue,
            rules,
            control,
            limits,
            service,
            serviceTime,
            workers,
            settings.sending().concurrency(),
            uploader(journal, workers),
            completion,
            heartbeat,
            notices,
            listener);
    return new Dispatcher(
        journal,
        rules,
        settings.dryRun(),
        control,
        limits,
        queue,
        new Conflicts(
            journal,
            rules.onConflict(),
            settings.dryRun(),
            settings.input().reading(),
            control,
            listener),
        listed,
        new MinimumAge(journal, rules.minAge(), control, listener),
        serviceTime,
        sender,
        completion,
        notices);
  }

  private InstanceUploader uploader(Journal journal, WorkerPool workers) {
    DoubtfulInstances doubts = new DoubtfulInstances(control, workers);
    InstanceSender sender =
        new InstanceSender(
            checker, settings.input().reading(), service, journal, control, stages, doubts);
    return new InstanceUploader(
        sender,
        service,
        journal,
        control,
        listener,
        bytesInTransit,
        doubts,
        refusals,
        () ->
            OutcomeLimit.of(
                service.parallelUploads(settings.sending().concurrency()), workers.size()));
  }
}
