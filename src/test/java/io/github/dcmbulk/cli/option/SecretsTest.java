package io.github.dcmbulk.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

class SecretsTest {
  @TempDir private Path directory;

  @Test
  void fileOnTheCommandLineBeatsTheEnvironment() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "from file\n");

    assertThat(
            find(Map.of("DCMBULK_CLIENT_SECRET", "from env"), file, "--client-secret-file=" + file))
        .isEqualTo(Secret.of("from file"));
  }

  @Test
  void environmentBeatsConfiguredFile() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "from file");

    assertThat(find(Map.of("DCMBULK_CLIENT_SECRET", "from env"), file))
        .isEqualTo(Secret.of("from env"));
    assertThat(find(Map.of(), file)).isEqualTo(Secret.of("from file"));
  }

  @Test
  void serviceManagersCredentialIsLast() throws IOException {
    Files.writeString(directory.resolve("client-secret"), "from systemd");
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", directory.toString());

    assertThat(find(environment, null)).isEqualTo(Secret.of("from systemd"));
  }

  @Test
  void noneIsNone() {
    assertThat(find(Map.of(), null)).isNull();
  }

  @Test
  void emptyOrMissingFileIsAMistake() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty"), "\n");

    assertThatThrownBy(() -> find(Map.of(), empty)).isInstanceOf(ParameterException.class);
    assertThatThrownBy(() -> find(Map.of(), directory.resolve("none")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("--client-secret-file");
  }

  private static @Nullable Secret find(
      Map<String, String> environment, @Nullable Path file, String... args) {
    CommandSpec command =
        CommandSpec.create()
            .addOption(OptionSpec.builder("--client-secret-file").type(Path.class).build());
    new CommandLine(command).parseArgs(args);
    return new Secrets(command, environment).find("client-secret", file);
  }
}
