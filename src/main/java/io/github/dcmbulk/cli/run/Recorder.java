package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.audit.AuditLog;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.model.AuditException;
import io.github.dcmbulk.remote.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Records the requests of commands other than {@code upload} in the audit log, under the command's
 * name.
 */
public final class Recorder implements Closeable {
  private final @Nullable AuditLog audit;

  private Recorder(@Nullable AuditLog audit) {
    this.audit = audit;
  }

  /**
   * Opens the audit log that the options name, or reports a usage error.
   *
   * @param what the command, in place of a run's name
   */
  public static Recorder open(AuditOptions options, String what, Context context) {
    AuditLog audit = Monitoring.audit(options, context.clock());
    if (audit != null) {
      audit.begin(what);
    }
    return new Recorder(audit);
  }

  /** Records nothing. */
  public static Recorder none() {
    return new Recorder(null);
  }

  /** A listener that records each request and passes it on to that listener. */
  public Attempt.Listener requests(Attempt.Listener next) {
    AuditLog log = audit;
    return log == null
        ? next
        : attempt -> {
          log.on(attempt);
          next.on(attempt);
        };
  }

  /** Stops the command when the audit log can no longer be written. */
  public void onFailure(Consumer<AuditException> stop) {
    if (audit != null) {
      audit.onFailure(stop);
    }
  }

  /**
   * Checks that everything was recorded.
   *
   * @throws AuditException something is not
   */
  public void requireComplete() throws AuditException {
    AuditException failure = audit == null ? null : audit.failure();
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public void close() throws IOException {
    if (audit != null) {
      audit.close();
    }
  }
}
