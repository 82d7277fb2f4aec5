package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.audit.Actor;
import io.github.dcmbulk.audit.AuditLog;
import io.github.dcmbulk.cli.option.AuditOptions;
import io.github.dcmbulk.cli.option.MetricsOptions;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.metrics.RunMetrics;
import io.github.dcmbulk.model.AuditException;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.upload.dispatch.ServiceOpener;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Feeds the audit log and the metrics of one run. An audit log that cannot be written ends the run
 * before anything more is sent; metrics that cannot be written only cause a warning.
 */
public final class Monitoring implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Monitoring.class);

  private final @Nullable AuditLog audit;
  private final @Nullable RunMetrics metrics;

  private Monitoring(@Nullable AuditLog audit, @Nullable RunMetrics metrics) {
    this.audit = audit;
    this.metrics = metrics;
  }

  /**
   * Opens the files that the options name, or reports a usage error.
   *
   * @param dryRun whether nothing will be sent, so that nothing has to be audited
   */
  public static Monitoring open(
      AuditOptions audit, MetricsOptions metrics, boolean dryRun, Context context) {
    return dryRun
        ? new Monitoring(null, null)
        : new Monitoring(audit(audit, context.clock()), metrics(metrics, context));
  }

  /** The audit log that the options name, or a usage error; null for none. */
  static @Nullable AuditLog audit(AuditOptions options, Clock clock) {
    Path file = options.auditLog();
    try {
      return file == null ? null : AuditLog.open(file, Actor.current(), clock);
    } catch (IOException e) {
      throw options.unwritable(file);
    }
  }

  private static @Nullable RunMetrics metrics(MetricsOptions options, Context context) {
    Path file = options.metricsFile();
    try {
      return file == null
          ? null
          : RunMetrics.open(
              file,
              context.clock(),
              context.steady(),
              context.version(),
              trouble -> LOG.warn("{} cannot be written: {}", file, trouble.getMessage()));
    } catch (IOException e) {
      throw options.unwritable(file);
    }
  }

  /** A listener that records the run's events and passes them on to that listener. */
  public UploadListener events(UploadListener next) {
    UploadListener counted = metrics == null ? next : both(metrics.events(), next);
    AuditLog log = audit;
    return log == null
        ? counted
        : event -> {
          if (event instanceof UploadEvent.RunStarted started) {
            log.begin(started.run());
          }
          counted.on(event);
        };
  }

  private static UploadListener both(UploadListener first, UploadListener second) {
    return event -> {
      first.on(event);
      second.on(event);
    };
  }

  /** A listener that records the run's requests and passes them on to that listener. */
  public Attempt.Listener requests(Attempt.Listener next) {
    return attempt -> {
      if (audit != null) {
        audit.on(attempt);
      }
      if (metrics != null) {
        metrics.requests().on(attempt);
      }
      next.on(attempt);
    };
  }

  /** Opens that service, unless the audit log cannot be written. */
  public ServiceOpener guarded(ServiceOpener opener) {
    AuditLog log = audit;
    if (log == null) {
      return opener;
    }
    return () -> {
      AuditException failure = log.failure();
      if (failure != null) {
        throw failure;
      }
      IngestionService service = opener.open();
      log.onFailure(service::stop);
      return service;
    };
  }

  /** The run ended with that result. */
  public void finish(RunResult result) {
    if (audit != null) {
      audit.end(
          result.exit(),
          result.instances().uploaded(),
          result.uploadedBytes(),
          Duration.between(result.started(), result.finished()));
    }
    if (metrics != null) {
      metrics.finish(result);
    }
  }

  @Override
  public void close() throws IOException {
    if (metrics != null) {
      metrics.close();
    }
    if (audit != null) {
      audit.close();
    }
  }
}
