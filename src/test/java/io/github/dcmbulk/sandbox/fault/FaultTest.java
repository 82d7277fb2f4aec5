package io.github.dcmbulk.sandbox.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FaultTest {
  @Test
  void aNameAloneStrikesEveryTime() {
    assertThat(Fault.parse("slow-down"))
        .isEqualTo(new Fault(FaultKind.SLOW_DOWN, null, 1, Long.MAX_VALUE, 0));
  }

  @Test
  void rateCountSkipAndDurationAreRead() {
    assertThat(Fault.parse("reset:0.25").rate()).isEqualTo(0.25);
    assertThat(Fault.parse("reset:2.5%").rate()).isEqualTo(0.025);
    assertThat(Fault.parse("reset:x3").count()).isEqualTo(3);
    assertThat(Fault.parse("latency=50ms").value()).isEqualTo(Duration.ofMillis(50));
    assertThat(Fault.parse("stall=2m:10%:x4:+100"))
        .isEqualTo(new Fault(FaultKind.STALL, Duration.ofMinutes(2), 0.1, 4, 100));
  }

  @Test
  void anUnknownNameIsAnsweredWithTheKnownOnes() {
    assertThatThrownBy(() -> Fault.parse("slowdown"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'slowdown'")
        .hasMessageContaining("slow-down, internal-error");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "reset:0",
        "reset:101%",
        "reset:x0",
        "reset:often",
        "reset=50ms",
        "latency=50",
        "reset:",
        ""
      })
  void whatCannotBeReadIsRefused(String text) {
    assertThatThrownBy(() -> Fault.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void countAndSkipAreKept() {
    Faults faults = new Faults(List.of(Fault.parse("reset:x2:+3")), 1);

    assertThat(strikes(faults, 7)).containsExactly(false, false, false, true, true, false, false);
  }

  @Test
  void theSameSeedStrikesTheSameRequests() {
    List<Fault> tenth = List.of(Fault.parse("reset:10%"));
    List<Boolean> first = strikes(new Faults(tenth, 7), 10_000);

    assertThat(strikes(new Faults(tenth, 7), 10_000)).isEqualTo(first);
    assertThat(strikes(new Faults(tenth, 8), 10_000)).isNotEqualTo(first);
    assertThat(first.stream().filter(struck -> struck).count()).isBetween(900L, 1100L);
  }

  private static List<Boolean> strikes(Faults faults, int requests) {
    List<Boolean> strikes = new ArrayList<>();
    for (int i = 0; i < requests; i++) {
      strikes.add(faults.strikes(FaultKind.RESET));
    }
    return strikes;
  }
}
