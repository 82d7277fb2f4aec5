package io.github.dcmbulk.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.Secret;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
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
  void emptyVariableCountsAsUnset() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "from file");

    assertThat(find(Map.of("DCMBULK_CLIENT_SECRET", ""), file)).isEqualTo(Secret.of("from file"));
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

  @Test
  void blanksAroundItAreLeftOutAndAMarkIsDropped() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "\uFEFF  from file \r\n");

    assertThat(find(Map.of(), file)).isEqualTo(Secret.of("from file"));
    assertThat(find(Map.of("DCMBULK_CLIENT_SECRET", "from env\n"), null))
        .isEqualTo(Secret.of("from env"));
  }

  @Test
  void quotationMarksAreKept() throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "'quoted'");

    assertThat(find(Map.of(), file)).isEqualTo(Secret.of("'quoted'"));
  }

  @Test
  void aFileInUtf16IsNamedAsSuch() throws IOException {
    Path file =
        Files.writeString(directory.resolve("secret"), "from file", StandardCharsets.UTF_16);

    assertThatThrownBy(() -> find(Map.of(), file))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("UTF-16");
  }

  @ParameterizedTest
  @ValueSource(strings = {"rw--w----", "rw-rw----", "rw----rw-"})
  void aFileThatOthersMayWriteIsRefusedByItsMode(String mode) throws IOException {
    Path file = Files.writeString(directory.resolve("secret"), "from file");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));

    assertThatThrownBy(() -> find(Map.of(), file))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining(mode)
        .hasMessageContaining("chmod go-w")
        .hasMessageNotContaining("from file");
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
