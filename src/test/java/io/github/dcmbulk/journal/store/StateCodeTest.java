package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StateCodeTest {
  @Test
  void namesInAStatementBecomeNumbers() {
    assertThat(
            StateCode.inSql("state IN ($FAILED, $REFUSED) AND complete = $PAUSED AND name = '$1'"))
        .isEqualTo("state IN (6, 7) AND complete = 2 AND name = '$1'");
    assertThat(StateCode.inSql("state <= $LAST_INSTANCE OR state <= $LAST_IDENTIFIED"))
        .isEqualTo("state <= 7 OR state <= 8");
  }

  @Test
  void aNameThatIsNoneIsAMistake() {
    assertThatThrownBy(() -> StateCode.inSql("state = $SENT"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** The order of the numbers is what {@code $LAST_INSTANCE} means. */
  @ParameterizedTest
  @EnumSource
  void instancesComeFirst(StateCode code) {
    assertThat(code.number() <= StateCode.REFUSED.number()).isEqualTo(code.state().isInstance());
    assertThat(StateCode.of(code.number())).isEqualTo(code);
  }

  @Test
  void numbersThatNoStateHasAreRefused() {
    assertThatThrownBy(() -> StateCode.of(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> StateCode.of(12)).isInstanceOf(IllegalStateException.class);
  }
}
