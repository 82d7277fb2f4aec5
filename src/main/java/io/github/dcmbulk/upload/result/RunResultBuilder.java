package io.github.dcmbulk.upload.result;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.SharedWork;
import io.github.dcmbulk.journal.StudyTotals;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.journal.write.JournalShare;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.RunResult.EmptySource;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.StageTimer.Stage;
import io.github.dcmbulk.upload.settings.UploadSettings;
import io.github.dcmbulk.upload.study.StudyNotices;
import io.github.dcmbulk.upload.walk.SourceGuard;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds the result of a run at its end, and records it in the journal. */
public final class RunResultBuilder {
  private final UploadSettings settings;
  private final RunControl control;
  private final StageTimer stages;
  private final StudyNotices notices;
  private final UploadListener listener;

  /** Builds the result of that run. */
  public RunResultBuilder(
      UploadSettings settings,
      RunControl control,
      StageTimer stages,
      StudyNotices notices,
      UploadListener listener) {
    this.settings = settings;
    this.control = control;
    this.stages = stages;
    this.notices = notices;
    this.listener = listener;
  }

  /**
   * Ends the run.
   *
   * @param empty roots that lost nearly all of their files
   * @param remarks further lines for the result
   * @throws InterruptedException the run is being stopped
   * @throws DcmbulkException the journal cannot be read or written
   */
  public RunResult conclude(
      Journal journal,
      Instant started,
      IngestionService service,
      List<EmptySource> empty,
      List<String> remarks)
      throws DcmbulkException, InterruptedException {
    Throwable failure = control.failure();
    if (failure instanceof RuntimeException || failure instanceof Error) {
      throw new IllegalStateException("a stage of the run failed", failure);
    }
    boolean journalFailed = failure instanceof JournalException;
    if (!journalFailed) {
      journal.studies().holdWaiting(control.now());
    }
    JournalShare share = journalFailed ? null : journal.share();
    if (share != null) {
      share.gather();
    }
    StudyTotals studies = journalFailed ? StudyTotals.none() : totals(journal);
    boolean staysBehind =
        journal.counts().files().rejected() + journal.counts().instances().conflict() > 0;
    long waived = journalFailed || !staysBehind ? 0 : journal.files().waived();
    List<String> lines = new ArrayList<>(remarks);
    if (waived > 0) {
      lines.add(
          Count.of(waived, "rejected file or conflict is", "rejected files or conflicts are")
              + " waived; see `dcmbulk waive --list`");
    }
    RunResult result =
        result(
            journal,
            started,
            service,
            studies,
            failure,
            waived,
            new RunResult.Remarks(
                journal.counts().passedOver(),
                empty,
                lines,
                studies.oldest(),
                share == null ? List.of() : hosts(share.work()),
                waived));
    if (!journalFailed) {
      journal.log().finish(result);
    }
    String reason = control.stopReason();
    if (reason != null) {
      listener.on(new UploadEvent.Notice(false, "stopped on purpose: " + reason));
    }
    return result;
  }

  private List<RunResult.Host> hosts(SharedWork work) {
    listener.on(SharedWorkReports.event(work));
    return work.hosts().stream()
        .map(
            h ->
                new RunResult.Host(
                    h.host(), h.pid(), h.found(), h.uploaded(), h.bytes(), h.isSelf()))
        .toList();
  }

  /** The result if the journal does not answer: nothing is recorded, and no study is named. */
  public RunResult unrecorded(
      Journal journal,
      Instant started,
      IngestionService service,
      List<EmptySource> empty,
      List<String> remarks) {
    JournalException silent =
        new JournalException(
            "the journal "
                + settings.resume().journal()
                + " does not answer; the end is not recorded",
            "check the disk or the share that it is on, then run the same command again");
    return result(
        journal,
        started,
        service,
        StudyTotals.none(),
        silent,
        0,
        new RunResult.Remarks(journal.counts().passedOver(), empty, remarks, null, List.of(), 0));
  }

  private StudyTotals totals(Journal journal) throws DcmbulkException, InterruptedException {
    journal.files().fileUnfiled();
    boolean endedEarly =
        control.asked() != null
            || control.stopReason() != null
            || control.failure() != null
            || control.hadTooManyErrors();
    return journal.studies().totals(endedEarly);
  }

  private RunResult result(
      Journal journal,
      Instant started,
      IngestionService service,
      StudyTotals studies,
      @Nullable Throwable failure,
      long waived,
      RunResult.Remarks remarks) {
    RunResult.Files files = journal.counts().files();
    RunResult.Instances instances = journal.counts().instances();
    Map<String, Long> ofAll = journal.counts().requests();
    RequestCounts requests = ofAll.isEmpty() ? service.counts() : RequestCounts.of(ofAll);
    Map<String, Double> seconds =
        new LinkedHashMap<>(stages.seconds(Stage.WALK, Stage.CHECK, Stage.READ));
    seconds.putAll(service.seconds());
    seconds.put("journal", Math.round(journal.busySeconds() * 1e3) / 1e3);
    RunExitCode exitCode = exitCode(failure);
    return new RunResult(
        journal.runName(),
        exitCode.of(files, instances, studies, waived, !remarks.emptySources().isEmpty()).code(),
        started,
        control.now(),
        files,
        instances,
        studies.studies(),
        journal.counts().uploadedBytes(),
        new RunResult.Requests(
            requests.token(), requests.presign(), requests.put(), requests.retries()),
        journal.counts().rejections(),
        studies.named(),
        notices.sentAgain(),
        notices.split(),
        seconds,
        concurrency(service),
        service.integrity(),
        problem(instances, studies, exitCode, remarks.emptySources()),
        remarks);
  }

  /** How many instances are in flight at once, and why. */
  public @Nullable Concurrency concurrency(IngestionService service) {
    Concurrency now = service.concurrency();
    if (settings.sending().concurrency() > 0 && service.counts().put() == 0) {
      return null;
    }
    return settings.sending().concurrency() > 0 && now == null
        ? new Concurrency(
            "fixed",
            settings.sending().concurrency(),
            settings.sending().concurrency(),
            "as configured")
        : now;
  }

  private RunExitCode exitCode(@Nullable Throwable failure) {
    return new RunExitCode(
        control.asked(),
        failure,
        control.hadTooManyErrors(),
        control.stopReason() != null || settings.dryRun());
  }

  private RunResult.@Nullable Problem problem(
      RunResult.Instances instances,
      StudyTotals studies,
      RunExitCode exitCode,
      List<EmptySource> empty) {
    if (exitCode.failure() instanceof DcmbulkException known) {
      return new RunResult.Problem(String.valueOf(known.getMessage()), known.remedy());
    }
    if (!empty.isEmpty() && !exitCode.tooManyErrors()) {
      return new RunResult.Problem(
          SourceGuard.sentence(empty.get(0)),
          "mount it and run the same command again; if the files were removed on purpose, add"
              + " --allow-empty once");
    }
    if (exitCode.tooManyErrors()) {
      return new RunResult.Problem(
          "more instances failed than --max-errors allows",
          "list the reasons with `dcmbulk report --run last`, then run the same command again");
    }
    return exitCode.asked() == null && exitCode.isLeft(instances, studies)
        ? left(instances, studies)
        : null;
  }

  private static RunResult.Problem left(RunResult.Instances instances, StudyTotals studies) {
    if (instances.pending() == 0 && studies.interrupted() == studies.apart()) {
      return new RunResult.Problem(
          Count.of(studies.apart(), "study", "studies")
              + " could not be sent without a pause longer than --study-gap",
          "more --concurrency or a higher --limit-rate may help; --retry-failed sends them again");
    }
    String what =
        instances.pending() > 0
            ? "the run ended before all was sent: "
                + Count.of(instances.pending(), "instance is", "instances are")
                + " left"
            : "the delivery of "
                + Count.of(studies.interrupted(), "study", "studies")
                + " was interrupted";
    return new RunResult.Problem(what, "run the same command again");
  }
}
