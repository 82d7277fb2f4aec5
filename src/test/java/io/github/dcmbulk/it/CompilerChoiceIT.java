package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which of Java's compilers the launcher selects for a command; a script replaces Java. */
class CompilerChoiceIT {
  private static final int LONG = 60_000;
  private static final String FIRST_ONLY = "-XX:TieredStopAtLevel=1";

  @TempDir private Path directory;
  private Checkout checkout;

  @BeforeEach
  void javaThatPrintsItsOptions() throws Exception {
    Path java = directory.resolve("java/bin/java");
    Files.createDirectories(java.getParent());
    Files.writeString(java, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    checkout =
        Checkout.underTest(directory)
            .with(Map.of("JAVA_HOME", directory.resolve("java").toString()));
  }

  private List<String> options(String... arguments) throws Exception {
    Ended ended = checkout.dcmbulk(arguments);
    assertThat(ended.exit()).as(ended.err()).isZero();
    List<String> words = new ArrayList<>(ended.out().lines().toList());
    return words.subList(0, words.indexOf("-jar"));
  }

  private Path files(String name, int count) throws Exception {
    Path root = directory.resolve(name);
    Path study = Files.createDirectories(root.resolve("study"));
    for (int i = 0; i < count; i++) {
      Files.createFile(study.resolve(i + ".dcm"));
    }
    return root;
  }

  @Test
  void aShortUploadUsesTheFirstCompilerOnly() throws Exception {
    assumeNativeCrypto();
    Path few = files("a few", 3);
    assertThat(options("upload", "--concurrency", "8", few.toString()))
        .contains(FIRST_ONLY, "-XX:C1MaxInlineSize=22");
  }

  @Test
  void aLongUploadUsesBoth() throws Exception {
    Path half = files("half", LONG / 2);
    Path rest = files("rest", LONG / 2);
    assertThat(options("upload", half.toString(), rest.toString()))
        .doesNotContain(FIRST_ONLY)
        .contains("-XX:MaxInlineLevel=3");
  }

  @Test
  void whereTheFilesAreNotNamedBothAreUsed() throws Exception {
    String few = files("few", 3).toString();
    assertThat(options("upload")).doesNotContain(FIRST_ONLY);
    assertThat(options("upload", "--files-from", "-", few)).doesNotContain(FIRST_ONLY);
  }

  /** Outside of the window the source is not read. */
  @Test
  void withAWindowNothingIsCounted() throws Exception {
    String few = files("few", 3).toString();
    Path counted = findThat(": >'" + directory + "/counted'");
    assertThat(options("upload", few, "--window", "01:00-02:00")).doesNotContain(FIRST_ONLY);
    assertThat(options("upload", "--window=01:00-02:00", few)).doesNotContain(FIRST_ONLY);
    for (String setting : List.of("DCMBULK_WINDOW", "DCMBULK_FILES_FROM")) {
      checkout = checkout.with(Map.of(setting, "x"));
      assertThat(options("upload", few)).as(setting).doesNotContain(FIRST_ONLY);
      checkout = checkout.with(Map.of(setting, ""));
    }
    Path file = directory.resolve("settings.toml");
    for (String line :
        List.of("window = '01:00-02:00'", "profile.a.window=''", "\"window\" = ''")) {
      Files.writeString(file, "api-url = 'https://a'\n" + line + "\n");
      assertThat(options("upload", few, "--config", file.toString()))
          .as(line)
          .doesNotContain(FIRST_ONLY);
    }
    assertThat(counted).doesNotExist();

    Files.writeString(file, "overwrite-window = '5m'\n");
    options("upload", few, "--config", file.toString());
    assertThat(counted).exists();
  }

  /** As on a share whose server does not answer: the process cannot even be killed. */
  @Test
  void aSourceThatDoesNotAnswerIsNotWaitedFor() throws Exception {
    Path few = files("few", 3);
    Path ended = findThat("trap '' TERM INT PIPE HUP; sleep 60; : >'" + directory + "/ended'");
    assertThat(options("upload", few.toString())).doesNotContain(FIRST_ONLY);
    assertThat(ended).doesNotExist();
  }

  /** Puts a {@code find} before the real one in the PATH; returns the file that it makes. */
  private Path findThat(String script) throws Exception {
    Path find = Files.createDirectories(directory.resolve("bin")).resolve("find");
    Files.writeString(find, "#!/bin/sh\n" + script + " 2>/dev/null\n");
    Files.setPosixFilePermissions(find, PosixFilePermissions.fromString("rwxr-xr-x"));
    checkout = checkout.with(Map.of("PATH", find.getParent() + ":" + System.getenv("PATH")));
    return directory.resolve(script.contains("counted") ? "counted" : "ended");
  }

  @Test
  void namesAreNoOptionsOfThePrograms() throws Exception {
    assumeNativeCrypto();
    Path few = files("(", 3);
    assertThat(options("upload", few.toString(), "--order", "-delete")).contains(FIRST_ONLY);
    assertThat(few.resolve("study")).isDirectoryContaining("glob:**/0.dcm");
  }

  @Test
  void shortCommandsUseTheFirstOnly() throws Exception {
    for (String command : List.of("check", "status", "report", "--version")) {
      assertThat(options(command)).as(command).contains(FIRST_ONLY);
    }
    assertThat(options("sandbox")).doesNotContain(FIRST_ONLY);
  }

  private static void assumeNativeCrypto() throws Exception {
    try (Stream<Path> libraries = Files.walk(Path.of("target/lib/native/crypto"))) {
      assumeTrue(
          System.getProperty("os.name").equals("Linux")
              && libraries.anyMatch(f -> f.toString().endsWith("Provider.so")),
          "the native library of encryption is for Linux, and this is another system");
    }
  }
}
