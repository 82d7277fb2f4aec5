package io.github.dcmbulk.it;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of prepare-start are used only with the same Java and the same jars. */
class PreparedClassesIT {
  private static final String VERSION =
      "package io.github.dcmbulk.cli.command;"
          + " public final class Version { private Version() {}"
          + " public static String current() { return \"9.9.9-replaced\"; } }";

  @TempDir private static Path shared;
  @TempDir private Path directory;

  /** The directory of the program in every test: Java 17 uses an archive only where it was made. */
  private static Path home() {
    return shared.resolve("home");
  }

  @BeforeAll
  static void prepare() throws Exception {
    Checkout checkout = Checkout.underTest(shared).copiedTo(home());
    assertThat(checkout.run("prepare-start")).isEqualTo(new Ended(0, "", ""));
    assertThat(files(home().resolve("target")))
        .filteredOn(name -> name.startsWith("dcmbulk-"))
        .hasSize(2)
        .anyMatch(name -> name.endsWith(".key"))
        .anyMatch(name -> name.endsWith(".jsa") || name.endsWith(".aot"));
    copy(home(), shared.resolve("as prepared"));
  }

  @BeforeEach
  void restore() throws IOException {
    try (Stream<Path> files = Files.walk(home())) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
    copy(shared.resolve("as prepared"), home());
  }

  @Test
  void theSameJarsUseThem() throws Exception {
    assertThat(isPrepared()).isTrue();
    assertStartsInSilence(Map.of());
  }

  /** Its published class files are of Java 5; Java keeps no such class ready for use. */
  @Test
  void theParserOfTheCommandLineIsPrepared() throws Exception {
    assertThat(sourceOf("picocli.CommandLine", Checkout.at(home(), directory)))
        .contains("shared objects file");
  }

  @Test
  void aReplacedProgramRunsItsOwnCode() throws Exception {
    replace(
        home().resolve("target/dcmbulk.jar"),
        "io/github/dcmbulk/cli/command/Version.class",
        VERSION);

    Ended ended = program(Map.of()).dcmbulk("--version");

    assertThat(ended.exit()).isZero();
    assertThat(ended.out()).startsWith("dcmbulk 9.9.9-replaced\n");
    assertThat(ended.err()).isEmpty();
    assertThat(isPrepared()).isFalse();
  }

  @Test
  void aReplacedLibraryIsNotTakenFromThem() throws Exception {
    replace(
        library("slf4j-api"),
        "org/slf4j/helpers/Slf4jEnvUtil.class",
        "package org.slf4j.helpers; public class Slf4jEnvUtil { }");

    assertStartsInSilence(Map.of());
    assertThat(isPrepared()).isFalse();
  }

  @Test
  void anAddedLibraryIsSeen() throws Exception {
    Files.copy(library("slf4j-api"), home().resolve("target/lib/aws-crt.jar"));

    assertStartsInSilence(Map.of());
    assertThat(isPrepared()).isFalse();
  }

  @Test
  void aTruncatedFileIsPassedOverInSilence() throws Exception {
    Path prepared = prepared();
    try (FileChannel file = FileChannel.open(prepared, StandardOpenOption.WRITE)) {
      file.truncate(Files.size(prepared) / 2);
    }
    assertStartsInSilence(Map.of());
    assertThat(isPrepared()).isFalse();
  }

  @Test
  void aDamagedFileIsPassedOverInSilence() throws Exception {
    try (FileChannel file = FileChannel.open(prepared(), StandardOpenOption.WRITE)) {
      for (long place = 1 << 20; place < file.size(); place += 1 << 20) {
        file.write(ByteBuffer.wrap("damaged".repeat(50).getBytes(US_ASCII)), place);
      }
    }
    assertStartsInSilence(Map.of());
    assertThat(isPrepared()).isFalse();
  }

  /** To read all bytes takes a tenth of a short command's time. */
  @Test
  void aFileIsVerifiedIfItWasWrittenToSinceItWasMade() throws Exception {
    assertThat(isVerified()).isFalse();

    Files.setLastModifiedTime(prepared(), FileTime.fromMillis(1_000_000_000_000L));

    assertThat(isVerified()).isTrue();
  }

  @Test
  void optionsThatDoNotGoWithThemAreNoError() throws Exception {
    for (String options :
        List.of(
            "--add-opens java.base/java.lang=ALL-UNNAMED",
            "-Xshare:off",
            "-XX:-UseCompressedOops")) {
      assertStartsInSilence(Map.of("DCMBULK_JAVA_OPTS", options));
    }
  }

  /** An AOT cache fills the old generation, for which these options leave no room. */
  @Test
  void sizesOfGenerationsAreNoError() throws Exception {
    for (String options :
        List.of("-Xmx64m -Xmn100m", "-XX:NewSize=300m", "-XX:MaxHeapSize=40m -XX:NewRatio=500")) {
      Ended ended = program(Map.of("DCMBULK_JAVA_OPTS", options)).dcmbulk("--version");
      assertThat(ended.exit()).as(options + ": " + ended.err()).isZero();
    }
  }

  @Test
  void elsewhereTheArchiveOfJavaItselfIsUsed() throws Exception {
    Path moved = shared.resolve("moved");
    copy(home(), moved);

    assertThat(sourceOf("java.lang.Object", Checkout.at(moved, directory)))
        .contains("shared objects file");
  }

  @Test
  void warningsOfJavaGoToStandardError() throws Exception {
    String options = "-Xshare:off -Xmx64m -Xmn100m";
    Ended ended = program(Map.of("DCMBULK_JAVA_OPTS", options)).dcmbulk("--version");

    assertThat(ended.out()).startsWith("dcmbulk ").doesNotContain("warning");
    assertThat(ended.err()).contains("[warning][gc").contains("entire heap");
  }

  private Checkout program(Map<String, String> environment) {
    return Checkout.at(home(), directory).with(environment);
  }

  private void assertStartsInSilence(Map<String, String> environment) throws Exception {
    Ended ended = program(environment).dcmbulk("--version");
    assertThat(ended.exit()).as(ended.err()).isZero();
    assertThat(ended.out()).matches("dcmbulk \\S+\nencryption of large uploads: .+\n");
    assertThat(ended.err()).isEmpty();
  }

  /** Whether the program's own classes were loaded from the prepared files. */
  private boolean isPrepared() throws Exception {
    return sourceOf("io.github.dcmbulk.cli.Main", Checkout.at(home(), directory))
        .contains("shared objects file");
  }

  private boolean isVerified() throws Exception {
    Ended ended = program(Map.of("DCMBULK_JAVA_OPTS", "-XX:+PrintFlagsFinal")).dcmbulk("--version");
    assertThat(ended.exit()).as(ended.err()).isZero();
    return (ended.out() + ended.err()).matches("(?s).* VerifySharedSpaces += true .*");
  }

  /** Java's line about where it took that class from. */
  private String sourceOf(String type, Checkout checkout) throws Exception {
    Path log = directory.resolve("classes.txt");
    String options = "-Xlog:class+load:file=" + log;
    Ended ended = checkout.with(Map.of("DCMBULK_JAVA_OPTS", options)).dcmbulk("--version");
    assertThat(ended.exit()).as(ended.err()).isZero();
    return Files.readAllLines(log).stream()
        .filter(line -> line.contains(" " + type + " source: "))
        .findFirst()
        .orElseThrow();
  }

  private static Path library(String name) throws IOException {
    Path libraries = home().resolve("target/lib");
    return libraries.resolve(
        files(libraries).stream().filter(file -> file.startsWith(name)).findFirst().orElseThrow());
  }

  private static Path prepared() throws IOException {
    Path target = home().resolve("target");
    String name =
        files(target).stream()
            .filter(file -> file.endsWith(".jsa") || file.endsWith(".aot"))
            .findFirst()
            .orElseThrow();
    Path file = target.resolve(name);
    assertThat(file.toFile().setWritable(true)).isTrue();
    return file;
  }

  /** Compiles a class into a jar with unchanged size and time: Java detects neither. */
  private void replace(Path jar, String entry, String source) throws Exception {
    FileTime time = Files.getLastModifiedTime(jar);
    long size = Files.size(jar);
    String name = Path.of(entry).getFileName().toString().replace(".class", ".java");
    Path file = Files.writeString(directory.resolve(name), source);
    Path classes = Files.createDirectory(directory.resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    String[] options = {"--release", "17", "-d", classes.toString(), file.toString()};
    assertThat(compiler.run(null, null, null, options)).isZero();
    Path made = directory.resolve("made.jar");
    try (ZipFile from = new ZipFile(jar.toFile());
        ZipOutputStream to = new ZipOutputStream(Files.newOutputStream(made))) {
      to.setLevel(Deflater.BEST_COMPRESSION);
      for (ZipEntry each : Collections.list(from.entries())) {
        // Resources that a start does not need are removed to make room for the class.
        if (!each.isDirectory() && !each.getName().startsWith("META-INF/maven")) {
          to.putNextEntry(new ZipEntry(each.getName()));
          boolean replaced = each.getName().equals(entry);
          to.write(
              replaced
                  ? Files.readAllBytes(classes.resolve(entry))
                  : from.getInputStream(each).readAllBytes());
        }
      }
    }
    Files.move(made, jar, StandardCopyOption.REPLACE_EXISTING);
    enlarge(jar, size);
    Files.setLastModifiedTime(jar, time);
  }

  /**
   * Ends a jar without a comment with a comment (ZIP's APPNOTE, 4.3.16), so that it has that size.
   */
  private static void enlarge(Path jar, long size) throws IOException {
    try (FileChannel file = FileChannel.open(jar, StandardOpenOption.WRITE)) {
      int comment = Math.toIntExact(size - file.size());
      ByteBuffer length = ByteBuffer.allocate(2).order(LITTLE_ENDIAN).putShort((short) comment);
      file.write(length.flip(), file.size() - 2);
      file.write(ByteBuffer.allocate(comment), file.size());
    }
    assertThat(jar).hasSize(size);
  }

  /** Copies a tree; its files keep their times. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Path copy = to.resolve(from.relativize(file).toString());
        Files.copy(file, copy, StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
  }

  private static List<String> files(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
