package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dcmbulk.cmd}, run by Wine's cmd, with a stand-in for Java that notes its arguments. */
class WindowsLauncherIT {
  private static final long PATIENCE_SECONDS = 300;

  @TempDir private static Path prefix;
  @TempDir private Path directory;
  private Path home;

  @BeforeEach
  void unpack() throws IOException {
    RequiredTool.require("wine", "wine");
    home = directory.resolve("Program Files (x86)/dcm bulk");
    Files.createDirectories(home.resolve("bin"));
    Files.copy(Path.of("scripts/dcmbulk.cmd"), home.resolve("bin/dcmbulk.cmd"));
    Files.createFile(home.resolve("dcmbulk.jar"));
  }

  @Test
  void javaHomeWithSpacesIsUsedAndArgumentsPass() throws Exception {
    Path java = standIn("jdk 17");
    cmd(Map.of("JAVA_HOME", windows(java)), "check", "C:\\my files\\a b", "x&y", "q!u", "(d)");
    assertThat(arguments(java))
        .contains("-Xmx256m", "-Ddcmbulk.program=dcmbulk", "-Xlog:all=warning:stderr")
        .endsWith("check", "C:\\my files\\a b", "x&y", "q!u", "(d)");
  }

  @Test
  void quotationMarksInJavaHomeAreDropped() throws Exception {
    Path java = standIn("jdk 17");
    cmd(Map.of("JAVA_HOME", '"' + windows(java) + '"'), "status");
    assertThat(arguments(java)).endsWith("status");
  }

  @Test
  void withoutJavaHomeThePathIsSearchedAndNotTheCurrentDirectory() throws Exception {
    Path java = standIn("on the path");
    Path planted = directory.resolve("planted");
    writeStandIn(directory, planted);
    cmd(Map.of("WINEPATH", windows(java) + "\\bin"), "status");
    assertThat(arguments(java)).endsWith("status");
    assertThat(planted).doesNotExist();
  }

  @Test
  void ownOptionsOfJavaComeAfterTheUsualOnes() throws Exception {
    Path java = standIn("jdk");
    cmd(Map.of("JAVA_HOME", windows(java), "DCMBULK_JAVA_OPTS", "\"-Dx=a b\" -Xmx1g"), "status");
    assertThat(arguments(java)).containsSubsequence("-Xmx256m", "-Dx=a b", "-Xmx1g", "-jar");
  }

  @Test
  void missingJavaIsSaid() throws Exception {
    Ended ended = cmd(Map.of("JAVA_HOME", "Z:\\nowhere"), "status");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("error: Java is not found", "version 17 or newer");
  }

  @Test
  void missingJarIsSaid() throws Exception {
    Files.delete(home.resolve("dcmbulk.jar"));
    Ended ended = cmd(Map.of("JAVA_HOME", windows(standIn("jdk"))), "status");
    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.err()).contains("error: dcmbulk is not built yet");
  }

  /** Links of Wine lead out of its directory, the drive {@code Z:} to the root. */
  @AfterAll
  static void removeDrives() throws IOException {
    Path drives = prefix.resolve("dosdevices");
    if (Files.isDirectory(drives)) {
      try (DirectoryStream<Path> links = Files.newDirectoryStream(drives)) {
        for (Path link : links) {
          Files.delete(link);
        }
      }
    }
  }

  /** A Java whose executable writes its arguments into a file: its home. */
  private Path standIn(String name) throws IOException {
    Path jdk = directory.resolve(name);
    writeStandIn(Files.createDirectories(jdk.resolve("bin")), jdk.resolve("arguments"));
    return jdk;
  }

  private static void writeStandIn(Path folder, Path noted) throws IOException {
    Path java = folder.resolve("java.exe");
    Files.writeString(
        java,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" >'"
            + noted
            + ".part'\nmv '"
            + noted
            + ".part' '"
            + noted
            + "'\n",
        StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static String windows(Path path) {
    return "Z:" + path.toString().replace('/', '\\');
  }

  private static List<String> arguments(Path jdk) throws IOException {
    return Files.readAllLines(jdk.resolve("arguments"), StandardCharsets.UTF_8);
  }

  private Ended cmd(Map<String, String> variables, String... arguments) throws Exception {
    StringBuilder line = new StringBuilder("@\"" + windows(home) + "\\bin\\dcmbulk.cmd\"");
    for (String argument : arguments) {
      line.append(" \"").append(argument).append('"');
    }
    Path batch = directory.resolve("batch.cmd");
    Files.writeString(batch, line + "\r\n", StandardCharsets.UTF_8);
    Ended ended = finish(builder(variables, "/usr/bin/wine", "cmd", "/c", windows(batch)));
    // A program of Unix is not waited for by cmd; the server of Wine ends after the last process.
    finish(builder(variables, "/usr/bin/wineserver", "-w"));
    return ended;
  }

  private ProcessBuilder builder(Map<String, String> variables, String... command) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().keySet().retainAll(List.of("PATH"));
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("WINEPREFIX", prefix.toString());
    builder.environment().put("WINEDEBUG", "-all");
    builder.environment().putAll(variables);
    return builder;
  }

  private Ended finish(ProcessBuilder builder) throws Exception {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + builder.command());
    }
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }
}
