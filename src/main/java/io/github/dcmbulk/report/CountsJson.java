package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.RunResult;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Members that a run's result and its progress share. Keys are an interface: none is renamed or
 * removed.
 */
public final class CountsJson {
  private CountsJson() {}

  /**
   * Writes the instances by state.
   *
   * @throws IOException the output cannot be written
   */
  public static void writeInstances(JsonGenerator json, RunResult.Instances instances)
      throws IOException {
    json.writeObjectFieldStart("instances");
    json.writeNumberField("uploaded", instances.uploaded());
    json.writeNumberField("alreadyUploaded", instances.alreadyUploaded());
    json.writeNumberField("duplicate", instances.duplicate());
    json.writeNumberField("conflict", instances.conflict());
    json.writeNumberField("held", instances.held());
    json.writeNumberField("failed", instances.failed());
    json.writeNumberField("pending", instances.pending());
    json.writeEndObject();
  }

  /**
   * Writes the number of parallel uploads; nothing if none was made.
   *
   * @throws IOException the output cannot be written
   */
  public static void writeConcurrency(JsonGenerator json, @Nullable Concurrency concurrency)
      throws IOException {
    if (concurrency != null) {
      json.writeObjectFieldStart("concurrency");
      json.writeStringField("mode", concurrency.mode());
      json.writeNumberField("limit", concurrency.limit());
      json.writeNumberField("most", concurrency.most());
      json.writeStringField("why", concurrency.why());
      json.writeEndObject();
    }
  }
}
