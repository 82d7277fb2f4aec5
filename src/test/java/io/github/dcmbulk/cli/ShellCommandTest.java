package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShellCommandTest {
  @Test
  void quotesWhatAShellWouldTakeApart() {
    assertThat(ShellCommand.of("dcmbulk", "upload", "--report", "a b.csv", "it's", "$x", ""))
        .isEqualTo("dcmbulk upload --report 'a b.csv' 'it'\\''s' '$x' ''");
  }

  @Test
  void leavesPlainWordsAlone() {
    assertThat(ShellCommand.of("scripts/dcmbulk", "status", "--study-date=2024-01-01..,x"))
        .isEqualTo("scripts/dcmbulk status --study-date=2024-01-01..,x");
  }
}
