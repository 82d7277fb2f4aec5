package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How the launcher starts Java, and the classes prepared for quicker starts. */
class StartIT {
  @TempDir private Path directory;

  @Test
  void classesComeFromTheArchiveOfThisJava() throws Exception {
    assertThat(Checkout.underTest(directory).run("prepare-start").err()).isEmpty();

    assertThat(sourceOfMain(Checkout.underTest(directory))).isEqualTo("shared objects file");
  }

  @Test
  void anArchiveThatDoesNotFitIsPassedOverInSilence() throws Exception {
    Path other = directory.resolve("other");
    Checkout clone = Checkout.underTest(directory).clonedTo(other);
    for (Path archive : archives(Path.of("target"))) {
      Files.copy(archive, other.resolve("target").resolve(archive.getFileName()));
    }
    Ended ended = clone.dcmbulk("--version");
    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).matches("dcmbulk \\S+\nencryption of large uploads: .+\n");
    assertThat(ended.err()).isEmpty();
  }

  @Test
  void pathsWithSpacesAndQuotesAreKeptWhole() throws Exception {
    Path home = directory.resolve("Program Files/dcmbulk's \"home\"");
    Path temporary = Files.createDirectories(directory.resolve("t m p"));
    Path bystander = Files.writeString(directory.resolve("Program"), "somebody's");
    Checkout clone =
        Checkout.underTest(directory).clonedTo(home).with(Map.of("TMPDIR", temporary.toString()));

    Ended ended = clone.run("prepare-start");

    assertThat(ended).isEqualTo(new Ended(0, "", ""));
    assertThat(bystander).hasContent("somebody's");
    assertThat(archives(home.resolve("target"))).hasSize(1);
    assertThat(temporary).isEmptyDirectory();
    assertThat(clone.dcmbulk("sample", directory + "/an archive").exit()).isZero();
    assertThat(clone.dcmbulk("check", directory + "/an archive").exit()).isEqualTo(6);
  }

  @Test
  void archivesOfOtherJavasStayAndOldOnesGo() throws Exception {
    Path home = directory.resolve("home");
    Checkout clone = Checkout.underTest(directory).clonedTo(home);
    Path other = Files.createFile(home.resolve("target/dcmbulk-99.0.1.jsa"));
    Files.setLastModifiedTime(other, FileTime.from(Instant.now().plusSeconds(3600)));
    Path old = Files.createFile(home.resolve("target/dcmbulk-16.0.1.jsa"));
    Files.setLastModifiedTime(old, FileTime.from(Instant.EPOCH));

    assertThat(clone.run("prepare-start").err()).isEmpty();

    assertThat(archives(home.resolve("target"))).hasSize(2).contains(other);
  }

  @Test
  void aJavaThatMakesNoArchiveIsNoError() throws Exception {
    Path home = directory.resolve("home");
    Checkout clone = Checkout.underTest(directory).clonedTo(home).with(javaWithoutArchives());

    Ended ended = clone.run("prepare-start");

    assertThat(ended.exit()).isZero();
    assertThat(ended.err()).startsWith("note: this Java made no archive").hasLineCount(1);
    try (Stream<Path> left = Files.list(home.resolve("target"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("dcmbulk.jar", "lib");
    }
    assertThat(clone.dcmbulk("--version").exit()).isZero();
  }

  @Test
  void optionsForJavaAreWordsThatMayBeQuoted() throws Exception {
    Ended ended =
        Checkout.underTest(directory)
            .with(
                Map.of(
                    "DCMBULK_JAVA_OPTS", "-Xmx200m\n  '-Da=b  c' \"-Dd=it's\" -XshowSettings:all"))
            .dcmbulk("--version");

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).matches("dcmbulk \\S+\nencryption of large uploads: .+\n");
    assertThat(ended.err()).contains("200.00M", "a = b  c\n", "d = it's\n");
  }

  @Test
  void aQuoteThatIsNotClosedIsAMistake() throws Exception {
    Ended ended =
        Checkout.underTest(directory)
            .with(Map.of("DCMBULK_JAVA_OPTS", "-Xmx200m '-Da=b"))
            .dcmbulk("--version");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("DCMBULK_JAVA_OPTS has no closing '");
  }

  @Test
  void aColonInThePathIsNamed() throws Exception {
    Ended ended =
        Checkout.underTest(directory).clonedTo(directory.resolve("a:b")).dcmbulk("--version");

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("a:b has a colon in its name", "move dcmbulk");
  }

  /** Digits of such a locale would be written into SQL, too. */
  @Test
  void aLocaleWithOtherDigitsChangesNothing() throws Exception {
    Path archive = directory.resolve("archive");
    Checkout plain = Checkout.underTest(directory);
    String[] sample = {"sample", "--studies", "1", "--instances", "1200", "--size", "2KiB"};
    assertThat(plain.dcmbulk(with(sample, archive)).exit()).isZero();

    for (String language : List.of("ar -Duser.country=EG", "fa -Duser.country=IR", "mr", "tr")) {
      Ended ended =
          plain
              .with(Map.of("DCMBULK_JAVA_OPTS", "-Duser.language=" + language))
              .dcmbulk("check", archive.toString());

      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.out())
          .matches("(?s)Checked 1,200 files in [0-9.]+ s\n\nCan be sent +1,200 .*");
    }
  }

  /** Each of these takes a twentieth of the time of such a check. */
  @Test
  void aCheckOfOneFileStartsNothingThatItDoesNotUse() throws Exception {
    Path archive = directory.resolve("archive");
    Path log = directory.resolve("classes.txt");
    String[] sample = {"sample", "--studies", "1", "--instances", "1", "--size", "2KiB"};
    Checkout plain = Checkout.underTest(directory);
    assertThat(plain.dcmbulk(with(sample, archive)).exit()).isZero();

    Ended ended =
        plain
            .with(Map.of("DCMBULK_JAVA_OPTS", "-Xlog:class+init=info:file=" + log))
            .dcmbulk("check", "--progress", "none", archive.toString());

    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(log)
        .content()
        .contains("Initializing 'io/github/dcmbulk/upload/CheckRun'")
        .doesNotContain(
            // The rules of time zones, and with them every jar.
            "Initializing 'java/time/zone/ZoneRulesProvider'",
            // Logback's search for a configuration.
            "Initializing 'ch/qos/logback/classic/util/ContextInitializer'");
  }

  private static String[] with(String[] arguments, Path last) {
    return Stream.concat(Stream.of(arguments), Stream.of(last.toString())).toArray(String[]::new);
  }

  private String sourceOfMain(Checkout checkout) throws Exception {
    Path log = directory.resolve("classes");
    Ended ended =
        checkout
            .with(Map.of("DCMBULK_JAVA_OPTS", "'-Xlog:class+load:file=\"" + log + "\"'"))
            .dcmbulk("--version");
    assertThat(ended.exit()).as(ended.err()).isZero();
    String main = "io.github.dcmbulk.cli.Main source: ";
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(main))
        .map(line -> line.substring(line.indexOf(main) + main.length()).strip())
        .findFirst()
        .orElseThrow();
  }

  /** The present Java, which however cannot dump classes. */
  private Map<String, String> javaWithoutArchives() throws Exception {
    Path java = directory.resolve("some java/bin/java");
    Files.createDirectories(java.getParent());
    String home = System.getProperty("dcmbulk.java.home", System.getProperty("java.home"));
    Files.writeString(
        java,
        "#!/bin/sh\ncase \"$*\" in *-Xshare:dump* | *AOTCacheOutput*) exit 1 ;; esac\nexec '"
            + home
            + "/bin/java' \"$@\"\n");
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
    return Map.of(
        "PATH",
        java.getParent() + ":" + System.getenv("PATH"),
        "JAVA_HOME",
        directory.resolve("some java").toString());
  }

  private static List<Path> archives(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.getFileName().toString().matches("dcmbulk-.*\\.(jsa|aot)"))
          .toList();
    }
  }
}
