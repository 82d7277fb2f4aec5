package io.github.dcmbulk.report.html;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * Origin of a report.
 *
 * @param version version of dcmbulk
 * @param generated when it was made; its zone is used for all times
 * @param environment host, user and others, by name
 * @param journal name of the journal
 * @param rowsCommand command that prints the report's rows as JSON lines
 * @param files files with rows that were written at the same time
 */
public record Provenance(
    String version,
    ZonedDateTime generated,
    Map<String, String> environment,
    String journal,
    String rowsCommand,
    List<DigestedFile> files) {

  /**
   * A file and its digest.
   *
   * @param sha256 64 hexadecimal digits
   */
  public record DigestedFile(Path path, String sha256) {}

  /** Copies the collections. */
  public Provenance {
    environment = Map.copyOf(environment);
    files = List.copyOf(files);
  }
}
