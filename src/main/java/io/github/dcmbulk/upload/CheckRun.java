package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.journal.StudyState;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Inventory;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.scan.Walker;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.Supervisor;
import io.github.dcmbulk.upload.control.WorkerPool;
import io.github.dcmbulk.upload.result.CheckResult;
import io.github.dcmbulk.upload.result.RunStatusReader;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.FileList;
import io.github.dcmbulk.upload.settings.Reading;
import io.github.dcmbulk.upload.settings.StudyRules.OnConflict;
import io.github.dcmbulk.upload.study.Conflicts;
import io.github.dcmbulk.upload.study.MinimumAge;
import io.github.dcmbulk.upload.walk.AsyncTreeVisitor;
import io.github.dcmbulk.upload.walk.FileClassifier;
import io.github.dcmbulk.upload.walk.Intake;
import io.github.dcmbulk.upload.walk.OpenDirectories;
import io.github.dcmbulk.upload.walk.PassedOver;
import io.github.dcmbulk.upload.walk.Roots;
import io.github.dcmbulk.upload.walk.WalkStage;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Walks and checks without sending anything; opens no connection and writes nothing to the tree.
 * Values of several files are compared in a temporary file, so that memory does not grow.
 */
public final class CheckRun {
  /** A thread that does not end within that time after a stop is blocked, and is left running. */
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

  /** For each processor, so that its thread has work while the walk lists the next directory. */
  private static final int BATCHES_WAITING = 8;

  private final Settings settings;
  private final FileChecker checker;
  private final UploadListener listener;
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;
  private final RunControl control = new RunControl(Clock.systemUTC(), RunControl::awaitReally);

  /**
   * What to check.
   *
   * @param roots files and directories to search
   * @param filesFrom a list of further files; null for none
   * @param selection which files are opened, by name
   * @param filter which instances count as excluded
   * @param minAge a study is held while its newest file is younger than this; zero holds none
   * @param reading how files are read
   * @param inventory whether to add up what can be sent, which reads every row
   */
  public record Settings(
      List<Path> roots,
      @Nullable FileList filesFrom,
      Selection selection,
      ContentFilter filter,
      Duration minAge,
      Reading reading,
      boolean inventory) {}

  /** Prepares a check; nothing is opened yet. */
  public CheckRun(Settings settings, FileChecker checker, UploadListener listener) {
    this.settings = settings;
    this.checker = checker;
    this.listener = listener;
  }

  /**
   * Checks everything.
   *
   * @param rows receives each file's row, in no particular order, one at a time; null if rows are
   *     not wanted
   * @throws DcmbulkException a root is not there, or there is no space for the temporary file
   * @throws InterruptedException the check was stopped
   */
  public CheckResult run(@Nullable Consumer<Row> rows)
      throws DcmbulkException, InterruptedException {
    Path scratch = scratchDirectory();
    try {
      CheckResult result =
          new Supervisor(control)
              .call(
                  "check",
                  () -> STOP_TIMEOUT,
                  () -> {
                    Roots roots = new Roots(settings.roots(), settings.filesFrom());
                    return check(roots, scratch.resolve("check.db"), rows);
                  });
      if (result == null) {
        throw new InterruptedException("the check was stopped");
      }
      return result;
    } catch (ExecutionException e) {
      throw Supervisor.rethrown(e);
    } finally {
      delete(scratch);
    }
  }

  private CheckResult check(Roots roots, Path file, @Nullable Consumer<Row> rows)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    Journal journal = Journal.scratch(file, Instant.now(), roots.meetEachFileOnce());
    journal.onFailure(control::fail);
    status = () -> RunStatusReader.of(journal, null, 0);
    try {
      walk(roots, journal);
      if (journal.check().indexRepeated()) {
        Conflicts conflicts =
            new Conflicts(journal, OnConflict.REJECT, true, settings.reading(), control, listener);
        control.interruptions().run(conflicts::settleAll);
        journal.flush();
      }
      if (!settings.minAge().isZero()) {
        holdYoung(journal);
      }
      Inventory inventory = null;
      if (rows != null || settings.inventory()) {
        try (JournalReader reader = JournalReader.open(file)) {
          inventory = settings.inventory() ? reader.inventory(journal.runName()) : null;
          if (rows != null) {
            reader.rows(null, rows);
          }
        }
      }
      CheckFindings findings = journal.check().findings();
      RunResult.Instances instances = journal.counts().instances();
      return new CheckResult(
          journal.counts().files(),
          instances.duplicate(),
          instances.conflict(),
          instances.held(),
          journal.studies().totals(false).studies().found(),
          findings.splitStudies(),
          (System.nanoTime() - begun) / 1e9,
          findings.rejections(),
          findings.warnings(),
          misfiled(findings),
          inventory);
    } finally {
      journal.close();
    }
  }

  /** Holds young studies, as a run does; conflicts are settled before. */
  private void holdYoung(Journal journal) throws DcmbulkException, InterruptedException {
    journal.check().indexStudies();
    MinimumAge youth = new MinimumAge(journal, settings.minAge(), control, listener);
    long now = control.now().toEpochMilli();
    OptionalLong next = journal.feed().next(Long.MAX_VALUE, open -> false, busy -> false, now);
    while (next.isPresent()) {
      StudyState study = journal.feed().study(next.getAsLong());
      youth.hold(study);
      journal.studies().dequeue(study.id(), study.seen());
      if (control.isStopping()) {
        throw new InterruptedException("the check was stopped");
      }
      next = journal.feed().next(Long.MAX_VALUE, open -> false, busy -> false, now);
    }
  }

  /** The progress so far. Thread-safe. */
  public RunStatus status() {
    return status.get();
  }

  /** Ends the check early; {@link #run} throws an {@link InterruptedException} soon after. */
  public void stop() {
    control.stop(ExitCode.INTERRUPTED);
  }

  private void walk(Roots roots, Journal journal) throws DcmbulkException, InterruptedException {
    WorkerPool checkers = WalkStage.checkers(control, BATCHES_WAITING);
    Intake intake =
        new Intake(
            journal,
            new PathFilter(settings.selection()),
            checker,
            new FileClassifier(settings.filter(), null),
            checkers,
            new OpenDirectories(() -> {}),
            listener,
            new StageTimer(),
            (root, known, found) -> {});
    AsyncTreeVisitor visitor = new AsyncTreeVisitor(intake, control, !roots.meetEachFileOnce());
    try {
      roots.walk(
          new Walker(
              settings.selection().followLinks(),
              visitor,
              control::isWalkOver,
              new FileTimes(Clock.systemUTC(), !settings.minAge().isZero())),
          visitor,
          listener);
    } finally {
      visitor.finish();
      checkers.finish();
    }
    if (control.failure() instanceof DcmbulkException e) {
      throw e;
    } else if (control.failure() != null) {
      throw new IllegalStateException("a check failed", control.failure());
    } else if (control.isStopping()) {
      throw new InterruptedException("the check was stopped");
    }
    journal.flush();
    PassedOver.report(journal.counts(), listener);
    listener.on(new UploadEvent.WalkFinished());
  }

  private static List<String> misfiled(CheckFindings findings) {
    List<String> notices = new ArrayList<>();
    for (String study : findings.twoPatients()) {
      notices.add("study " + study + " names more than one patient");
    }
    for (String series : findings.twoModalities()) {
      notices.add("series " + series + " contains more than one modality");
    }
    return notices;
  }

  private static Path scratchDirectory() throws JournalException {
    try {
      return Files.createTempDirectory("dcmbulk-check");
    } catch (IOException e) {
      throw new JournalException(
          "no temporary directory can be made for the check",
          "free some space, or name another place with DCMBULK_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  private static void delete(Path scratch) {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(scratch)) {
      for (Path file : files) {
        Files.delete(file);
      }
      Files.delete(scratch);
    } catch (IOException e) {
      scratch.toFile().deleteOnExit();
    }
  }
}
