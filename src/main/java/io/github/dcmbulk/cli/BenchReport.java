package io.github.dcmbulk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.bench.BenchResult;
import io.github.dcmbulk.bench.Latencies;
import io.github.dcmbulk.console.Quantity;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.report.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A bench's result for people and for programs. */
final class BenchReport {
  private static final List<Step> STEPS = List.of(Step.PRESIGN, Step.PUT);

  private final String where;
  private final @Nullable String left;
  private final int instanceBytes;
  private final BenchResult result;
  private final Latencies latencies;
  private final String concurrency;
  private final RequestCounts requests;

  /**
   * Takes everything down.
   *
   * @param left what the Study Instance UIDs of that which stays there begin with; null when
   *     nothing stays
   * @param fixed the concurrency that was asked for; 0 for none
   */
  BenchReport(
      String where,
      @Nullable String left,
      int instanceBytes,
      int fixed,
      BenchResult result,
      Latencies latencies,
      IngestionService service) {
    this.where = where;
    this.left = left;
    this.instanceBytes = instanceBytes;
    this.result = result;
    this.latencies = latencies;
    this.requests = service.counts();
    this.concurrency = fixed > 0 ? fixed + " in flight, as asked for" : chosen(service);
  }

  private static String chosen(IngestionService service) {
    Concurrency chosen = service.concurrency();
    return chosen == null ? "unknown" : chosen.limit() + " in flight: " + chosen.why();
  }

  void print(PrintWriter out) {
    out.printf(
        "%s of %s to %s%n%n",
        Quantity.of(result.delivered(), "instance", "instances"),
        Quantity.bytes(instanceBytes),
        where);
    line(
        out,
        "Throughput",
        "%.0f instances/s, %s/s",
        result.rate(),
        Quantity.bytes(Math.round(result.bytesPerSecond())));
    line(out, "  once warm", "%.0f instances/s (second half)", result.warmRate());
    line(out, "Concurrency", "%s", concurrency);
    line(
        out,
        "Requests",
        "%d, of which %d again",
        requests.token() + requests.presign() + requests.put(),
        requests.retries());
    line(
        out,
        "CPU",
        "%.1f s of this process, %.2f ms an instance",
        result.cpuSeconds(),
        result.cpuSeconds() * 1000 / Math.max(1, result.delivered()));
    out.printf("%n%-14s%10s%10s%10s%10s%n", "Latency (ms)", "p50", "p90", "p99", "most");
    for (Step step : STEPS) {
      Latencies.Percentiles p = latencies.of(step);
      out.printf(
          Locale.ROOT,
          "%-14s%10.1f%10.1f%10.1f%10.1f%n",
          "  " + step.wire(),
          p.p50(),
          p.p90(),
          p.p99(),
          p.max());
    }
    out.printf("%nTime of the workers%n");
    double all = result.spent().values().stream().mapToDouble(Double::doubleValue).sum();
    for (Map.Entry<String, Double> stage : result.spent().entrySet()) {
      line(
          out,
          "  " + stage.getKey(),
          "%.2f s, %.0f %%",
          stage.getValue(),
          100 * stage.getValue() / all);
    }
    if (result.failed() > 0) {
      out.printf(
          "%n%s not delivered, for example: %s%n",
          Quantity.of(result.failed(), "instance was", "instances were"), result.trouble());
    }
    if (left != null) {
      out.printf(
          "%nLeft in the service: %s, with Study Instance UIDs that begin with %s%n",
          Quantity.of(result.delivered(), "instance", "instances"), left);
    }
    out.flush();
  }

  private static void line(PrintWriter out, String label, String format, Object... values) {
    out.printf("%-14s%s%n", label, String.format(Locale.ROOT, format, values));
  }

  void writeJson(String version, Writer out) throws IOException {
    try (JsonGenerator json = Json.generator(out)) {
      json.writeStartObject();
      json.writeStringField("tool", "dcmbulk");
      json.writeStringField("version", version);
      json.writeStringField("target", where);
      json.writeNumberField("instanceBytes", instanceBytes);
      json.writeNumberField("delivered", result.delivered());
      json.writeNumberField("failed", result.failed());
      if (left != null) {
        json.writeStringField("studyUidsBegin", left);
      }
      json.writeNumberField("bytes", result.bytes());
      json.writeNumberField("elapsedSeconds", rounded(result.seconds()));
      json.writeNumberField("instancesPerSecond", rounded(result.rate()));
      json.writeNumberField("instancesPerSecondWarm", rounded(result.warmRate()));
      json.writeNumberField("bytesPerSecond", Math.round(result.bytesPerSecond()));
      json.writeNumberField("cpuSeconds", rounded(result.cpuSeconds()));
      json.writeStringField("concurrency", concurrency);
      json.writeNumberField("retries", requests.retries());
      json.writeObjectFieldStart("latencyMillis");
      for (Step step : STEPS) {
        Latencies.Percentiles p = latencies.of(step);
        json.writeObjectFieldStart(step.wire());
        json.writeNumberField("requests", p.requests());
        json.writeNumberField("p50", rounded(p.p50()));
        json.writeNumberField("p90", rounded(p.p90()));
        json.writeNumberField("p99", rounded(p.p99()));
        json.writeNumberField("max", rounded(p.max()));
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeObjectFieldStart("seconds");
      for (Map.Entry<String, Double> stage : result.spent().entrySet()) {
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
