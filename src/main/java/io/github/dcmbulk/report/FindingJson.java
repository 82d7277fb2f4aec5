package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.doctor.StepFinding;
import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Findings of {@code doctor} as one JSON object. */
public final class FindingJson {
  private FindingJson() {}

  /**
   * Writes the findings and the exit code.
   *
   * @throws IOException {@code out} cannot be written
   */
  public static void write(List<StepFinding> findings, ExitCode exit, String version, Writer out)
      throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("tool", "dcmbulk");
      json.writeStringField("version", version);
      json.writeNumberField("exit", exit.code());
      json.writeArrayFieldStart("steps");
      for (StepFinding finding : findings) {
        json.writeStartObject();
        json.writeStringField("step", finding.step());
        json.writeStringField("target", finding.target());
        json.writeStringField("status", finding.status().code());
        json.writeStringField("what", finding.what());
        json.writeStringField("remedy", finding.remedy());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }
}
