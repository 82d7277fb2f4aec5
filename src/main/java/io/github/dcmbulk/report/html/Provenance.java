package io.github.dcmbulk.report.html;

import java.nio.file.Path;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Map;

/**
 * Where a report comes from.
 *
 * @param version of dcmbulk
 * @param generated when it was made; all times are shown in its zone
 * @param environment host, user and the like, by name
 * @param journal the journal as people are shown it
 * @param rowsCommand the command that prints the report's rows as JSON lines
 * @param files row files that were written together with it
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
