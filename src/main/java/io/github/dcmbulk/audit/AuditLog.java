package io.github.dcmbulk.audit;

import io.github.dcmbulk.file.RollingFile;
import io.github.dcmbulk.model.AuditException;
import io.github.dcmbulk.remote.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The audit log, a file of JSON lines (mode 0600): one line for the start and the end of a run, and
 * one for each request for a token, for a presigned URL and for an upload. At 100 MB the file is
 * renamed and compressed; nothing is deleted. A line contains no secret, of URLs only the host, no
 * path and no patient attribute.
 *
 * <p>A line is written when the answer has arrived. If the log has a URL for an instance but no
 * upload, the instance was not sent, or the process was killed during the upload. Thread-safe.
 */
public final class AuditLog implements Attempt.Listener, Closeable {
  private static final RollingFile.Policy POLICY = new RollingFile.Policy(100_000_000, false, null);

  private final Path path;
  private final RollingFile file;
  private final AuditLine lines;
  private final Clock clock;
  private Consumer<AuditException> stop = failure -> {};
  private volatile @Nullable AuditException failure;
  private volatile String run = "";

  private AuditLog(Path path, RollingFile file, AuditLine lines, Clock clock) {
    this.path = path;
    this.file = file;
    this.lines = lines;
    this.clock = clock;
  }

  /**
   * Opens the file, or creates it.
   *
   * @throws IOException it cannot be written
   */
  public static AuditLog open(Path path, Actor actor, Clock clock) throws IOException {
    return new AuditLog(path, RollingFile.open(path, POLICY, clock), new AuditLine(actor), clock);
  }

  /** Records the start of a run. */
  public void begin(String name) {
    run = name;
    write(lines.begin(clock.instant(), name));
  }

  @Override
  public void on(Attempt attempt) {
    write(lines.request(clock.instant(), run, attempt));
  }

  /**
   * Records the end of the run.
   *
   * @param exit the exit code
   * @param uploaded number of instances uploaded
   * @param bytes their total length
   * @param elapsed duration of the run
   */
  public void end(int exit, long uploaded, long bytes, Duration elapsed) {
    write(lines.end(clock.instant(), run, exit, uploaded, bytes, elapsed));
    try {
      file.force();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Sets what stops the run when the audit log cannot be written any more. */
  public synchronized void onFailure(Consumer<AuditException> stopper) {
    stop = stopper;
    AuditException before = failure;
    if (before != null) {
      stopper.accept(before);
    }
  }

  /** The failure to write the file; null for none. */
  public @Nullable AuditException failure() {
    return failure;
  }

  private void write(byte[] line) {
    try {
      file.write(line);
    } catch (IOException e) {
      failed(e);
    }
  }

  private synchronized void failed(IOException e) {
    if (failure == null) {
      AuditException first =
          new AuditException(
              "the audit log " + path + " cannot be written: " + e.getMessage(),
              "free some space or fix its permissions, then run the same command again",
              e);
      failure = first;
      stop.accept(first);
    }
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
