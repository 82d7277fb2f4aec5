package io.github.dcmbulk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CsvRowsTest {
  @Test
  void headerAndColumnsAreThoseOfTheContract() throws IOException {
    assertThat(csv(TestRows.uploaded(Path.of("/a/b.dcm"))))
        .isEqualTo(
            "path,size,modified,state,reason,warnings,sopClassUid,sopInstanceUid,"
                + "studyInstanceUid,seriesInstanceUid,modality,transferSyntaxUid,md5,etag,"
                + "attempts,uploadedAt,run,sha256,heldUntil,heldFor\r\n"
                + "/a/b.dcm,1234,2026-11-23T18:00:00.500Z,uploaded,,lossy;uid-format,1.2,1.3,1.4,"
                + "1.5,CT,1.2.840.10008.1.2.1,0123456789abcdef0123456789abcdef,"
                + "\"\"\"0123\"\"\",2,2026-11-23T18:00:01Z,run-1,"
                + "ab".repeat(32)
                + ",,\r\n");
  }

  @Test
  void unknownValuesAreEmptyCells() throws IOException {
    assertThat(csv(TestRows.notDicom(Path.of("/x"))))
        .endsWith("/x,0,1970-01-01T00:00:00Z,not-dicom,,,,,,,,,,,0,,,,\r\n")
        .startsWith("path,size,")
        .doesNotContain("sha256");
  }

  @Test
  void formulasAreDefused() throws IOException {
    for (String start : new String[] {"=", "+", "-", "@"}) {
      assertThat(csv(TestRows.notDicom(Path.of(start + "1+1")))).contains("\r\n'" + start + "1+1,");
    }
  }

  @Test
  void separatorsQuotesAndControlCharactersStayInsideTheCell() throws IOException {
    assertThat(csv(TestRows.notDicom(Path.of("/a,\"b\"")))).contains("\r\n\"/a,\"\"b\"\"\",");
    assertThat(csv(TestRows.notDicom(Path.of("/a\nb")))).contains("\r\n/a\\x0Ab,");
  }

  @Test
  void bytesThatAreNoTextAreShownAsSuch() throws IOException {
    assertThat(csv(TestRows.notDicom(TestRows.latin1Name()))).contains("\r\n/a/caf\\xE9,");
  }

  private static String csv(Row row) throws IOException {
    StringWriter out = new StringWriter();
    try (RowWriter rows = RowFormat.CSV.open(out, row.sha256() != null)) {
      rows.write(row);
    }
    return out.toString();
  }
}
