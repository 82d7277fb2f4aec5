package io.github.dcmbulk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathTextTest {
  private static final byte[] LATIN_1_NAME = {'c', 'a', 'f', (byte) 0xE9, '\n', '.', 'd'};

  private static byte[] inRoot(byte[] name) {
    byte[] path = new byte[name.length + 1];
    path[0] = '/';
    System.arraycopy(name, 0, path, 1, name.length);
    return path;
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/a", "/a b/c%41", "/sch\u00f6n/\u65e5\u672c", "/tab\t/new\nline"})
  void textNamesSurviveTheWayToBytesAndBack(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThat(PathText.bytes(PathText.absolute(bytes))).isEqualTo(bytes);
    assertThat(PathText.surrogateEscaped(PathText.absolute(bytes))).isEqualTo(text);
  }

  @Test
  void namesThatAreNoTextSurviveTheWayToBytesAndBack() {
    byte[] bytes = inRoot(LATIN_1_NAME);
    Path path = PathText.absolute(bytes);
    assertThat(PathText.bytes(path)).isEqualTo(bytes);
    assertThat(PathText.bytes(path.getFileName())).isEqualTo(LATIN_1_NAME);
  }

  @Test
  void aFileWithSuchANameIsReachedThroughItsBytes(@TempDir Path dir) throws Exception {
    byte[] parent = PathText.bytes(dir);
    byte[] bytes = new byte[parent.length + 1 + LATIN_1_NAME.length];
    System.arraycopy(parent, 0, bytes, 0, parent.length);
    System.arraycopy(inRoot(LATIN_1_NAME), 0, bytes, parent.length, LATIN_1_NAME.length + 1);
    Files.writeString(PathText.absolute(bytes), "here");
    try (var found = Files.newDirectoryStream(dir)) {
      assertThat(PathText.bytes(found.iterator().next())).isEqualTo(bytes);
    }
  }

  @Test
  void displayShowsOddBytesAndControlCharactersOnOneLine() {
    assertThat(PathText.display(PathText.absolute(inRoot(LATIN_1_NAME))))
        .isEqualTo("/caf\\xE9\\x0A.d");
  }

  @Test
  void surrogateEscapesAreThoseOfPython() {
    assertThat(PathText.surrogateEscaped(PathText.absolute(inRoot(LATIN_1_NAME))))
        .isEqualTo("/caf\uDCE9\n.d");
  }
}
