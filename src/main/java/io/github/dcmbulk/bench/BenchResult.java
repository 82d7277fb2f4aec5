package io.github.dcmbulk.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a bench measured.
 *
 * @param delivered instances that the service confirmed
 * @param failed instances that it did not
 * @param bytes of the delivered
 * @param seconds from the first instance to the last, wall time
 * @param warmRate instances a second in the second half, when everything is warm; the whole run's
 *     when it did not get so far
 * @param cpuSeconds of this process
 * @param spent seconds by stage, summed over workers
 * @param trouble why an instance failed, in a line; null when none did
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

  /** Instances a second. */
  public double rate() {
    return seconds == 0 ? 0 : delivered / seconds;
  }

  /** Bytes a second. */
  public double bytesPerSecond() {
    return seconds == 0 ? 0 : bytes / seconds;
  }
}
