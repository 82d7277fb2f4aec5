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
 * A file of JSON lines, mode 0600: one for a run's start and its end, one for each request for a
 * token, for a presigned URL and for an upload. It is appended to for ever; what grows beyond 100
 * MB is set aside and compressed, and nothing is deleted. A line holds no secret, no URL beyond the
 * host, no path and no patient attribute.
 *
 * <p>A line is written when the answer is there. An instance whose URL is on record without an
 * upload was not sent, or the process was killed while it was being sent. Thread-safe.
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

  /** A run begins. */
  public void begin(String name) {
    run = name;
    write(lines.begin(clock.instant(), name));
  }

  @Override
  public void on(Attempt attempt) {
    write(lines.request(clock.instant(), run, attempt));
  }

  /**
   * The run ended.
   *
   * @param exit the exit code
   * @param uploaded instances that it delivered
   * @param bytes their length
   * @param elapsed how long it took
   */
  public void end(int exit, long uploaded, long bytes, Duration elapsed) {
    write(lines.end(clock.instant(), run, exit, uploaded, bytes, elapsed));
    try {
      file.force();
    } catch (IOException e) {
      failed(e);
    }
  }

  /** Stops the run when the audit log can no longer be written. */
  public synchronized void onFailure(Consumer<AuditException> stopper) {
    stop = stopper;
    AuditException before = failure;
    if (before != null) {
      stopper.accept(before);
    }
  }

  /** What happened to the file; null for nothing. */
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
