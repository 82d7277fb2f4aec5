package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        "journal backup",
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
  @ValueSource(strings = {"upload", "check"})
  void shortHelpFitsAScreenAndNamesTheLongOne(String command) {
    Ran ran = Ran.of(home, Map.of(), command, "-h");

    assertThat(ran.exit()).isZero();
    assertThat(ran.out().lines()).hasSizeLessThanOrEqualTo(50);
    assertThat(ran.out()).contains("dcmbulk " + command + " --help");
    Golden.verify(
        Path.of("src/test/resources/golden", "dcmbulk-" + command + "-short.txt"), ran.out());
  }

  @Test
  void helpNeedsNoIntactConfiguration() {
    Map<String, String> environment = Map.of("DCMBULK_CONFIG", home.resolve("none").toString());

    assertThat(Ran.of(home, environment, "upload", "--help").exit()).isZero();
  }
}
