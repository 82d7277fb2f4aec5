package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Hold;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult;
import java.io.IOException;
import java.io.Writer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A run's result as one JSON object. Keys are an interface: none is renamed or removed, new ones
 * are added after the old ones.
 */
public final class ResultJson {
  private ResultJson() {}

  /**
   * Writes the result and a line break.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static void write(RunResult result, String version, Writer out) throws IOException {
    write(result, version, null, out);
  }

  /**
   * Writes the result with the forecast of a dry run; null for none.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static void write(
      RunResult result, String version, @Nullable Forecast forecast, Writer out)
      throws IOException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    json.writeStringField("tool", "dcmbulk");
    json.writeStringField("version", version);
    json.writeStringField("run", result.run());
    json.writeNumberField("exit", result.exit());
    json.writeStringField("started", result.started().toString());
    json.writeStringField("finished", result.finished().toString());
    Duration elapsed = Duration.between(result.started(), result.finished());
    json.writeNumberField("elapsedSeconds", Json.seconds(elapsed.toMillis() / 1000.0));
    writeFiles(json, result.files());
    CountsJson.writeInstances(json, result.instances());
    writeStudies(json, result.studies());
    json.writeObjectFieldStart("bytes");
    json.writeNumberField("uploaded", result.uploadedBytes());
    json.writeEndObject();
    writeRequests(json, result.requests());
    writeCounts(json, "rejections", result.rejections());
    writeIncomplete(json, result);
    writePhases(json, result);
    writeProblem(json, result);
    CountsJson.writeConcurrency(json, result.concurrency());
    ForecastJson.write(json, forecast);
    writeNoted(json, "sentAgain", result.sentAgain());
    writeNoted(json, "split", result.split());
    writeIntegrity(json, result.integrity());
    writeRemarks(json, result.remarks());
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  /**
   * Writes the counts of files.
   *
   * @throws IOException the output cannot be written
   */
  public static void writeFiles(JsonGenerator json, RunResult.Files files) throws IOException {
    json.writeObjectFieldStart("files");
    json.writeNumberField("found", files.found());
    json.writeNumberField("notDicom", files.notDicom());
    json.writeNumberField("excluded", files.excluded());
    json.writeNumberField("unreadable", files.unreadable());
    json.writeNumberField("rejected", files.rejected());
    json.writeNumberField("instances", files.instances());
    json.writeEndObject();
  }

  /**
   * Writes counts by name, in alphabetical order.
   *
   * @throws IOException the output cannot be written
   */
  public static void writeCounts(JsonGenerator json, String field, Map<String, Long> counts)
      throws IOException {
    json.writeObjectFieldStart(field);
    for (Map.Entry<String, Long> count : new TreeMap<>(counts).entrySet()) {
      json.writeNumberField(count.getKey(), count.getValue());
    }
    json.writeEndObject();
  }

  static void writeStudies(JsonGenerator json, RunResult.Studies studies) throws IOException {
    json.writeObjectFieldStart("studies");
    json.writeNumberField("found", studies.found());
    json.writeNumberField("complete", studies.complete());
    json.writeNumberField("completeExceptRejected", studies.completeExceptRejected());
    json.writeNumberField("incomplete", studies.incomplete());
    json.writeEndObject();
  }

  static void writeIncomplete(JsonGenerator json, Iterable<RunResult.IncompleteStudy> incomplete)
      throws IOException {
    json.writeArrayFieldStart("incompleteStudies");
    for (RunResult.IncompleteStudy study : incomplete) {
      json.writeStartObject();
      json.writeStringField("studyInstanceUid", study.studyInstanceUid());
      json.writeStringField("why", study.why());
      json.writeNumberField("delivered", study.delivered());
      json.writeNumberField("missing", study.missing());
      json.writeBooleanField("rejectedOnly", study.rejectedOnly());
      writeHold(json, study.hold());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void writeRequests(JsonGenerator json, RunResult.Requests requests)
      throws IOException {
    json.writeObjectFieldStart("requests");
    json.writeNumberField("token", requests.token());
    json.writeNumberField("presign", requests.presign());
    json.writeNumberField("put", requests.put());
    json.writeNumberField("retries", requests.retries());
    json.writeEndObject();
  }

  private static void writeIncomplete(JsonGenerator json, RunResult result) throws IOException {
    if (!result.incomplete().isEmpty()) {
      writeIncomplete(json, result.incomplete());
    }
  }

  /** Writes until when a study waits, and for which file; nothing if it does not wait. */
  private static void writeHold(JsonGenerator json, @Nullable Hold hold) throws IOException {
    if (hold != null && hold.until() != null) {
      json.writeStringField("heldUntil", hold.until().toString());
    }
    if (hold != null && hold.file() != null) {
      json.writeStringField("heldFor", PathText.surrogateEscaped(hold.file()));
    }
  }

  private static void writeNoted(JsonGenerator json, String field, RunResult.Noted noted)
      throws IOException {
    if (noted.studies() > 0) {
      json.writeObjectFieldStart(field);
      json.writeNumberField("studies", noted.studies());
      json.writeArrayFieldStart("first");
      for (RunResult.NotedStudy study : noted.first()) {
        json.writeStartObject();
        json.writeStringField("studyInstanceUid", study.studyInstanceUid());
        json.writeStringField("why", study.why());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
  }

  /** Writes how instances were verified; nothing if none was uploaded. */
  private static void writeIntegrity(JsonGenerator json, IntegrityCounts integrity)
      throws IOException {
    if (!integrity.equals(IntegrityCounts.NONE)) {
      json.writeObjectFieldStart("integrity");
      json.writeNumberField("etag", integrity.etag());
      json.writeNumberField("checksum", integrity.checksum());
      json.writeNumberField("statusAndTlsOnly", integrity.none());
      if (integrity.none() > 0) {
        json.writeStringField(
            "note",
            "the store's answers had no MD5 and no checksum to compare: delivery is confirmed only"
                + " by status and TLS");
      }
      json.writeEndObject();
    }
  }

  /** Writes the processes of a shared run, this one first. */
  private static void writeHosts(JsonGenerator json, List<RunResult.Host> hosts)
      throws IOException {
    for (RunResult.Host host : hosts) {
      if (host.self()) {
        json.writeFieldName("self");
        writeHost(json, host);
      }
    }
    if (!hosts.isEmpty()) {
      json.writeArrayFieldStart("hosts");
      for (RunResult.Host host : hosts) {
        writeHost(json, host);
      }
      json.writeEndArray();
    }
  }

  private static void writeHost(JsonGenerator json, RunResult.Host host) throws IOException {
    json.writeStartObject();
    json.writeStringField("host", host.host());
    json.writeNumberField("pid", host.pid());
    json.writeNumberField("found", host.found());
    json.writeNumberField("uploaded", host.uploaded());
    json.writeNumberField("bytes", host.bytes());
    json.writeEndObject();
  }

  private static void writeRemarks(JsonGenerator json, RunResult.Remarks remarks)
      throws IOException {
    if (!remarks.passedOver().isEmpty()) {
      writeCounts(json, "passedOver", remarks.passedOver());
    }
    if (!remarks.emptySources().isEmpty()) {
      json.writeArrayFieldStart("emptySources");
      for (RunResult.EmptySource source : remarks.emptySources()) {
        json.writeStartObject();
        json.writeStringField("root", source.root());
        json.writeNumberField("known", source.known());
        json.writeNumberField("found", source.found());
        json.writeEndObject();
      }
      json.writeEndArray();
    }
    if (remarks.waived() > 0) {
      json.writeNumberField("waived", remarks.waived());
    }
    if (remarks.oldestUndelivered() != null) {
      json.writeStringField("oldestUndeliveredSince", remarks.oldestUndelivered().toString());
    }
    writeHosts(json, remarks.hosts());
    if (!remarks.lines().isEmpty()) {
      json.writeArrayFieldStart("remarks");
      for (String line : remarks.lines()) {
        json.writeString(line);
      }
      json.writeEndArray();
    }
  }

  private static void writePhases(JsonGenerator json, RunResult result) throws IOException {
    if (!result.phases().isEmpty()) {
      json.writeObjectFieldStart("phases");
      for (Map.Entry<String, Double> phase : result.phases().entrySet()) {
        json.writeNumberField(phase.getKey(), Json.seconds(phase.getValue()));
      }
      json.writeEndObject();
    }
  }

  private static void writeProblem(JsonGenerator json, RunResult result) throws IOException {
    RunResult.Problem problem = result.problem();
    if (problem != null) {
      json.writeObjectFieldStart("problem");
      json.writeStringField("what", problem.what());
      json.writeStringField("remedy", problem.remedy());
      json.writeEndObject();
    }
  }
}
