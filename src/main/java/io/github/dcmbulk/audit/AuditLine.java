package io.github.dcmbulk.audit;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Lines of the audit log. Their keys are an interface: none is renamed or removed. */
final class AuditLine {
  private final JsonFactory factory = new JsonFactory();
  private final Actor actor;

  /** Writes a line's own members. */
  private interface Fields {
    void write(JsonGenerator json) throws IOException;
  }

  AuditLine(Actor actor) {
    this.actor = actor;
  }

  byte[] begin(Instant time, String run) {
    return line(time, run, "begin", json -> {});
  }

  byte[] request(Instant time, String run, Attempt attempt) {
    return line(
        time,
        run,
        attempt.step().code(),
        json -> {
          optional(json, "studyInstanceUid", attempt.instanceRef().studyInstanceUid());
          optional(json, "sopInstanceUid", attempt.instanceRef().sopInstanceUid());
          json.writeStringField("host", attempt.host());
          optional(json, "objectHost", attempt.details().objectHost());
          if (attempt.step() == Step.PUT) {
            json.writeNumberField("bytes", attempt.bytes());
          }
          json.writeStringField("outcome", attempt.result().code());
          json.writeNumberField("status", attempt.status());
          optional(json, "code", attempt.details().code());
          if (attempt.instanceRef().attempt() > 0) {
            json.writeNumberField("attempt", attempt.instanceRef().attempt());
          }
          json.writeNumberField("durationMs", Math.round(attempt.nanos() / 1e5) / 10.0);
          optional(json, "requestId", attempt.details().requestId());
        });
  }

  byte[] end(Instant time, String run, int exit, long uploaded, long bytes, Duration elapsed) {
    return line(
        time,
        run,
        "end",
        json -> {
          json.writeNumberField("exit", exit);
          json.writeNumberField("uploaded", uploaded);
          json.writeNumberField("bytes", bytes);
          json.writeNumberField("durationMs", elapsed.toMillis());
        });
  }

  private byte[] line(Instant time, String run, String step, Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(512);
    try (JsonGenerator json = factory.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeStringField("time", time.truncatedTo(ChronoUnit.MILLIS).toString());
      json.writeStringField("run", run);
      json.writeObjectFieldStart("actor");
      json.writeStringField("user", actor.user());
      json.writeStringField("host", actor.host());
      json.writeNumberField("pid", actor.pid());
      json.writeEndObject();
      json.writeStringField("step", step);
      fields.write(json);
      json.writeEndObject();
      json.writeRaw('\n');
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    return bytes.toByteArray();
  }

  private static void optional(JsonGenerator json, String name, @Nullable String value)
      throws IOException {
    if (value != null) {
      json.writeStringField(name, value);
    }
  }
}
