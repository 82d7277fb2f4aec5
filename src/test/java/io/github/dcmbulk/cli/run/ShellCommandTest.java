package io.github.dcmbulk.cli.run;

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

  @Test
  void whatWouldActOnTheTerminalIsEscaped() {
    assertThat(
            ShellCommand.of("dcmbulk", "explain", "/a\u001B[2J it's\\\n", "/caf\uDCE9", "/\u009B"))
        .isEqualTo("dcmbulk explain $'/a\\x1b[2J it\\'s\\\\\\x0a' $'/caf\\xe9' $'/\\xc2\\x9b'");
  }

  @Test
  void pictographsAreNoBytes() {
    assertThat(ShellCommand.of("dcmbulk", "/\uD83D\uDE00")).isEqualTo("dcmbulk '/\uD83D\uDE00'");
  }
}
