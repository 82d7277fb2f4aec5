package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "999,999 B",
    "1000,1.0 kB",
    "1500000,1.5 MB",
    "999900,1.0 MB",
    "99960000,100 MB",
    "5000000000,5.0 GB"
  })
  void bytes(long bytes, String expected) {
    assertThat(Quantity.bytes(bytes)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"PT0.43S,0.4 s", "PT59S,59.0 s", "PT3M20S,3m 20s", "PT26H5M,26h 05m"})
  void durations(Duration duration, String expected) {
    assertThat(Quantity.duration(duration)).isEqualTo(expected);
  }

  @Test
  void nounsAgree() {
    assertThat(Quantity.of(1, "study", "studies")).isEqualTo("1 study");
    assertThat(Quantity.of(12345, "study", "studies")).isEqualTo("12,345 studies");
  }
}
