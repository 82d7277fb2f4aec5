package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes a line for each step of a run into the log: begin, end of the walk, each study, waits and
 * outages, the result. Instances are not logged; they are in the journal. Safe for several threads.
 */
public final class RunEvents implements UploadListener {
  private static final Logger LOG = LoggerFactory.getLogger(Logging.RUN);
  private static final Logger NOTICES = LoggerFactory.getLogger(Logging.NOTICES);

  /** Studies whose line is remembered, so that the end of the run does not repeat it. */
  private static final int MOST_REMEMBERED = 10_000;

  private final OutageLines outages;
  private final Set<String> loggedIncomplete = new HashSet<>();
  private volatile Supplier<RunStatus> status = () -> RunStatus.NOTHING;
  private @Nullable String wait;

  /** Logs with that clock's times. */
  public RunEvents(Clock clock) {
    this.outages = new OutageLines(LOG, clock);
  }

  /** A run begins, with the facts that its journal records. */
  public static void begin(RunFacts facts, @Nullable String profile) {
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
  public void watch(Supplier<RunStatus> run) {
    status = run;
  }

  @Override
  public void on(UploadEvent event) {
    if (event instanceof UploadEvent.RunStarted started) {
      endOfWait();
      info("run")
          .addKeyValue("run", started.run())
          .log("run {} has locked the journal", started.run());
    } else if (event instanceof UploadEvent.WalkFinished) {
      walked(status.get().files());
    } else if (event instanceof UploadEvent.StudyStarted) {
      endOfWait();
    } else if (event instanceof UploadEvent.StudyFinished study) {
      finished(study);
    } else if (event instanceof UploadEvent.StudyHeld study) {
      held(study);
    } else if (event instanceof UploadEvent.Waiting waiting) {
      waits(waiting);
    } else if (event instanceof UploadEvent.RequestFailed request) {
      outages.failed(request);
    } else if (event instanceof UploadEvent.RequestDone request) {
      outages.answered(request.step());
    } else if (event instanceof UploadEvent.JournalAway away) {
      outages.began(OutageLines.JOURNAL, away.why());
    } else if (event instanceof UploadEvent.JournalBack) {
      outages.answered(OutageLines.JOURNAL);
    } else if (event instanceof UploadEvent.Stopping stopping) {
      info("stopping")
          .addKeyValue("signal", stopping.signal())
          .addKeyValue("until", time(stopping.until()))
          .log(
              "stopping: {}; uploads in progress may continue until {}",
              stopping.signal(),
              time(stopping.until()));
    } else if (event instanceof UploadEvent.Controlled changed) {
      info("control")
          .addKeyValue("action", changed.action())
          .addKeyValue("value", changed.value())
          .addKeyValue("by", changed.by())
          .log("{} asked: {}", changed.by(), changed.done());
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

  private void finished(UploadEvent.StudyFinished study) {
    if (study.complete()) {
      info("study-complete")
          .addKeyValue("studyInstanceUid", study.studyInstanceUid())
          .log("study {} is complete", study.studyInstanceUid());
    } else {
      String why = study.why() == null ? "its delivery was not completed" : study.why();
      incomplete(study.studyInstanceUid(), why);
    }
  }

  private void incomplete(String uid, String why) {
    remember(uid);
    info("study-incomplete")
        .addKeyValue("studyInstanceUid", uid)
        .addKeyValue("why", why)
        .log("study {} is not complete: {}", uid, why);
  }

  private void held(UploadEvent.StudyHeld study) {
    remember(study.studyInstanceUid());
    info("study-held")
        .addKeyValue("studyInstanceUid", study.studyInstanceUid())
        .addKeyValue("until", time(study.until()))
        .addKeyValue("why", study.why())
        .log(
            "study {} is on hold until {}: {}",
            study.studyInstanceUid(),
            time(study.until()),
            study.why());
  }

  private synchronized void remember(String uid) {
    if (loggedIncomplete.size() < MOST_REMEMBERED) {
      loggedIncomplete.add(uid);
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

  /** The run ended with that result, and the process will with that exit code. */
  public void end(RunResult result, int exit) {
    endOfWait();
    outages.close(exit == ExitCode.UNREACHABLE.code());
    for (RunResult.IncompleteStudy study : result.incomplete()) {
      if (isNews(study.studyInstanceUid())) {
        incomplete(study.studyInstanceUid(), study.why());
      }
    }
    RunResult.Studies s = result.studies();
    LoggingEventBuilder line =
        sums(LOG.atInfo(), exit, result.files(), result.instances(), result.uploadedBytes())
            .addKeyValue("run", result.run())
            .addKeyValue("studies", s.found())
            .addKeyValue("complete", s.complete())
            .addKeyValue("completeExceptRejected", s.completeExceptRejected())
            .addKeyValue("incomplete", s.incomplete());
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      line = line.addKeyValue("problem", problem.what());
    }
    line.log(
        "exit {}: {}; studies: {} found, {} complete, {} complete except rejected files, {}"
            + " incomplete{}",
        exit,
        inWords(result.files(), result.instances()),
        s.found(),
        s.complete(),
        s.completeExceptRejected(),
        s.incomplete(),
        problem == null ? "" : "; " + problem.what());
  }

  private synchronized boolean isNews(String uid) {
    return !loggedIncomplete.contains(uid);
  }

  /** The run could not begin or continue, and has no result; the sums are those so far. */
  public void failed(int exit, @Nullable String why) {
    endOfWait();
    outages.close(exit == ExitCode.UNREACHABLE.code());
    RunStatus now = status.get();
    String problem = why == null ? "unexpected failure" : why;
    sums(LOG.atError(), exit, now.files(), now.instances(), now.uploadedBytes())
        .addKeyValue("studies", now.studiesFound())
        .addKeyValue("problem", problem)
        .log("exit {}: {}; {}", exit, inWords(now.files(), now.instances()), problem);
  }

  private static LoggingEventBuilder sums(
      LoggingEventBuilder line,
      int exit,
      RunResult.Files files,
      RunResult.Instances i,
      long bytes) {
    return sums(line.addKeyValue("event", "result").addKeyValue("exit", exit), files)
        .addKeyValue("uploaded", i.uploaded())
        .addKeyValue("alreadyUploaded", i.alreadyUploaded())
        .addKeyValue("duplicate", i.duplicate())
        .addKeyValue("conflict", i.conflict())
        .addKeyValue("held", i.held())
        .addKeyValue("failed", i.failed())
        .addKeyValue("pending", i.pending())
        .addKeyValue("bytes", bytes);
  }

  private static String inWords(RunResult.Files files, RunResult.Instances i) {
    return ("%d uploaded, %d delivered before, %d duplicate, %d conflict, %d held, %d failed,"
            + " %d pending, %d rejected")
        .formatted(
            i.uploaded(),
            i.alreadyUploaded(),
            i.duplicate(),
            i.conflict(),
            i.held(),
            i.failed(),
            i.pending(),
            files.rejected());
  }
}
