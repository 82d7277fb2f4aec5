package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values of the environment are shown, and variables that nothing reads are reported. */
class UnknownVariableTest {
  @TempDir private Path home;

  @Test
  void misspeltVariableIsReportedWithTheRightOne() {
    Ran ran =
        Ran.of(
            home, Map.of("DCMBULK_API_ULR", "x", "DCMBULK_JAVA_OPTS", "-Xmx1g"), "config", "show");
    assertThat(ran.exit()).isZero();
    assertThat(ran.err())
        .contains("DCMBULK_API_ULR is unknown and is ignored; did you mean DCMBULK_API_URL?")
        .doesNotContain("JAVA_OPTS");
  }

  @Test
  void theEndOfANameStandsForTheWhole() {
    Ran ran = Ran.of(home, Map.of("DCMBULK_SECRET", "x"), "config", "show");
    assertThat(ran.err()).contains("did you mean DCMBULK_CLIENT_SECRET?");
  }

  @Test
  void variablesThatAreReadAreNotReported() {
    Ran ran =
        Ran.of(
            home,
            Map.of("DCMBULK_STUDY_GAP", "50s", "DCMBULK_CLIENT_SECRET", "s"),
            "config",
            "show");
    assertThat(ran.err()).isEmpty();
  }

  @Test
  void proxiesOfTheEnvironmentAreShownWithoutTheirPassword() {
    Map<String, String> environment =
        Map.of("HTTPS_PROXY", "http://user:hidden@proxy.example:3128", "NO_PROXY", "a.example");
    Ran ran = Ran.of(home, environment, "config", "show");
    assertThat(ran.out())
        .containsPattern(
            "proxy for https +http://proxy.example:3128 +environment variable HTTPS_PROXY")
        .containsPattern("no proxy for +a.example +environment variable NO_PROXY")
        .doesNotContain("hidden");
    assertThat(Ran.of(home, environment, "config", "show", "--proxy", "http://other:1").out())
        .doesNotContain("proxy.example");
  }

  @Test
  void doctorReadsNoSecretThatAnUploadWouldNot() {
    Ran ran =
        Ran.of(
            home,
            Map.of("DCMBULK_CLIENT_SECRET", "s", "DCMBULK_CLIENT_SECRET_FILE", "/missing"),
            "doctor");
    assertThat(ran.out()).doesNotContain("/missing");
  }
}
