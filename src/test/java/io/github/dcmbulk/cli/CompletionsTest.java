package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.AutoComplete;
import picocli.CommandLine;

class CompletionsTest {
  @TempDir private Path home;

  @Test
  void scriptsAreAsCommitted() {
    CommandLine program = Ran.program(home, Map.of());

    Golden.verify(Path.of("completions/dcmbulk.bash"), AutoComplete.bash("dcmbulk", program));
    Golden.verify(Path.of("completions/dcmbulk.zsh"), ZshCompletion.script(program));
    Golden.verify(Path.of("completions/dcmbulk.fish"), FishCompletion.script(program));
  }

  @ParameterizedTest
  @CsvSource({
    "dcmbulk up,upload",
    "dcmbulk upload --study-d,--study-delivery",
    "'dcmbulk upload --token-method ',post",
    "dcmbulk journal ex,export",
    "dcmbulk journal export --jour,--journal",
    "dcmbulk config show --audit,--audit-log"
  })
  void fishCompletes(String line, String expected) throws Exception {
    assumeTrue(isInstalled("fish"));

    String said =
        output(
            "fish",
            "--no-config",
            "-c",
            "source completions/dcmbulk.fish; complete -C'" + line + "'");

    assertThat(said.lines().map(word -> word.split("\t", -1)[0])).contains(expected);
  }

  @Test
  void fishOffersNoOptionOfAnotherCommand() throws Exception {
    assumeTrue(isInstalled("fish"));

    String said =
        output(
            "fish",
            "--no-config",
            "-c",
            "source completions/dcmbulk.fish; complete -C'dcmbulk status --study-d'");

    assertThat(said).isEmpty();
  }

  @Test
  void zshTakesTheScript() throws Exception {
    assumeTrue(isInstalled("zsh"));

    assertThat(output("zsh", "-f", "-n", "completions/dcmbulk.zsh")).isEmpty();
    String said =
        output(
            "zsh",
            "-f",
            "-c",
            "autoload -U compinit; compinit -D -d "
                + home.resolve("dump")
                + "; source completions/dcmbulk.zsh; echo $_comps[dcmbulk]; whence _dcmbulk_upload");
    assertThat(said.lines()).containsExactly("_dcmbulk", "_dcmbulk_upload");
  }

  @Test
  void bashCompletes() throws Exception {
    String said =
        output(
            "bash",
            "--norc",
            "-c",
            "source completions/dcmbulk.bash; COMP_WORDS=(dcmbulk up); COMP_CWORD=1;"
                + " _complete_dcmbulk dcmbulk up dcmbulk; echo \"${COMPREPLY[*]}\"");

    assertThat(said.strip()).isEqualTo("upload");
  }

  static boolean isInstalled(String program) {
    return List.of(System.getenv("PATH").split(":", -1)).stream()
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, program)));
  }

  static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
