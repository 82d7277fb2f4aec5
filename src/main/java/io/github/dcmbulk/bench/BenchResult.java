package io.github.dcmbulk.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of a benchmark.
 *
 * @param delivered instances that the service confirmed
 * @param failed instances that the service did not confirm
 * @param bytes bytes of the delivered instances
 * @param seconds wall time from the first instance to the last
 * @param warmRate instances per second in the second half, after warm-up; that of the whole run if
 *     it ended earlier
 * @param cpuSeconds CPU time of this process
 * @param spent seconds by stage, summed over workers
 * @param trouble why an instance failed, in one line; null if none did
 */
public record BenchResult(
    long delivered,
    long failed,
    long bytes,
    double seconds,
    double warmRate,
    double cpuSeconds,
    Map<String, Double> spent,
    @Nullable String trouble) {
  /** Keeps the order of the stages. */
  public BenchResult {
    spent = Collections.unmodifiableMap(new LinkedHashMap<>(spent));
  }

  /** Instances per second. */
  public double rate() {
    return seconds == 0 ? 0 : delivered / seconds;
  }

  /** Bytes per second. */
  public double bytesPerSecond() {
    return seconds == 0 ? 0 : bytes / seconds;
  }
}
