package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.model.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;

/**
 * Standard output that reports failures, in contrast to a {@link PrintWriter}: a command ends at
 * the first byte that cannot be written. A closed pipe is no error: its reader wants no more.
 */
public final class StandardOutput extends OutputStream {
  private final OutputStream out;
  private final Runnable before;

  /** Writes there. */
  public StandardOutput(OutputStream out) {
    this(out, () -> {});
  }

  /**
   * Writes there.
   *
   * @param before runs first, so that earlier messages are printed earlier
   */
  public StandardOutput(OutputStream out, Runnable before) {
    this.out = out;
    this.before = before;
  }

  /** Standard output cannot be written. Unchecked, as a writer hides any checked exception. */
  public static final class Failure extends RuntimeException {
    private Failure(IOException cause) {
      super(cause.getMessage(), cause);
    }

    private boolean isClosedPipe() {
      String why = String.valueOf(getMessage());
      return why.contains("Broken pipe") || why.contains("pipe is being closed");
    }

    /**
     * Prints the failure unless the pipe was closed, and returns the exit code.
     *
     * @param reached the exit code without the failure
     */
    public int exitCode(PrintWriter err, int reached) {
      if (isClosedPipe()) {
        return reached;
      }
      ErrorMessage.print(
          err,
          "standard output could not be written: " + getMessage(),
          "free some space, or write to another place");
      err.flush();
      return reached == ExitCode.OK.code() ? ExitCode.INCOMPLETE.code() : reached;
    }
  }

  @Override
  public void write(int b) {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    before.run();
    try {
      out.write(bytes, from, length);
    } catch (IOException e) {
      throw new Failure(e);
    }
  }

  @Override
  public void flush() {
    try {
      out.flush();
    } catch (IOException e) {
      throw new Failure(e);
    }
  }
}
