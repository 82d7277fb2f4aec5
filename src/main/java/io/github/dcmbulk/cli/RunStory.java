package io.github.dcmbulk.cli;

import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.model.RunResult;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Tells a run's story in the log, a line for each step, so that a log file alone says what was done
 * and how it ended: begin, end of the walk, each study, waits and outages, the result. Instances
 * are not logged; they are in the journal. Safe for several threads.
 */
final class RunStory implements UploadListener {
  private static final Logger LOG = LoggerFactory.getLogger(Logging.STORY);
  private static final Logger NOTICES = LoggerFactory.getLogger(Logging.NOTICES);

  /** So many requests have to fail one after another, for so long, before that is an outage. */
  private static final int OUTAGE_REQUESTS = 3;

  private static final Duration OUTAGE = Duration.ofSeconds(3);

  private final Clock clock;
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;
  private @Nullable String wait;
  private int failed;
  private @Nullable Instant failedSince;
  private boolean isAway;

  RunStory(Clock clock) {
    this.clock = clock;
  }

  /** A run begins, with what its journal is told about it. */
  static void begin(RunFacts facts, @Nullable String profile) {
    LoggingEventBuilder line = LOG.atInfo().addKeyValue("event", "begin");
    StringBuilder text = new StringBuilder("begin");
    for (Map.Entry<String, String> fact : new java.util.TreeMap<>(facts.environment()).entrySet()) {
      String key = fact.getKey().equals("dcmbulk") ? "version" : lowerFirst(fact.getKey());
      line = line.addKeyValue(key, fact.getValue());
      text.append(", ").append(key).append(' ').append(fact.getValue());
    }
    line = line.addKeyValue("pid", ProcessHandle.current().pid()).addKeyValue("profile", profile);
    text.append(", profile ").append(profile == null ? "none" : profile).append(", options:");
    StringBuilder options = new StringBuilder();
    facts
        .options()
        .forEach((name, value) -> options.append(' ').append(name).append(' ').append(value));
    line.addKeyValue("options", options.toString().strip()).log(text.append(options).toString());
  }

  private static String lowerFirst(String name) {
    return Character.toLowerCase(name.charAt(0)) + name.substring(1);
  }

  /** Where the run stands, for lines with sums. */
  void watch(Supplier<RunStatus> run) {
    status = run;
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.RunStarted started) {
      info("run")
          .addKeyValue("run", started.run())
          .log("run {} has locked the journal", started.run());
    } else if (event instanceof UploadEvent.WalkFinished) {
      walked(status.get().files());
    } else if (event instanceof UploadEvent.StudyStarted) {
      endOfWait();
    } else if (event instanceof UploadEvent.StudyFinished study) {
      finished(study);
    } else if (event instanceof UploadEvent.Waiting waiting) {
      waits(waiting);
    } else if (event instanceof UploadEvent.RequestFailed request) {
      requestFailed(request);
    } else if (event instanceof UploadEvent.RequestDone) {
      requestDone();
    } else if (event instanceof UploadEvent.Stopping stopping) {
      info("stopping")
          .addKeyValue("signal", stopping.signal())
          .addKeyValue("until", time(stopping.until()))
          .log(
              "stopping: {}; uploads in progress may continue until {}",
              stopping.signal(),
              time(stopping.until()));
    } else if (event instanceof UploadEvent.Notice notice) {
      LoggingEventBuilder line = notice.warning() ? NOTICES.atWarn() : NOTICES.atInfo();
      line.addKeyValue("event", "notice").log("{}", notice.text());
    }
  }

  private static LoggingEventBuilder info(String event) {
    return LOG.atInfo().addKeyValue("event", event);
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static void walked(RunResult.Files files) {
    sums(info("walk-end"), files)
        .log(
            "walk ended: {} files found, {} instances, {} rejected, {} unreadable, {} not DICOM,"
                + " {} excluded",
            files.found(),
            files.instances(),
            files.rejected(),
            files.unreadable(),
            files.notDicom(),
            files.excluded());
  }

  private static LoggingEventBuilder sums(LoggingEventBuilder line, RunResult.Files files) {
    return line.addKeyValue("found", files.found())
        .addKeyValue("instances", files.instances())
        .addKeyValue("rejected", files.rejected())
        .addKeyValue("unreadable", files.unreadable())
        .addKeyValue("notDicom", files.notDicom())
        .addKeyValue("excluded", files.excluded());
  }

  private static void finished(UploadEvent.StudyFinished study) {
    LoggingEventBuilder line =
        info(study.complete() ? "study-complete" : "study-incomplete")
            .addKeyValue("studyInstanceUid", study.studyInstanceUid());
    if (study.complete()) {
      line.log("study {} is complete", study.studyInstanceUid());
    } else {
      String why = study.why() == null ? "its delivery was not completed" : study.why();
      line.addKeyValue("why", why)
          .log("study {} is not complete: {}", study.studyInstanceUid(), why);
    }
  }

  private synchronized void waits(UploadEvent.Waiting waiting) {
    String key = time(waiting.until()) + waiting.why();
    if (!key.equals(wait)) {
      wait = key;
      info("wait")
          .addKeyValue("until", time(waiting.until()))
          .addKeyValue("why", waiting.why())
          .log("waiting until {}: {}", time(waiting.until()), waiting.why());
    }
  }

  private synchronized void endOfWait() {
    if (wait != null) {
      wait = null;
      info("wait-end").log("the wait is over");
    }
  }

  private synchronized void requestFailed(UploadEvent.RequestFailed request) {
    Instant now = clock.instant();
    failed++;
    Instant since = failedSince == null ? now : failedSince;
    failedSince = since;
    boolean lasting = Duration.between(since, now).compareTo(OUTAGE) >= 0;
    if (!isAway && failed >= OUTAGE_REQUESTS && lasting) {
      isAway = true;
      LOG.atWarn()
          .addKeyValue("event", "outage")
          .addKeyValue("step", request.step())
          .addKeyValue("why", request.why())
          .addKeyValue("since", time(since))
          .log("outage since {}: {} ({})", time(since), request.why(), request.step());
    }
  }

  private synchronized void requestDone() {
    Instant since = failedSince;
    if (isAway && since != null) {
      long seconds = Duration.between(since, clock.instant()).toSeconds();
      info("outage-end")
          .addKeyValue("seconds", seconds)
          .log("the service answers again after {} s", seconds);
    }
    isAway = false;
    failed = 0;
    failedSince = null;
  }

  /** The run ended with that result, and the process will with that exit code. */
  void end(RunResult result, int exit) {
    endOfWait();
    RunResult.Instances i = result.instances();
    RunResult.Studies s = result.studies();
    RunResult.Problem problem = result.problem();
    LoggingEventBuilder line =
        sums(info("result").addKeyValue("exit", exit), result.files())
            .addKeyValue("uploaded", i.uploaded())
            .addKeyValue("alreadyUploaded", i.alreadyUploaded())
            .addKeyValue("duplicate", i.duplicate())
            .addKeyValue("conflict", i.conflict())
            .addKeyValue("held", i.held())
            .addKeyValue("failed", i.failed())
            .addKeyValue("pending", i.pending())
            .addKeyValue("studies", s.found())
            .addKeyValue("complete", s.complete())
            .addKeyValue("completeExceptRejected", s.completeExceptRejected())
            .addKeyValue("incomplete", s.incomplete())
            .addKeyValue("bytes", result.uploadedBytes());
    if (problem != null) {
      line = line.addKeyValue("problem", problem.what());
    }
    line.log(
        "exit {}: {} uploaded, {} delivered before, {} duplicate, {} conflict, {} held, {} failed,"
            + " {} pending, {} rejected; studies: {} found, {} complete, {} complete except"
            + " rejected files, {} incomplete{}",
        exit,
        i.uploaded(),
        i.alreadyUploaded(),
        i.duplicate(),
        i.conflict(),
        i.held(),
        i.failed(),
        i.pending(),
        result.files().rejected(),
        s.found(),
        s.complete(),
        s.completeExceptRejected(),
        s.incomplete(),
        problem == null ? "" : "; " + problem.what());
  }

  /** The run could not begin or go on, and has no result. */
  static void failed(Exception error) {
    int exit = Errors.exitCode(error).code();
    LOG.atError()
        .addKeyValue("event", "result")
        .addKeyValue("exit", exit)
        .log("exit {}: {}", exit, error.getMessage());
  }
}
