package io.github.dcmbulk.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Command line, then environment, then the file's profile, then the default. */
class PrecedenceTest {
  private static final Map<String, String> ENVIRONMENT = Map.of("DCMBULK_STUDY_GAP", "20s");
  private static final Map<String, String> NONE = Map.of();

  @TempDir private Path home;
  private Path config;

  @BeforeEach
  void writeConfiguration() throws IOException {
    config = home.resolve(".config/dcmbulk/config.toml");
    Files.createDirectories(config.getParent());
    Files.writeString(
        config,
        """
        study-gap = "30s"
        strict = true
        max-attempts = 3
        include = ["*.dcm", "a,b"]

        [profile.night]
        study-gap = "40s"
        """);
  }

  @Test
  void commandLineBeatsAll() {
    assertThat(shown(ENVIRONMENT, "study-gap", "--study-gap", "10s"))
        .isEqualTo("study-gap 10s command line");
  }

  @Test
  void environmentBeatsFile() {
    assertThat(shown(ENVIRONMENT, "study-gap"))
        .isEqualTo("study-gap 20s environment variable DCMBULK_STUDY_GAP");
  }

  @Test
  void fileBeatsDefault() {
    assertThat(shown(NONE, "study-gap")).isEqualTo("study-gap 30s " + config);
    assertThat(shown(NONE, "max-attempts")).isEqualTo("max-attempts 3 " + config);
  }

  @Test
  void defaultIsLast() {
    assertThat(shown(NONE, "overwrite-window")).isEqualTo("overwrite-window 5m default");
  }

  @Test
  void emptyVariableCountsAsUnset() {
    assertThat(shown(Map.of("DCMBULK_STUDY_GAP", ""), "study-gap"))
        .isEqualTo("study-gap 30s " + config);
  }

  @Test
  void profileStandsAlone() {
    assertThat(shown(NONE, "study-gap", "--profile", "night")).isEqualTo("study-gap 40s " + config);
    assertThat(shown(NONE, "strict", "--profile", "night")).isEqualTo("strict false default");
    assertThat(shown(Map.of("DCMBULK_PROFILE", "night"), "study-gap"))
        .isEqualTo("study-gap 40s " + config);
  }

  /** A dry run that is asked for in the environment must not become an upload. */
  @Test
  void eachOptionOfAnUploadIsAKeyAndAVariable() throws IOException {
    assertThat(shown(Map.of("DCMBULK_DRY_RUN", "true"), "dry-run"))
        .isEqualTo("dry-run true environment variable DCMBULK_DRY_RUN");
    Files.writeString(
        config, "dry-run = true\nforce = true\ncolumn = [\"study=A, B\", \"date=C\"]\n");
    assertThat(shown(NONE, "dry-run")).isEqualTo("dry-run true " + config);
    assertThat(shown(NONE, "dry-run", "--dry-run")).isEqualTo("dry-run true command line");
    assertThat(shown(NONE, "force", "--force")).isEqualTo("force true command line");
    assertThat(shown(NONE, "force", "--force=false")).isEqualTo("force false command line");
    assertThat(shown(NONE, "column")).isEqualTo("column study=A, B, date=C " + config);
  }

  @Test
  void flagOnTheCommandLineTakesBackTheFiles() {
    assertThat(shown(NONE, "strict")).isEqualTo("strict true " + config);
    assertThat(shown(NONE, "strict", "--strict=false")).isEqualTo("strict false command line");
  }

  @Test
  void listInTheFileKeepsItsItemsApart() {
    assertThat(shown(NONE, "include")).isEqualTo("include *.dcm, a,b " + config);
  }

  @Test
  void commandsShareTheFileWhateverTheirOwnOptionsAre() throws IOException {
    Files.writeString(config, "api-url = \"https://api.example.org\"\n");
    assertThat(Ran.of(home, NONE, "check", home.toString()).err()).doesNotContain("error");

    Files.writeString(config, "api-ulr = \"https://api.example.org\"\n");
    Ran mistyped = Ran.of(home, NONE, "check", home.toString());
    assertThat(mistyped.exit()).isEqualTo(2);
    assertThat(mistyped.err()).contains("unknown key 'api-ulr'", "did you mean 'api-url'?");
  }

  @Test
  void secretIsMasked() {
    Ran ran = Ran.of(home, Map.of("DCMBULK_CLIENT_SECRET", "hush-hush"), "config", "show");

    assertThat(ran.out()).contains("client-secret ").contains("***").doesNotContain("hush-hush");
  }

  @Test
  void systemdCredentialIsNamedAndMasked() throws IOException {
    Files.writeString(home.resolve("client-secret"), "hush-hush");
    Map<String, String> environment = Map.of("CREDENTIALS_DIRECTORY", home.toString());

    Ran ran = Ran.of(home, environment, "config", "show");

    assertThat(ran.out()).contains("systemd credential").doesNotContain("hush-hush");
  }

  @Test
  void exampleOfTheDocumentationIsRight() {
    Ran ran =
        Ran.of(
            home, NONE, "config", "show", "--config", "docs/config.toml", "--profile", "research");

    assertThat(ran.exit()).as(ran.err()).isZero();
    assertThat(ran.out()).contains("research-1");
  }

  /** The line of {@code config show} for a key, blanks squeezed. */
  private String shown(Map<String, String> environment, String key, String... options) {
    String[] args = new String[options.length + 2];
    args[0] = "config";
    args[1] = "show";
    System.arraycopy(options, 0, args, 2, options.length);
    Ran ran = Ran.of(home, environment, args);
    assertThat(ran.exit()).as(ran.err()).isZero();
    return ran.out()
        .lines()
        .filter(line -> line.startsWith(key + " "))
        .map(line -> line.replaceAll(" +", " "))
        .findFirst()
        .orElseThrow();
  }
}
