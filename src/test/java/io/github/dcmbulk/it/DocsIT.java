package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The guides in docs/: their {@code sh} blocks are run in order, by one shell in an empty
 * directory, with a small archive and, except for the quick start, a sandbox. Commands that need
 * root or another system are in other kinds of blocks.
 */
class DocsIT {
  private static final Path DOCS = Path.of("docs");
  private static final String QUICK_START = "quick-start.md";

  /** Output into a file other than a device, outside of quotes. */
  private static final Pattern REDIRECTED =
      Pattern.compile("^(?:[^'\"]|'[^']*'|\"[^\"]*\")*?>{1,2} ?(?!/dev/|&)[^&>\\s]");

  @TempDir private Path directory;

  static Stream<String> guides() throws IOException {
    try (Stream<Path> files = Files.list(DOCS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".md") && !script(name).isEmpty())
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("guides")
  void commandsOfTheGuideWork(String guide) throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    if (guide.equals(QUICK_START)) {
      run(guide, checkout, Map.of());
      return;
    }
    String[] sample = {"--studies", "3", "--instances", "3", "--size", "2KiB", "archive"};
    checkout.sample(sample);
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      run(guide, checkout, sandbox.variables());
    }
  }

  /** The shell makes such a file before the program starts, with a mode by the user's umask. */
  @ParameterizedTest
  @MethodSource("guides")
  void theUmaskIsSetBeforeOutputIsRedirected(String guide) {
    List<String> lines = script(guide).lines().toList();
    int redirected = 0;
    while (redirected < lines.size() && !REDIRECTED.matcher(lines.get(redirected)).find()) {
      redirected++;
    }
    if (redirected < lines.size()) {
      assertThat(lines.subList(0, redirected))
          .as("before '%s' in %s", lines.get(redirected), guide)
          .anyMatch(line -> line.matches("umask 077( .*)?"));
    }
  }

  @Test
  void unitsAreWhatSystemdTakes() throws Exception {
    RequiredTool.require("systemd-analyze", "systemd");
    String unit = Files.readString(DOCS.resolve("systemd/dcmbulk.service"));
    // The guides expect the program where it will be installed.
    Path service = directory.resolve("dcmbulk.service");
    Files.writeString(service, unit.replace("/opt/dcmbulk/bin/dcmbulk", "/bin/true"));
    Path timer = directory.resolve("dcmbulk.timer");
    Files.copy(DOCS.resolve("systemd/dcmbulk.timer"), timer);

    String said =
        said("systemd-analyze", "verify", "--man=no", service.toString(), timer.toString());
    String exposure = said("systemd-analyze", "security", "--offline=true", service.toString());

    assertThat(said).isEmpty();
    assertThat(exposure).containsPattern("exposure level for dcmbulk.service: 1\\.[0-9] OK");
  }

  @Test
  void alertsAreWhatPrometheusTakes() throws Exception {
    RequiredTool.require("promtool", "prometheus");

    assertThat(said("promtool", "check", "rules", "docs/monitoring/alerts.yml"))
        .contains("SUCCESS: 10 rules found");
  }

  private void run(String guide, Checkout checkout, Map<String, String> variables)
      throws Exception {
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("dcmbulk"), Path.of("scripts/dcmbulk").toAbsolutePath());
    Path script = Files.writeString(directory.resolve("guide.sh"), script(guide));
    Map<String, String> environment = new HashMap<>(variables);
    environment.put("PATH", bin + ":" + System.getenv("PATH"));
    ProcessBuilder builder = checkout.with(environment).builder("dcmbulk");
    Path output = directory.resolve("guide.txt");

    Process process =
        builder
            .command("bash", "-eux", "-o", "pipefail", script.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();

    boolean ended = process.waitFor(600, TimeUnit.SECONDS);
    process.descendants().forEach(ProcessHandle::destroy);
    String said = Files.readString(output, StandardCharsets.UTF_8);
    assertThat(ended).as(said).isTrue();
    assertThat(process.exitValue()).as(said).isZero();
  }

  /** All blocks that a reader would copy into a shell. */
  private static String script(String guide) {
    try {
      boolean inside = false;
      StringBuilder script = new StringBuilder();
      for (String line : Files.readAllLines(DOCS.resolve(guide))) {
        if (line.startsWith("```")) {
          inside = line.equals("```sh");
        } else if (inside) {
          script.append(line).append('\n');
        }
      }
      return script.toString();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String said(String... command) throws IOException {
    Process process = new ProcessBuilder(List.of(command)).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .collect(Collectors.joining("\n"));
  }
}
