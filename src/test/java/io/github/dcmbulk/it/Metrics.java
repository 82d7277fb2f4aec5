package io.github.dcmbulk.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Values of a metrics file in Prometheus' text format. */
final class Metrics {
  private Metrics() {}

  /**
   * The value of the only sample with that name and these labels.
   *
   * @param labels as they are written, for example {@code state="held"}
   */
  static double value(Path file, String name, String... labels) throws IOException {
    List<String> samples =
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
            .filter(line -> List.of(labels).stream().allMatch(line::contains))
            .toList();
    if (samples.size() != 1) {
      throw new AssertionError(name + List.of(labels) + " in " + file + ": " + samples);
    }
    String sample = samples.get(0);
    return Double.parseDouble(sample.substring(sample.lastIndexOf(' ') + 1));
  }
}
