package io.github.dcmbulk.metrics;

import io.github.dcmbulk.file.AtomicFile;
import java.io.IOException;
import java.io.Writer;
import java.math.BigDecimal;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The metrics file: samples by name with labels, in Prometheus' text format. In the file each
 * sample has the label {@code file} with the file's name as well: of equal series in two files
 * node_exporter 1.9.0 serves the first, and reports no error
 * (findings/node-exporter-same-series.sh). Each change reads it again, so that a run that could not
 * begin adds its exit code to the samples of a run in progress.
 *
 * <p>Mode 0644, in contrast to other files: the node exporter runs as another user, and the file
 * contains only counts and times.
 */
final class MetricsFile {
  private static final Pattern FILE_LABEL =
      Pattern.compile("\\{file=\"(?:[^\"\\\\]|\\\\.)*\"(?:(,)|\\})");

  private final Path path;
  private final String fileLabel;

  MetricsFile(Path path) {
    this.path = path;
    this.fileLabel = "{file=\"" + Family.escaped(String.valueOf(path.getFileName())) + "\"";
  }

  /** Changes the samples atomically. */
  synchronized void update(Consumer<Map<String, Double>> change) throws IOException {
    Map<String, Double> samples = read();
    change.accept(samples);
    try (AtomicFile file = AtomicFile.create(path)) {
      for (Family family : Family.values()) {
        write(family, samples, file.writer());
      }
      file.commitReadableByAll();
    }
  }

  /** The samples of the file; none if it does not exist or is not a metrics file of dcmbulk. */
  Map<String, Double> read() throws IOException {
    Map<String, Double> samples = new TreeMap<>();
    try {
      for (String line : Files.readAllLines(path)) {
        int blank = line.lastIndexOf(' ');
        if (line.startsWith("dcmbulk_") && blank > 0) {
          samples.put(
              withoutFile(line.substring(0, blank)), Double.valueOf(line.substring(blank + 1)));
        }
      }
    } catch (NoSuchFileException | MalformedInputException | NumberFormatException e) {
      // Start with no samples.
      return new TreeMap<>();
    }
    return samples;
  }

  private void write(Family family, Map<String, Double> samples, Writer out) throws IOException {
    boolean isHeaded = false;
    for (Map.Entry<String, Double> sample : samples.entrySet()) {
      if (family.holds(sample.getKey())) {
        if (!isHeaded) {
          out.write(family.heading());
          isHeaded = true;
        }
        out.write(withFile(sample.getKey()) + " " + number(sample.getValue()) + "\n");
      }
    }
  }

  private String withFile(String sample) {
    int labels = sample.indexOf('{');
    return labels < 0
        ? sample + fileLabel + "}"
        : sample.substring(0, labels) + fileLabel + "," + sample.substring(labels + 1);
  }

  /** Files of earlier versions have no such label. */
  private static String withoutFile(String sample) {
    return FILE_LABEL.matcher(sample).replaceFirst(label -> label.group(1) == null ? "" : "{");
  }

  private static String number(double value) {
    return new BigDecimal(Double.toString(value)).stripTrailingZeros().toPlainString();
  }
}
