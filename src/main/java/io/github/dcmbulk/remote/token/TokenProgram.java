package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.SecretVariables;
import io.github.dcmbulk.remote.Credentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs a program that prints a token. Its output is read while it runs, so that a full pipe cannot
 * block it. The call returns when the program ends, even if child processes keep its standard
 * output open.
 */
final class TokenProgram {
  private static final long TIMEOUT_SECONDS = 60;

  /** Time to read the rest of the output after the program ended. */
  private static final long REMAINING_OUTPUT_MILLIS = 2_000;

  private static final int LONGEST = 64 * 1024;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private boolean isTooMuch;
  private boolean isWhole;

  private TokenProgram() {}

  /**
   * Runs the program to its end.
   *
   * @return its standard output
   * @throws AccessRefusedException it did not start, did not end in time, failed, or printed too
   *     much
   */
  static String run(Credentials.TokenCommand source)
      throws AccessRefusedException, InterruptedException {
    Process process;
    try {
      ProcessBuilder builder =
          new ProcessBuilder(source.command()).redirectError(ProcessBuilder.Redirect.DISCARD);
      SecretVariables.removeFrom(builder.environment());
      process = builder.start();
      process.getOutputStream().close();
    } catch (IOException | IndexOutOfBoundsException e) {
      throw failed("cannot be started", e);
    }
    try {
      return new TokenProgram().output(process);
    } finally {
      // End its children as well: a killed shell does not end the programs that it started.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String output(Process process) throws AccessRefusedException, InterruptedException {
    InputStream out = process.getInputStream();
    Thread reader = new Thread(() -> read(out), "token-command");
    reader.setDaemon(true);
    reader.start();
    if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
      throw failed("did not end within " + TIMEOUT_SECONDS + " s", null);
    }
    if (process.exitValue() != 0) {
      throw failed("ended with exit code " + process.exitValue(), null);
    }
    awaitRemainingOutput();
    synchronized (this) {
      if (isTooMuch) {
        throw failed("printed more than " + LONGEST / 1024 + " KiB", null);
      }
      return printed.toString(StandardCharsets.UTF_8);
    }
  }

  /** Waits for the end of the output, or a short time where a child process holds it open. */
  private synchronized void awaitRemainingOutput() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REMAINING_OUTPUT_MILLIS);
    while (!isWhole) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return;
      }
      wait(left);
    }
  }

  private void read(InputStream out) {
    byte[] buffer = new byte[8192];
    try (out) {
      for (int count = out.read(buffer); count >= 0; count = out.read(buffer)) {
        keep(buffer, count);
      }
    } catch (IOException e) {
      // The exit code or the time-out reports the failure.
    } finally {
      whole();
    }
  }

  private synchronized void keep(byte[] buffer, int count) {
    int room = LONGEST - printed.size();
    isTooMuch |= count > room;
    printed.write(buffer, 0, Math.min(count, room));
  }

  private synchronized void whole() {
    isWhole = true;
    notifyAll();
  }

  private static AccessRefusedException failed(String what, @Nullable Throwable cause) {
    return new AccessRefusedException(
        "the token command " + what, "run it by hand: it must print a token", cause);
  }
}
