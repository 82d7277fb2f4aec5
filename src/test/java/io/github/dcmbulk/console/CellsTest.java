package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CellsTest {
  @Test
  void wideAndCombiningCharactersCountAsTheyShow() {
    assertThat(Cells.width("médical")).isEqualTo(7);
    assertThat(Cells.width("me\u0301dical")).isEqualTo(7);
    assertThat(Cells.width("検査")).isEqualTo(4);
  }

  @Test
  void cutsBetweenCharacters() {
    assertThat(Cells.cut("検査検査", 6)).isEqualTo("検査…");
    assertThat(Cells.cut("検査", 4)).isEqualTo("検査");
    assertThat(Cells.cut("abc", 1)).isEqualTo("…");
    assertThat(Cells.cut("abc", 0)).isEmpty();
  }

  @Test
  void nothingActsOnTheTerminal() {
    assertThat(Cells.safe("a\u001B[2Jb\r\nc\u009B1md\u202Ee"))
        .isEqualTo("a\\x1B[2Jb\\x0D\\x0Ac\\x9B1md\\u202Ee");
    assertThat(Cells.safe("検査 é")).isEqualTo("検査 é");
  }
}
