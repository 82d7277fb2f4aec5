package io.github.dcmbulk.it;

import io.github.dcmbulk.cli.command.SampleCommand;
import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;

/**
 * A built checkout whose scripts are run as a user would run them: as processes, with a separate
 * environment and without a terminal.
 *
 * <p>They run on the Java of {@code -Ddcmbulk.java.home=DIR} if it is given, otherwise on that of
 * {@code JAVA_HOME} or the {@code PATH}; the tests themselves run on Maven's.
 */
final class Checkout {
  private static final long PATIENCE_SECONDS = 600;

  /**
   * Commands that the launcher runs with both compilers, and that end in tests before the second
   * one saves time.
   */
  private static final List<String> SHORT =
      List.of("control", "doctor", "journal", "reconcile", "verify-receipt", "waive");

  private final Path home;
  private final Path directory;
  private final Map<String, String> environment;
  private final List<String> before;

  private Checkout(
      Path home, Path directory, Map<String, String> environment, List<String> before) {
    this.home = home;
    this.directory = directory;
    this.environment = environment;
    this.before = before;
  }

  /** The checkout under test; files that its programs write by default are below that directory. */
  static Checkout underTest(Path directory) {
    return at(Path.of("").toAbsolutePath(), directory);
  }

  /** A built program in a directory; files that it writes by default are below that directory. */
  static Checkout at(Path home, Path directory) {
    return new Checkout(home, directory, Map.of(), List.of());
  }

  /** The built program under another path, as if it had been cloned and built there. */
  Checkout clonedTo(Path other) throws IOException {
    Files.createDirectories(other.resolve("src/main"));
    // The jar is copied last: if it were older than its sources, it would be built again.
    List<String> scripts =
        List.of("scripts/dcmbulk", "scripts/quickstart", "scripts/prepare-start");
    List<String> all = new ArrayList<>(List.of("pom.xml"));
    all.addAll(scripts);
    all.add("scripts/lib/sandbox.sh");
    all.add("target/dcmbulk.jar");
    for (String file : all) {
      Path copy = other.resolve(file);
      Files.createDirectories(copy.getParent());
      Files.copy(home.resolve(file), copy);
    }
    for (String script : scripts) {
      Files.setPosixFilePermissions(
          other.resolve(script), PosixFilePermissions.fromString("rwxr-xr-x"));
    }
    Files.createSymbolicLink(other.resolve("target/lib"), home.resolve("target/lib"));
    return new Checkout(other, directory, environment, before);
  }

  /** As {@link #clonedTo}, with its own libraries: nothing outside that directory is needed. */
  Checkout copiedTo(Path other) throws IOException {
    Checkout copy = clonedTo(other);
    Path libraries = other.resolve("target/lib");
    Files.delete(libraries);
    Files.createDirectory(libraries);
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(home.resolve("target/lib"))) {
      for (Path jar : jars) {
        Files.copy(jar, libraries.resolve(jar.getFileName()));
      }
    }
    return copy;
  }

  /** The same with these variables set. */
  Checkout with(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(environment);
    all.putAll(variables);
    return new Checkout(home, directory, Map.copyOf(all), before);
  }

  /** The same, run without a superuser's right to bypass the modes of files. */
  Checkout withoutOverride() {
    if (!"root".equals(System.getProperty("user.name"))) {
      return this;
    }
    RequiredTool.require("setpriv", "util-linux");
    return runBy("setpriv", "--bounding-set", "-dac_override,-dac_read_search");
  }

  /** The same, run by a program that takes a command as its last arguments. */
  Checkout runBy(String... program) {
    return new Checkout(home, directory, environment, List.of(program));
  }

  /**
   * Writes synthetic files as {@code dcmbulk sample} does, in the process of the tests: it costs no
   * start of Java.
   *
   * @param arguments the command's; the last one is a directory below this checkout's
   */
  void sample(String... arguments) {
    String[] all = arguments.clone();
    all[all.length - 1] = directory.resolve(all[all.length - 1]).toString();
    StringWriter said = new StringWriter();
    CommandLine command = new CommandLine(new SampleCommand());
    int exit = command.setOut(new PrintWriter(said)).setErr(new PrintWriter(said)).execute(all);
    if (exit != 0) {
      throw new AssertionError("sample ended with " + exit + ": " + said);
    }
  }

  /** Runs {@code scripts/dcmbulk} to its end. */
  Ended dcmbulk(String... arguments) throws IOException, InterruptedException {
    return run("dcmbulk", arguments);
  }

  /** Runs a script to its end. */
  Ended run(String script, String... arguments) throws IOException, InterruptedException {
    return finish(start(script, arguments));
  }

  /** A process whose output goes to files, so that it never blocks on a reader. */
  record Running(Process process, Path out, Path err) {}

  /** Starts a script. */
  Running start(String script, String... arguments) throws IOException {
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    ProcessBuilder builder =
        builder(script, arguments).redirectOutput(out.toFile()).redirectError(err.toFile());
    return new Running(builder.start(), out, err);
  }

  /** Waits for the end of a process. */
  static Ended finish(Running running) throws IOException, InterruptedException {
    Process process = running.process();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("still running: " + process.info().commandLine().orElse(""));
    }
    return new Ended(process.exitValue(), text(running.out()), text(running.err()));
  }

  /** A process that is not started, with a minimal environment and no standard input. */
  ProcessBuilder builder(String script, String... arguments) {
    List<String> command = new ArrayList<>(before);
    command.add(home.resolve("scripts").resolve(script).toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    Map<String, String> variables = builder.environment();
    variables.keySet().retainAll(List.of("PATH", "JAVA_HOME"));
    String java = System.getProperty("dcmbulk.java.home");
    if (java != null) {
      variables.put("JAVA_HOME", java);
    }
    if (arguments.length > 0 && SHORT.contains(arguments[0])) {
      variables.put("DCMBULK_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
    }
    variables.put("HOME", directory.toString());
    variables.put("TMPDIR", directory.toString());
    variables.putAll(environment);
    return builder.redirectInput(ProcessBuilder.Redirect.from(new java.io.File("/dev/null")));
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
