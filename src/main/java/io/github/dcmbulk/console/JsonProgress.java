package io.github.dcmbulk.console;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.report.CountsJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Progress as JSON lines, each with {@code event} and {@code time}. Keys are an interface: none is
 * renamed or removed. Counts are written every second while they change, and every minute
 * otherwise. Other output to standard error becomes a {@code log} event, so that every line is
 * JSON.
 */
public final class JsonProgress implements Progress {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration HEARTBEAT = Duration.ofMinutes(1);

  private final JsonLines lines;
  private final Tracker tracker;
  private final Ticker ticker = new Ticker("progress", INTERVAL, this::count);
  private @Nullable ErrorLines errors;
  private @Nullable RunStatus printed;
  private Instant nextAnyway = Instant.MIN;

  /** Writes to that writer. */
  public JsonProgress(PrintWriter out, Clock clock) {
    this.lines = new JsonLines(out, clock);
    this.tracker = new Tracker(clock);
  }

  @Override
  public void patience(Duration longest) {
    tracker.patience(longest);
  }

  @Override
  public void watch(Supplier<RunStatus> run) {
    tracker.watch(run);
    errors =
        new ErrorLines(text -> lines.write("log", json -> json.writeStringField("text", text)));
    ticker.start();
  }

  @Override
  public void on(UploadEvent event) {
    tracker.on(event);
    if (event instanceof UploadEvent.WalkFinished) {
      lines.write("walk-finished", json -> {});
    } else if (event instanceof UploadEvent.StudyStarted study) {
      lines.write(
          "study-started",
          json -> {
            json.writeStringField("studyInstanceUid", study.studyInstanceUid());
            json.writeNumberField("instances", study.instances());
            json.writeBooleanField("resend", study.resend());
          });
    } else if (event instanceof UploadEvent.StudyFinished study) {
      lines.write(
          "study-finished",
          json -> {
            json.writeStringField("studyInstanceUid", study.studyInstanceUid());
            json.writeBooleanField("complete", study.complete());
          });
    } else if (event instanceof UploadEvent.InstanceSettled settled) {
      if (settled.state() == FileState.FAILED) {
        lines.write("instance-failed", json -> writeFailure(json, settled));
      }
    } else {
      onState(event);
    }
  }

  private static void writeFailure(JsonGenerator json, UploadEvent.InstanceSettled settled)
      throws IOException {
    json.writeStringField("path", PathText.display(settled.file().path()));
    if (settled.detail() != null) {
      json.writeStringField("why", settled.detail());
    }
  }

  private void onState(UploadEvent event) {
    if (event instanceof UploadEvent.Waiting waiting) {
      lines.write(
          "waiting",
          json -> {
            json.writeStringField("until", JsonLines.time(waiting.until()));
            json.writeStringField("why", waiting.why());
          });
    } else if (event instanceof UploadEvent.Stopping stopping) {
      lines.write(
          "stopping",
          json -> {
            json.writeStringField("signal", stopping.signal());
            json.writeStringField("until", JsonLines.time(stopping.until()));
          });
    } else if (event instanceof UploadEvent.Notice notice) {
      lines.write(
          "notice",
          json -> {
            json.writeBooleanField("warning", notice.warning());
            json.writeStringField("text", notice.text());
          });
    }
  }

  /** Writes the counts, if they changed. */
  void count() {
    Snapshot now = tracker.snapshot();
    if (!now.status().equals(printed) || now.now().isAfter(nextAnyway)) {
      printed = now.status();
      nextAnyway = now.now().plus(HEARTBEAT);
      lines.write("progress", json -> writeCounts(json, now));
    }
  }

  private static void writeCounts(JsonGenerator json, Snapshot now) throws IOException {
    json.writeNumberField("elapsedSeconds", now.elapsed().toMillis() / 1000.0);
    json.writeNumberField("filesFound", now.walkedFiles());
    json.writeNumberField("bytesFound", now.walkedBytes());
    json.writeBooleanField("allFound", now.isWalked());
    RunStatus status = now.status();
    RunResult.Files files = status.files();
    json.writeObjectFieldStart("files");
    json.writeNumberField("checked", files.found());
    json.writeNumberField("notDicom", files.notDicom());
    json.writeNumberField("excluded", files.excluded());
    json.writeNumberField("unreadable", files.unreadable());
    json.writeNumberField("rejected", files.rejected());
    json.writeEndObject();
    CountsJson.writeInstances(json, status.instances());
    json.writeObjectFieldStart("studies");
    json.writeNumberField("found", status.studiesFound());
    json.writeNumberField("toSend", status.studiesToSend());
    json.writeNumberField("done", status.studiesDone());
    json.writeEndObject();
    json.writeObjectFieldStart("bytes");
    json.writeNumberField("uploaded", status.uploadedBytes());
    json.writeNumberField("pending", status.pendingBytes());
    json.writeNumberField("underWay", status.bytesInTransit());
    json.writeEndObject();
    json.writeNumberField("bytesPerSecond", Math.round(now.rate().bytes()));
    json.writeNumberField("instancesPerSecond", Math.round(now.rate().instances() * 10) / 10.0);
    json.writeNumberField("retries", now.retries());
    writeRest(json, now);
  }

  /** Writes members that are not always known. */
  private static void writeRest(JsonGenerator json, Snapshot now) throws IOException {
    Duration left = now.left();
    if (left != null) {
      json.writeNumberField("secondsLeft", left.toSeconds());
    }
    Snapshot.NoAnswer noAnswer = now.noAnswer();
    if (noAnswer != null) {
      json.writeNumberField("secondsWithoutAnswer", noAnswer.since().toSeconds());
      if (noAnswer.trying() != null) {
        json.writeNumberField("secondsToTry", noAnswer.trying().toSeconds());
      }
    }
    CountsJson.writeConcurrency(json, now.status().concurrency());
  }

  /** Writes the last counts. */
  @Override
  public void close() {
    ticker.close();
    if (errors != null) {
      errors.close();
      errors = null;
      printed = null;
      count();
    }
  }
}
