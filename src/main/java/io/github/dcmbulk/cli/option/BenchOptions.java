package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.Timing;
import java.util.Map;
import picocli.CommandLine.Mixin;

/** The options of an upload that a bench shares with it. */
public final class BenchOptions {
  @Mixin private TransferOptions transfer;
  @Mixin private ServiceOptions service;
  @Mixin private NetworkOptions network;

  /** Instances in flight at once; 0 lets the run find out. */
  public int concurrency() {
    return transfer.concurrency();
  }

  /** What the bench may use of the network. */
  public RateLimits toRateLimits(Timing timing) {
    return transfer.toLimits(timing);
  }

  /**
   * The configured service.
   *
   * @throws UsageException a URL, pointer or pattern is invalid (exit 2)
   */
  public ServiceSettings toServiceSettings(Map<String, String> environment) throws UsageException {
    return service.toSettings(environment);
  }

  /** Which HTTP client carries the requests. */
  public HttpSettings.Client httpClient() {
    return network.httpClient();
  }

  /** How to connect to it. */
  public HttpSettings toHttpSettings(Map<String, String> environment, String userAgent) {
    return network.toSettings(environment, userAgent);
  }
}
