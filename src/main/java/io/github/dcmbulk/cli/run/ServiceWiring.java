package io.github.dcmbulk.cli.run;

import io.github.dcmbulk.cli.option.UploadOptions;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.adaptive.AdaptiveLimit;
import io.github.dcmbulk.remote.adaptive.AdaptiveService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.Timing;
import io.github.dcmbulk.upload.dispatch.ServiceOpener;
import java.util.function.Consumer;

/**
 * Opens the service for a run. Wrong options are reported at once, although the service is opened
 * later.
 */
public final class ServiceWiring implements ServiceOpener {
  private final ServiceSettings service;
  private final HttpSettings http;
  private final RateLimits limits;
  private final Timing timing;
  private final int concurrency;
  private final Consumer<String> notices;
  private final Attempt.Listener requests;

  /**
   * Reads the options.
   *
   * @param concurrency instances in flight at once; 0 finds out
   * @param listener receives notices for the user
   * @param requests receives every request
   * @throws UsageException the options do not make a service
   */
  public ServiceWiring(
      UploadOptions options,
      Context context,
      int concurrency,
      UploadListener listener,
      Attempt.Listener requests)
      throws UsageException {
    this(
        options.toServiceSettings(context.environment()),
        options.toHttpSettings(context.environment(), "dcmbulk/" + context.version()),
        options.toRateLimits(Timing.real(options.clock(context.clock()))),
        Timing.real(context.clock()),
        concurrency,
        text -> listener.on(new UploadEvent.Notice(true, text)),
        requests);
    http.tls().requireUsable();
  }

  /** As above, with the engine's settings. */
  public ServiceWiring(
      ServiceSettings service,
      HttpSettings http,
      RateLimits limits,
      Timing timing,
      int concurrency,
      Consumer<String> notices,
      Attempt.Listener requests) {
    this.service = service;
    this.http = http;
    this.limits = limits;
    this.timing = timing;
    this.concurrency = concurrency;
    this.notices = notices;
    this.requests = requests;
  }

  @Override
  public IngestionService open() throws UsageException {
    AdaptiveLimit adaptive = new AdaptiveLimit(timing.nanos());
    if (concurrency > 0) {
      adaptive.fix(concurrency, "as configured");
    }
    Attempt.Listener both =
        attempt -> {
          adaptive.on(attempt);
          requests.on(attempt);
        };
    return new AdaptiveService(
        HttpIngestionService.open(service, http, limits, timing, notices, both), adaptive);
  }

  /** For a run that sends nothing. */
  public static ServiceOpener none() {
    return () -> {
      throw new IllegalStateException("a dry run does not contact the service");
    };
  }
}
