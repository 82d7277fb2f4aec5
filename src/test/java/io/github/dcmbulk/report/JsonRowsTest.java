package io.github.dcmbulk.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.model.Row;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class JsonRowsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Test
  void keysAreThoseOfTheContractInOrder() throws IOException {
    String line = write(RowFormat.JSONL, TestRows.uploaded(Path.of("/a/b.dcm")));

    assertThat(line)
        .isEqualTo(
            "{\"path\":\"/a/b.dcm\",\"size\":1234,\"modified\":\"2026-11-23T18:00:00.500Z\","
                + "\"state\":\"uploaded\",\"reason\":null,\"warnings\":[\"lossy\",\"uid-format\"],"
                + "\"sopClassUid\":\"1.2\",\"sopInstanceUid\":\"1.3\",\"studyInstanceUid\":\"1.4\","
                + "\"seriesInstanceUid\":\"1.5\",\"modality\":\"CT\","
                + "\"transferSyntaxUid\":\"1.2.840.10008.1.2.1\","
                + "\"md5\":\"0123456789abcdef0123456789abcdef\",\"etag\":\"\\\"0123\\\"\","
                + "\"attempts\":2,\"uploadedAt\":\"2026-11-23T18:00:01Z\",\"run\":\"run-1\","
                + "\"sha256\":\""
                + "ab".repeat(32)
                + "\",\"heldUntil\":null,\"heldFor\":null}\n");
  }

  @Test
  void aDigestThatWasNotRequestedHasNoKey() throws IOException {
    assertThat(write(RowFormat.JSONL, TestRows.notDicom(Path.of("/a")))).doesNotContain("sha256");
  }

  @Test
  void everyLineIsAnObject() throws IOException {
    String lines =
        write(
            RowFormat.JSONL, TestRows.notDicom(Path.of("/a\nb")), TestRows.uploaded(Path.of("/b")));

    assertThat(lines.lines()).hasSize(2);
    for (String line : lines.lines().toList()) {
      assertThat(MAPPER.readTree(line).isObject()).isTrue();
    }
  }

  @Test
  void arrayHoldsEveryRow() throws IOException {
    JsonNode array =
        MAPPER.readTree(
            write(
                RowFormat.JSON,
                TestRows.uploaded(Path.of("/a")),
                TestRows.notDicom(Path.of("/b"))));

    assertThat(array).hasSize(2);
    assertThat(array.path(1).path("state").asText()).isEqualTo("not-dicom");
    assertThat(array.path(1).path("md5").isNull()).isTrue();
  }

  @Test
  void emptyArrayIsOneToo() throws IOException {
    assertThat(MAPPER.readTree(write(RowFormat.JSON))).isEmpty();
    assertThat(write(RowFormat.JSONL)).isEmpty();
  }

  @Test
  void bytesThatAreNoTextSurviveAsLoneSurrogates() throws IOException {
    String line = write(RowFormat.JSONL, TestRows.notDicom(TestRows.latin1Name()));

    assertThat(line).contains("\"path\":\"/a/caf\\udce9\"");
    assertThat(StandardCharsets.UTF_8.newEncoder().canEncode(line)).isTrue();
  }

  @Test
  void charactersBeyondTheBasicPlaneSurvive() throws IOException {
    String line = write(RowFormat.JSONL, TestRows.notDicom(Path.of("/\uD83E\uDE7B")));

    assertThat(MAPPER.readTree(line).path("path").asText()).isEqualTo("/\uD83E\uDE7B");
  }

  private static String write(RowFormat format, Row... rows) throws IOException {
    StringWriter out = new StringWriter();
    try (RowWriter writer = format.open(out)) {
      for (Row row : rows) {
        writer.write(row);
      }
    }
    return out.toString();
  }
}
