package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.model.FileState;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Content of a journal as one JSON object. */
public final class SummaryJson {
  private SummaryJson() {}

  /**
   * Writes the summary of the journal with that path, and a line break.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static void write(JournalSummary summary, String journal, String version, Writer out)
      throws IOException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    json.writeStringField("tool", "dcmbulk");
    json.writeStringField("version", version);
    json.writeStringField("journal", journal);
    json.writeStringField("holder", summary.holder());
    if (!summary.hosts().isEmpty()) {
      json.writeArrayFieldStart("hosts");
      for (HostShare host : summary.hosts()) {
        json.writeStartObject();
        json.writeStringField("host", host.host());
        json.writeNumberField("pid", host.pid());
        json.writeNumberField("directories", host.directories());
        json.writeNumberField("found", host.found());
        json.writeNumberField("studies", host.holds());
        json.writeNumberField("uploaded", host.uploaded());
        json.writeNumberField("bytes", host.bytes());
        json.writeNumberField("silentSeconds", host.silentMillis() / 1000.0);
        json.writeBooleanField("leaseEnded", host.leaseEnded());
        json.writeBooleanField("paused", host.paused());
        json.writeBooleanField("outage", host.outage());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    json.writeObjectFieldStart("files");
    for (FileState state : FileState.values()) {
      json.writeNumberField(state.code(), summary.files().getOrDefault(state, 0L));
    }
    json.writeEndObject();
    json.writeObjectFieldStart("bytes");
    json.writeNumberField("uploaded", summary.uploadedBytes());
    json.writeEndObject();
    ResultJson.writeStudies(json, summary.studies());
    ResultJson.writeCounts(json, "rejections", summary.rejections());
    ResultJson.writeIncomplete(json, summary.incomplete());
    json.writeArrayFieldStart("runs");
    for (JournalSummary.RunLine run : summary.runs()) {
      writeRun(json, run);
    }
    json.writeEndArray();
    writeProgress(json, summary);
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static void writeRun(JsonGenerator json, JournalSummary.RunLine run) throws IOException {
    json.writeStartObject();
    json.writeStringField("run", run.name());
    json.writeStringField("started", run.started().toString());
    json.writeStringField("finished", text(run.finished()));
    if (run.exit() == null) {
      json.writeNullField("exit");
    } else {
      json.writeNumberField("exit", run.exit());
    }
    json.writeNumberField("uploaded", run.uploaded());
    json.writeBooleanField("dryRun", run.dryRun());
    json.writeEndObject();
  }

  private static void writeProgress(JsonGenerator json, JournalSummary summary) throws IOException {
    RunProgress progress = summary.progress();
    if (progress == null || summary.runs().isEmpty()) {
      return;
    }
    JournalSummary.RunLine run = summary.runs().get(0);
    json.writeObjectFieldStart("running");
    json.writeStringField("run", run.name());
    json.writeStringField("since", run.started().toString());
    json.writeStringField("at", progress.at().toString());
    json.writeBooleanField("dryRun", run.dryRun());
    json.writeNumberField("filesFound", progress.found());
    json.writeBooleanField("walkFinished", progress.walked());
    json.writeNumberField("delivered", progress.delivered());
    json.writeNumberField("left", progress.left());
    json.writeNumberField("deliveredBytes", progress.deliveredBytes());
    json.writeNumberField("leftBytes", progress.leftBytes());
    json.writeNumberField("bytesPerSecond", progress.bytesPerSecond());
    Duration left = timeLeft(progress);
    if (left != null) {
      json.writeNumberField("secondsLeft", left.toSeconds());
    }
    if (progress.waitUntil() != null) {
      json.writeStringField("waitingUntil", progress.waitUntil().toString());
      json.writeStringField("waitingFor", progress.waitWhy());
    }
    writePause(json, "paused", progress.paused());
    writePause(json, "outage", progress.outage());
    json.writeEndObject();
  }

  private static void writePause(JsonGenerator json, String name, @Nullable RunPause pause)
      throws IOException {
    json.writeBooleanField(name, pause != null);
    if (pause != null) {
      json.writeStringField(name + "Since", pause.since().toString());
      json.writeStringField(name + "Why", pause.why());
    }
  }

  /** Estimated remaining time, by the rate of the last minute; null while unknown. */
  public static @Nullable Duration timeLeft(RunProgress progress) {
    boolean isKnown =
        progress.walked()
            && progress.bytesPerSecond() > 0
            && progress.waitUntil() == null
            && progress.paused() == null
            && progress.outage() == null;
    return isKnown ? Duration.ofSeconds(progress.leftBytes() / progress.bytesPerSecond()) : null;
  }

  private static @Nullable String text(@Nullable Instant instant) {
    return instant == null ? null : instant.toString();
  }
}
