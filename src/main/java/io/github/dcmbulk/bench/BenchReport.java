package io.github.dcmbulk.bench;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.RequestCounts;
import org.jspecify.annotations.Nullable;

/**
 * A benchmark and its result.
 *
 * @param where the measured service
 * @param left prefix of the Study Instance UIDs that remain in the service; null for none
 * @param instanceBytes size of each instance
 * @param result delivered instances and rates
 * @param latencies durations of requests
 * @param concurrency number of instances in flight, with the reason
 * @param requests number of requests
 */
public record BenchReport(
    String where,
    @Nullable String left,
    int instanceBytes,
    BenchResult result,
    Latencies latencies,
    String concurrency,
    RequestCounts requests) {

  /**
   * Adds the service's counts to a result.
   *
   * @param fixed the configured concurrency; 0 for automatic
   */
  public static BenchReport of(
      String where,
      @Nullable String left,
      int instanceBytes,
      int fixed,
      BenchResult result,
      Latencies latencies,
      IngestionService service) {
    String concurrency = fixed > 0 ? fixed + " in flight, fixed" : chosen(service);
    return new BenchReport(
        where, left, instanceBytes, result, latencies, concurrency, service.counts());
  }

  private static String chosen(IngestionService service) {
    Concurrency chosen = service.concurrency();
    return chosen == null ? "unknown" : chosen.limit() + " in flight: " + chosen.why();
  }
}
