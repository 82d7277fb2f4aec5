package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class CompletionsTest {
  @TempDir private Path home;

  @Test
  void scriptsAreAsCommitted() {
    CommandLine program = Ran.program(home, Map.of());

    Golden.verify(Path.of("completions/dcmbulk.bash"), BashCompletion.script(program));
    Golden.verify(Path.of("completions/dcmbulk.zsh"), ZshCompletion.script(program));
    Golden.verify(Path.of("completions/dcmbulk.fish"), FishCompletion.script(program));
  }

  @ParameterizedTest
  @CsvSource({
    "dcmbulk up,upload",
    "dcmbulk upload --study-d,--study-delivery",
    "'dcmbulk upload --token-method ',post",
    "dcmbulk journal ex,export",
    "dcmbulk journal export --jour,--journal-group",
    "dcmbulk config show --audit,--audit-log"
  })
  void fishCompletes(String line, String expected) throws Exception {
    RequiredTool.require("fish", "fish");

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
    RequiredTool.require("fish", "fish");

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
    RequiredTool.require("zsh", "zsh");

    assertThat(output("zsh", "-f", "-n", "completions/dcmbulk.zsh")).isEmpty();
    String said =
        output(
            "zsh",
            "-f",
            "-c",
            "autoload -U compinit; compinit -D -d "
                + home.resolve("dump")
                + "; source completions/dcmbulk.zsh; echo $_comps[dcmbulk]; whence"
                + " _dcmbulk_upload");
    assertThat(said.lines()).containsExactly("_dcmbulk", "_dcmbulk_upload");
  }

  @ParameterizedTest
  @CsvSource({
    "dcmbulk up,upload",
    "dcmbulk upload --study-d,--study-delivery",
    "'dcmbulk upload --on-conflict ',newest",
    "dcmbulk upload --on-conflict=n,newest",
    "dcmbulk journal ex,export"
  })
  void zshCompletesOnATerminal(String line, String expected) throws Exception {
    RequiredTool.require("zsh", "zsh");
    Files.copy(Path.of("completions/dcmbulk.zsh"), home.resolve("_dcmbulk"));
    Path script = Path.of("src/test/resources/io/github/dcmbulk/cli/press-tab.zsh");

    String said =
        output("timeout", "600", "zsh", "-f", script.toString(), home.toString(), line, expected);

    assertThat(said.strip()).isEqualTo("shown: " + expected);
  }

  @ParameterizedTest
  @CsvSource({
    "dcmbulk up,upload",
    "dcmbulk upload --study-d,--study-date --study-delivery",
    "'dcmbulk upload --on-conflict ',reject newest all",
    "dcmbulk upload --on-conflict = n,newest",
    "dcmbulk upload --on-conflict =,reject newest all",
    "dcmbulk upload --accept tr,truncated",
    "dcmbulk check --output j,json jsonl",
    "'dcmbulk journal ',init backup export verify prune import",
    "dcmbulk journal export --jour,--journal --journal-password-file --journal-group",
    "dcmbulk status --study-d,''",
    "'dcmbulk upload --api-url ',''",
    "'dcmbulk upload --log-file ',''"
  })
  void bashCompletes(String line, String expected) throws Exception {
    String said =
        output(
            "bash",
            "--norc",
            "-c",
            "source completions/dcmbulk.bash; read -ra COMP_WORDS <<<'"
                + line
                + "'; [[ '"
                + line
                + "' == *' ' ]] && COMP_WORDS+=('');"
                + " COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _dcmbulk; complete -p dcmbulk;"
                + " printf '%s\n' \"${COMPREPLY[@]}\"");

    assertThat(said.lines().findFirst()).hasValue("complete -o default -F _dcmbulk dcmbulk");
    assertThat(said.lines().skip(1).filter(word -> !word.isEmpty()).collect(Collectors.toSet()))
        .isEqualTo(
            Stream.of(expected.split(" ")).filter(w -> !w.isEmpty()).collect(Collectors.toSet()));
  }

  static String output(String... command) throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    process.getOutputStream().close();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    return text;
  }
}
