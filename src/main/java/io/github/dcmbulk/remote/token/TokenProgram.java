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
 * Runs a program that prints a token. What it prints is read while it runs, so that it never waits
 * for a reader; it ends when the program does, whatever processes it leaves behind with its
 * standard output open.
 */
final class TokenProgram {
  private static final long PATIENCE_SECONDS = 60;

  /** What a program has printed is in the pipe when it ends, and is read at once. */
  private static final long REST_MILLIS = 2_000;

  private static final int LONGEST = 64 * 1024;

  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private boolean isTooMuch;
  private boolean isWhole;

  private TokenProgram() {}

  /**
   * Runs it to its end.
   *
   * @return what it printed
   * @throws AccessRefusedException it did not start, end, succeed, or print something of a
   *     reasonable length
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
      // Its children as well: a shell that is killed leaves what it started.
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private String output(Process process) throws AccessRefusedException, InterruptedException {
    InputStream out = process.getInputStream();
    Thread reader = new Thread(() -> read(out), "token-command");
    reader.setDaemon(true);
    reader.start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      throw failed("did not end within " + PATIENCE_SECONDS + " s", null);
    }
    if (process.exitValue() != 0) {
      throw failed("ended with exit code " + process.exitValue(), null);
    }
    awaitRest();
    synchronized (this) {
      if (isTooMuch) {
        throw failed("printed more than " + LONGEST / 1024 + " KiB", null);
      }
      return printed.toString(StandardCharsets.UTF_8);
    }
  }

  /** To the end of the output, or for a moment where a child holds it open. */
  private synchronized void awaitRest() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(REST_MILLIS);
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
      // The program was ended; its exit code, or its patience, tells.
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
