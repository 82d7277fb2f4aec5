package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.bench.BenchReport;
import io.github.dcmbulk.bench.Latencies;
import io.github.dcmbulk.remote.Step;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;

/** A benchmark's result as one JSON object. */
public final class BenchJson {
  private static final List<Step> STEPS = List.of(Step.PRESIGN, Step.PUT);

  private BenchJson() {}

  /**
   * Writes the result.
   *
   * @param version version of dcmbulk
   * @throws IOException {@code out} cannot be written
   */
  public static void write(BenchReport report, String version, Writer out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("tool", "dcmbulk");
      json.writeStringField("version", version);
      json.writeStringField("target", report.where());
      json.writeNumberField("instanceBytes", report.instanceBytes());
      json.writeNumberField("delivered", report.result().delivered());
      json.writeNumberField("failed", report.result().failed());
      if (report.left() != null) {
        json.writeStringField("studyUidsBegin", report.left());
      }
      json.writeNumberField("bytes", report.result().bytes());
      json.writeNumberField("elapsedSeconds", rounded(report.result().seconds()));
      json.writeNumberField("instancesPerSecond", rounded(report.result().rate()));
      json.writeNumberField("instancesPerSecondWarm", rounded(report.result().warmRate()));
      json.writeNumberField("bytesPerSecond", Math.round(report.result().bytesPerSecond()));
      json.writeNumberField("cpuSeconds", rounded(report.result().cpuSeconds()));
      json.writeStringField("concurrency", report.concurrency());
      json.writeNumberField("retries", report.requests().retries());
      json.writeObjectFieldStart("latencyMillis");
      for (Step step : STEPS) {
        Latencies.Percentiles p = report.latencies().of(step);
        json.writeObjectFieldStart(step.code());
        json.writeNumberField("requests", p.requests());
        json.writeNumberField("p50", rounded(p.p50()));
        json.writeNumberField("p90", rounded(p.p90()));
        json.writeNumberField("p99", rounded(p.p99()));
        json.writeNumberField("max", rounded(p.max()));
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("seconds");
      for (Map.Entry<String, Double> stage : report.result().spent().entrySet()) {
        json.writeNumberField(stage.getKey(), rounded(stage.getValue()));
      }
      json.writeEndObject();
      json.writeEndObject();
      json.writeRaw('\n');
    }
  }

  private static double rounded(double value) {
    return Math.round(value * 1000) / 1000.0;
  }
}
