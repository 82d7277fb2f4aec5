package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.AutoComplete;
import picocli.CommandLine;

/** Options and their help are an interface: no change slips in unseen. */
class HelpTest {
  @TempDir private Path home;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "upload",
        "check",
        "status",
        "report",
        "verify-receipt",
        "explain",
        "doctor",
        "bench",
        "sandbox",
        "sample",
        "journal",
        "journal export",
        "journal verify",
        "journal prune",
        "journal import",
        "config",
        "config show"
      })
  void helpIsAsCommitted(String command) {
    String[] args = (command + " --help").strip().split(" ");

    Ran ran = Ran.of(home, Map.of(), args);

    assertThat(ran.exit()).isZero();
    assertThat(ran.err()).isEmpty();
    String name = command.isEmpty() ? "dcmbulk" : "dcmbulk-" + command.replace(' ', '-');
    Golden.verify(Path.of("src/test/resources/golden", name + ".txt"), ran.out());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionsAreCurrent(String shell) {
    CommandLine program = Ran.program(home, Map.of());

    String script = AutoComplete.bash("dcmbulk", program);

    Golden.verify(Path.of("completions", "dcmbulk." + shell), script);
  }

  @Test
  void helpNeedsNoIntactConfiguration() {
    Map<String, String> environment = Map.of("DCMBULK_CONFIG", home.resolve("none").toString());

    assertThat(Ran.of(home, environment, "upload", "--help").exit()).isZero();
  }
}
