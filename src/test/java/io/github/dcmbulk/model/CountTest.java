package io.github.dcmbulk.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;

class CountTest {
  @Test
  void oneIsSingularAndAllOthersArePlural() {
    assertThat(Count.of(0, "file")).isEqualTo("0 files");
    assertThat(Count.of(1, "file")).isEqualTo("1 file");
    assertThat(Count.of(2, "study", "studies")).isEqualTo("2 studies");
    assertThat(Count.of(1, "row is", "rows are")).isEqualTo("1 row is");
  }

  @Test
  void numbersAreTheSameInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(Count.of(1_234_567, "byte")).isEqualTo("1,234,567 bytes");
    } finally {
      Locale.setDefault(before);
    }
  }
}
