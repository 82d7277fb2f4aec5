package io.github.dcmbulk.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.io.ByteArrayInputStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class RowReaderTest {
  private static RowReader reader(String lines) throws Exception {
    return new RowReader(new ByteArrayInputStream(lines.getBytes(StandardCharsets.UTF_8)));
  }

  private static String line(Row row) throws Exception {
    StringWriter text = new StringWriter();
    try (RowWriter rows = RowFormat.JSONL.open(text)) {
      rows.write(row);
    }
    return text.toString();
  }

  private static Row delivered(Path path) {
    return TestRows.uploaded(path);
  }

  @Test
  void whatWasWrittenIsReadBack() throws Exception {
    Row row = delivered(Path.of("/archive/Größe.dcm"));
    try (RowReader reader = reader(line(row) + line(row))) {
      Row read = Objects.requireNonNull(reader.next());
      assertThat(read)
          .usingRecursiveComparison()
          .ignoringFields("warnings", "header")
          .isEqualTo(row);
      assertThat(read.header().sopInstanceUid()).isEqualTo(row.header().sopInstanceUid());
      assertThat(reader.next()).isNotNull();
      assertThat(reader.next()).isNull();
    }
  }

  @Test
  void namesThatAreNotTextSurvive() throws Exception {
    byte[] name = {'/', 'a', '/', (byte) 0xE9, 'b', (byte) 0xC3, (byte) 0xA9};
    Path path = PathText.absolute(name);
    try (RowReader reader = reader(line(delivered(path)))) {
      assertThat(PathText.bytes(Objects.requireNonNull(reader.next()).path())).isEqualTo(name);
    }
  }

  @Test
  void whatIsNoRowIsNamedByItsLine() throws Exception {
    String good = line(delivered(Path.of("/a")));
    for (String bad : new String[] {"{\"path\":1}", "[1]", "{", "nonsense"}) {
      try (RowReader reader = reader(good + bad)) {
        assertThat(reader.next()).isNotNull();
        assertThatThrownBy(reader::next)
            .isInstanceOf(RowReader.MalformedException.class)
            .hasMessageContaining("line 2");
      }
    }
  }
}
