package io.github.dcmbulk.console;

import io.github.dcmbulk.bench.BenchReport;
import io.github.dcmbulk.bench.Latencies;
import io.github.dcmbulk.remote.Step;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A benchmark's result as text. */
public final class BenchText {
  private static final List<Step> STEPS = List.of(Step.PRESIGN, Step.PUT);

  private BenchText() {}

  /** Prints the result. */
  public static void print(BenchReport report, PrintWriter out) {
    out.printf(
        "%s of %s to %s%n%n",
        Quantity.of(report.result().delivered(), "instance", "instances"),
        Quantity.bytes(report.instanceBytes()),
        report.where());
    line(
        out,
        "Throughput",
        "%.0f instances/s, %s/s",
        report.result().rate(),
        Quantity.bytes(Math.round(report.result().bytesPerSecond())));
    line(out, "  after warm-up", "%.0f instances/s (second half)", report.result().warmRate());
    line(out, "Concurrency", "%s", report.concurrency());
    line(
        out,
        "Requests",
        "%d, of which %s",
        report.requests().token() + report.requests().presign() + report.requests().put(),
        Quantity.of(report.requests().retries(), "retry", "retries"));
    line(
        out,
        "CPU",
        "%.1f s in this process, %.2f ms for each instance",
        report.result().cpuSeconds(),
        report.result().cpuSeconds() * 1000 / Math.max(1, report.result().delivered()));
    out.printf("%n%-14s%10s%10s%10s%10s%n", "Latency (ms)", "p50", "p90", "p99", "most");
    for (Step step : STEPS) {
      Latencies.Percentiles p = report.latencies().of(step);
      out.printf(
          Locale.ROOT,
          "%-14s%10.1f%10.1f%10.1f%10.1f%n",
          "  " + step.code(),
          p.p50(),
          p.p90(),
          p.p99(),
          p.max());
    }
    out.printf("%nTime of the workers%n");
    double all = report.result().spent().values().stream().mapToDouble(Double::doubleValue).sum();
    for (Map.Entry<String, Double> stage : report.result().spent().entrySet()) {
      line(
          out,
          "  " + stage.getKey(),
          "%.2f s, %.0f %%",
          stage.getValue(),
          100 * stage.getValue() / all);
    }
    if (report.result().failed() > 0) {
      out.printf(
          "%n%s not delivered, for example: %s%n",
          Quantity.of(report.result().failed(), "instance was", "instances were"),
          report.result().trouble());
    }
    String left = report.left();
    if (left != null) {
      out.printf(
          "%nRemaining in the service: %s, with Study Instance UIDs that begin with %s%n",
          Quantity.of(report.result().delivered(), "instance", "instances"), left);
    }
    out.flush();
  }

  private static void line(PrintWriter out, String label, String format, Object... values) {
    out.printf("%-14s%s%n", label, String.format(Locale.ROOT, format, values));
  }
}
