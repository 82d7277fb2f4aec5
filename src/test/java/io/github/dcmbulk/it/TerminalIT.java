package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.console.VirtualTerminal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program on a terminal of {@code script} (Debian: bsdutils). */
class TerminalIT {
  private static final int COLUMNS = 64;
  private static final int ROWS = 20;

  @TempDir private Path directory;
  private Checkout checkout;
  private String archive;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    archive = directory.resolve("load").toString();
    checkout.sample("--studies", "4", "--instances", "30", "--size", "1KiB", archive);
  }

  @Test
  void barIsDrawnWithinTheTerminalAndGoneBeforeTheResult() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      String raw = onTerminal(sandbox, Map.of(), "upload --limit-requests 100 load", "");

      assertThat(raw).contains("\u001B[2m", "Delivered", " of 120 instances");
      VirtualTerminal screen = show(raw);
      assertThat(screen.hasCursor()).isTrue();
      List<String> text = screen.text();
      assertThat(text.get(0)).startsWith("Run ");
      assertThat(text).anyMatch(line -> line.matches("Delivered +120 .*"));
      assertThat(text).noneMatch(line -> line.contains("instances/s"));
    }
  }

  @Test
  void signalLeavesAResultAndACursor() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Thread interrupter = new Thread(() -> interruptAfterFirstUpload(sandbox));
      interrupter.start();
      Map<String, String> noColour = Map.of("NO_COLOR", "1");
      String raw = onTerminal(sandbox, noColour, "upload --limit-requests 20 load", "; echo [$?]");
      interrupter.join();

      VirtualTerminal screen = show(raw);
      assertThat(raw).contains("Delivered").doesNotContainPattern("\u001B\\[\\d*m");
      assertThat(screen.hasCursor()).isTrue();
      assertThat(screen.text().get(0)).startsWith("Run ");
      assertThat(screen.text()).last().isEqualTo("[130]");
    }
  }

  @Test
  void dumbTerminalGetsLines() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      String raw = onTerminal(sandbox, Map.of("TERM", "dumb"), "upload load", "");

      assertThat(raw).contains("all files checked").doesNotContain("\u001B");
    }
  }

  @Test
  void onlyStandardErrorDecides() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      String upload = "upload --limit-requests 100 load";
      String withoutErr = onTerminal(sandbox, Map.of(), upload, " 2>err.txt");
      String again = "upload --force --overwrite-window 0 --limit-requests 100 load";
      String withoutOut = onTerminal(sandbox, Map.of(), again, " >out.txt");

      assertThat(withoutErr).contains("Run ").doesNotContain("\u001B");
      assertThat(directory.resolve("err.txt")).content().contains("all files checked");
      assertThat(directory.resolve("err.txt")).content().doesNotContain("\u001B");
      assertThat(withoutOut).contains("instances/s");
      assertThat(show(withoutOut).text()).isEmpty();
      assertThat(directory.resolve("out.txt")).content().startsWith("Run ");
    }
  }

  private Sandbox sandbox() throws IOException {
    return Sandbox.start(directory.resolve("lake"));
  }

  private static VirtualTerminal show(String raw) {
    VirtualTerminal screen = new VirtualTerminal(COLUMNS, ROWS);
    screen.write(raw);
    return screen;
  }

  private void interruptAfterFirstUpload(Sandbox sandbox) {
    try {
      sandbox.awaitFirstUpload();
      long pid = Long.parseLong(Files.readString(directory.resolve("pid")).strip());
      new ProcessBuilder("kill", "-INT", String.valueOf(pid)).start().waitFor();
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Everything that was written to the terminal. */
  private String onTerminal(Sandbox sandbox, Map<String, String> more, String command, String tail)
      throws IOException, InterruptedException {
    Map<String, String> variables = new HashMap<>(sandbox.variables());
    variables.put("TERM", "xterm-256color");
    variables.putAll(more);
    ProcessBuilder dcmbulk = checkout.with(variables).builder("dcmbulk");
    Path program = Path.of(dcmbulk.command().get(0));
    String line =
        "stty cols %d rows %d; sh -c 'echo $$ >pid; exec \"%s\" %s'%s"
            .formatted(COLUMNS, ROWS, program, command, tail);
    dcmbulk.command(new ArrayList<>(List.of("script", "-qec", line, "/dev/null")));
    Path raw = Files.createTempFile(directory, "terminal", ".txt");
    Process process =
        dcmbulk.redirectOutput(raw.toFile()).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
    return Files.readString(raw, StandardCharsets.UTF_8);
  }
}
