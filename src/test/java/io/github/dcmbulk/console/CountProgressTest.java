package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.TestClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class CountProgressTest {
  private final TestClock clock = new TestClock("2026-11-23T18:00:00Z");
  private final StringWriter text = new StringWriter();

  @Test
  void linesShowTheStepAndItsProgress() {
    try (CountProgress progress = CountProgress.lines(new PrintWriter(text), clock)) {
      progress.begins("delivered files", 1_200);
      progress.one();
      clock.advance(Duration.ofSeconds(61));
      progress.show();
      progress.begins("the sums", 0);
      progress.show();
    }

    assertThat(text.toString().lines())
        .containsExactly(
            "2026-11-23T18:01:01Z delivered files: 1 of 1,200, 1m 01s",
            "2026-11-23T18:01:01Z the sums, 1m 01s");
  }

  @Test
  void jsonHasTheSameContent() {
    try (CountProgress progress = CountProgress.json(new PrintWriter(text), clock)) {
      progress.begins("rows", 3);
      progress.one();
      progress.one();
      progress.show();
    }

    assertThat(text.toString())
        .contains(
            "{\"event\":\"progress\",\"time\":\"2026-11-23T18:00:00Z\","
                + "\"step\":\"rows\",\"done\":2,\"of\":3}\n");
  }

  @Test
  void drawnLineFitsTheTerminalAndIsRemovedAtTheEnd() {
    VirtualTerminal terminal = new VirtualTerminal(20, 5);
    CountProgress progress = CountProgress.drawn(terminal, clock);
    progress.begins("comparing the delivered files", 5);
    progress.show();

    assertThat(terminal.text().get(0)).isEqualTo("comparing the deli…");
    progress.close();
    assertThat(terminal.text()).isEmpty();
    assertThat(terminal.hasCursor()).isTrue();
  }

  @Test
  void noneSaysNothing() {
    try (CountProgress progress = CountProgress.none(clock)) {
      progress.begins("rows", 3);
      progress.show();
    }

    assertThat(text.toString()).isEmpty();
  }
}
