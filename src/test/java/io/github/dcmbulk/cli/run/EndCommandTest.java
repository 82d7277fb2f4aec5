package io.github.dcmbulk.cli.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How long the program of {@code --on-end} may take, and what it is given. */
@Timeout(300)
class EndCommandTest {
  @TempDir private Path directory;
  private final StringWriter err = new StringWriter();

  private void run(Duration patience, String script) throws Exception {
    List<String> command = List.of("/bin/sh", "-c", script);
    new EndCommand(command, patience, new PrintWriter(err)).run("{\"exit\":0}\n");
  }

  @Test
  void oneThatDoesNotEndIsEndedWithWhatItStarted() throws Exception {
    Path pids = directory.resolve("pids");
    // The shell waits for a program of its own, which has to go as well.
    run(Duration.ofSeconds(2), "sleep 3600 & echo $$ $! > " + pids + "; wait");

    assertThat(err.toString()).contains("did not end within 2 s and was ended");
    for (String pid : Files.readString(pids).strip().split(" ", -1)) {
      Optional<ProcessHandle> process = ProcessHandle.of(Long.parseLong(pid));
      if (process.isPresent()) {
        process.get().onExit().get(300, TimeUnit.SECONDS);
      }
    }
  }

  @Test
  void itIsGivenTheResultAndWhatItPrintsIsShown() throws Exception {
    run(Duration.ofMinutes(2), "cat; echo noted >&2; exit 3");

    assertThat(err.toString())
        .contains("{\"exit\":0}", "noted", "warning: --on-end ended with exit code 3");
  }

  @Test
  void oneThatReadsNothingIsNoMistake() throws Exception {
    run(Duration.ofMinutes(2), "exit 0");

    assertThat(err.toString()).isEmpty();
  }
}
