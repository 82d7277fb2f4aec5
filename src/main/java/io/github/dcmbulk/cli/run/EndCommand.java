package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.log.Logging;
import io.github.dcmbulk.model.SecretVariables;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the program of {@code --on-end} with the result on its standard input. What it prints goes
 * to standard error; a failure of it is reported, and has no other effect. It inherits no secret.
 */
public final class EndCommand {
  private static final Logger LOG = LoggerFactory.getLogger(Logging.RUN);

  /**
   * What a program printed before it ended is in the pipe already, unless a child process
   * continues.
   */
  private static final long REST_MILLIS = 2_000;

  private final List<String> command;
  private final Duration patience;
  private final PrintWriter err;

  /**
   * Prepares to run it.
   *
   * @param patience how long it may take; then it is ended
   */
  public EndCommand(List<String> command, Duration patience, PrintWriter err) {
    this.command = command;
    this.patience = patience;
    this.err = err;
  }

  /** Runs it to its end. */
  public void run(String json) throws InterruptedException {
    Process process;
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      SecretVariables.removeFrom(builder.environment());
      process = builder.start();
    } catch (IOException e) {
      failed("cannot be started");
      return;
    }
    try {
      Thread printed = start("on-end output", () -> print(process));
      start("on-end input", () -> write(process, json));
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        failed("did not end within " + patience.toSeconds() + " s and was ended");
        return;
      }
      printed.join(REST_MILLIS);
      if (process.exitValue() == 0) {
        LOG.atInfo().addKeyValue("event", "on-end").log("--on-end was run");
      } else {
        failed("ended with exit code " + process.exitValue());
      }
    } finally {
      // Its children as well: a shell that is killed leaves what it started.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
      err.flush();
    }
  }

  private static Thread start(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void print(Process process) {
    try (BufferedReader out = process.inputReader(StandardCharsets.UTF_8)) {
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        err.println(line);
      }
    } catch (IOException e) {
      // It was ended, which is reported.
      return;
    }
  }

  private static void write(Process process, String json) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(json.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      // It need not read its input.
      return;
    }
  }

  private void failed(String what) {
    LOG.atWarn().addKeyValue("event", "on-end").log("--on-end {}", what);
    err.println("warning: --on-end " + what + "; the exit code stays that of the run");
  }
}
