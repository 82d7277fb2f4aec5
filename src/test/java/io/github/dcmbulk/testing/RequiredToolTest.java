package io.github.dcmbulk.testing;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class RequiredToolTest {
  @Test
  void aTestIsSkippedAndSaysWhatIsMissing() {
    assertThatThrownBy(() -> RequiredTool.require(false, "fish", "fish", false))
        .isInstanceOf(TestAbortedException.class)
        .hasMessageContaining("fish is not installed")
        .hasMessageContaining("apt-get install fish");
  }

  @Test
  void onCiItFails() {
    assertThatThrownBy(() -> RequiredTool.require(false, "fish", "fish", true))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("fish is not installed");
  }

  @Test
  void anInstalledToolPasses() {
    assertThatCode(() -> RequiredTool.require(true, "fish", "fish", true))
        .doesNotThrowAnyException();
  }
}
