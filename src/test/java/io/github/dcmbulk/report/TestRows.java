package io.github.dcmbulk.report;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;

/** Rows to write. */
final class TestRows {
  private TestRows() {}

  /** A delivered instance. */
  static Row uploaded(Path path) {
    return new Row(
        path,
        1234,
        Instant.parse("2026-11-23T18:00:00.5Z"),
        FileState.UPLOADED,
        null,
        Set.of("uid-format", "lossy"),
        new InstanceHeader("1.2", "1.3", "1.4", "1.5", "CT", "1.2.840.10008.1.2.1", "20240101", 7L),
        "0123456789abcdef0123456789abcdef",
        "\"0123\"",
        2,
        Instant.parse("2026-11-23T18:00:01Z"),
        "run-1",
        "ab".repeat(32),
        null);
  }

  /** A file without known values. */
  static Row notDicom(Path path) {
    return new Row(
        path,
        0,
        Instant.EPOCH,
        FileState.NOT_DICOM,
        null,
        Set.of(),
        InstanceHeader.NONE,
        null,
        null,
        0,
        null,
        null,
        null,
        null);
  }

  /** A path whose name contains the byte 0xE9, which is not UTF-8. */
  static Path latin1Name() {
    return PathText.absolute("/a/caf\u00E9".getBytes(StandardCharsets.ISO_8859_1));
  }
}
