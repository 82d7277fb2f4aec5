package io.github.dcmbulk.bench;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.RequestCounts;
import org.jspecify.annotations.Nullable;

/**
 * A bench and its result.
 *
 * @param where what was measured
 * @param left what the Study Instance UIDs begin with that stay in the service; null when nothing
 *     stays
 * @param instanceBytes size of each instance
 * @param result what was delivered, and how fast
 * @param latencies of each request
 * @param concurrency how many instances were in flight, and why
 * @param requests how many were sent
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
   * Adds what the service counted.
   *
   * @param fixed the configured concurrency; 0 for none
   */
  public static BenchReport of(
      String where,
      @Nullable String left,
      int instanceBytes,
      int fixed,
      BenchResult result,
      Latencies latencies,
      IngestionService service) {
    String concurrency = fixed > 0 ? fixed + " in flight, as asked for" : chosen(service);
    return new BenchReport(
        where, left, instanceBytes, result, latencies, concurrency, service.counts());
  }

  private static String chosen(IngestionService service) {
    Concurrency chosen = service.concurrency();
    return chosen == null ? "unknown" : chosen.limit() + " in flight: " + chosen.why();
  }
}
