package io.github.dcmbulk.remote.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.throttle.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutageGateTest {
  private final VirtualTime time = new VirtualTime(Instant.EPOCH);
  private final List<String> notices = new ArrayList<>();
  private final OutageGate gate =
      new OutageGate(Step.PUT, Duration.ofMinutes(15), time::nanos, notices::add);

  private static AttemptFailure failure(Kind kind) {
    return new AttemptFailure(Step.PUT, kind, "code", "https://lake is unwell");
  }

  @Test
  void failuresOfOneInstanceAreNoOutageHoweverLong() throws Exception {
    gate.succeeded();
    for (int i = 0; i < 100; i++) {
      assertThat(gate.failed(failure(Kind.UNAVAILABLE), 1)).isFalse();
      time.pass(Duration.ofMinutes(1));
    }
    assertThat(notices).isEmpty();
  }

  @Test
  void failuresOfSeveralInstancesAreAnOutage() throws Exception {
    gate.succeeded();
    assertThat(gate.failed(failure(Kind.UNAVAILABLE), 1)).isFalse();
    assertThat(gate.failed(failure(Kind.UNAVAILABLE), 2)).isFalse();
    assertThat(gate.failed(failure(Kind.UNAVAILABLE), 1)).isTrue();
    time.pass(Duration.ofMinutes(16));
    assertThatThrownBy(() -> gate.failed(failure(Kind.UNAVAILABLE), 3))
        .isInstanceOf(ServiceUnreachableException.class)
        .hasMessageContaining("16 min");
  }

  @Test
  void anySuccessEndsTheOutage() throws Exception {
    gate.succeeded();
    for (int i = 0; i < 5; i++) {
      gate.failed(failure(Kind.UNAVAILABLE), i);
    }
    gate.succeeded();
    time.pass(Duration.ofMinutes(16));
    assertThat(gate.failed(failure(Kind.UNAVAILABLE), 1)).isFalse();
  }

  @Test
  void noConnectionIsAnOutageAtOnce() throws Exception {
    gate.succeeded();
    assertThat(gate.failed(failure(Kind.UNREACHABLE), 1)).isTrue();
  }

  @Test
  void aServiceNeverReachedIsGivenUpSoon() throws Exception {
    gate.failed(failure(Kind.UNREACHABLE), 1);
    time.pass(Duration.ofSeconds(5));
    assertThatThrownBy(() -> gate.failed(failure(Kind.UNREACHABLE), 1))
        .isInstanceOf(ServiceUnreachableException.class);
  }

  @Test
  void allWorkersTogetherPrintOneLineAMinute() throws Exception {
    gate.succeeded();
    for (int second = 0; second < 300; second++) {
      for (int worker = 0; worker < 8; worker++) {
        gate.failed(failure(Kind.UNREACHABLE), worker);
      }
      time.pass(Duration.ofSeconds(1));
    }
    assertThat(notices).hasSize(4);
  }
}
