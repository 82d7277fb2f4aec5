package io.github.dcmbulk.remote.adaptive;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** A service with an {@link AdaptiveLimit} at its door. Safe for use by several threads. */
public final class AdaptiveService implements IngestionService {
  private final IngestionService service;
  private final AdaptiveLimit limit;

  /**
   * First come, first served. Otherwise an instance could be overtaken for minutes when few are in
   * flight and many wait, and its study be torn by the pause.
   */
  private final Semaphore turnstile = new Semaphore(1, true);

  /**
   * Puts the limit before the service.
   *
   * @param limit must hear of the service's attempts
   */
  public AdaptiveService(IngestionService service, AdaptiveLimit limit) {
    this.service = service;
    this.limit = limit;
  }

  @Override
  public void stop(DcmbulkException why) {
    service.stop(why);
  }

  @Override
  public void finish() {
    service.finish();
  }

  @Override
  public Permit admit() throws InterruptedException {
    turnstile.acquire();
    try {
      limit.acquire();
    } finally {
      turnstile.release();
    }
    return limit::release;
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    return service.deliver(content);
  }

  @Override
  public void limitRate(RateTimetable rate) {
    service.limitRate(rate);
  }

  @Override
  public void shareLimits(int processes) {
    service.shareLimits(processes);
  }

  @Override
  public void limitConcurrency(int most) {
    limit.fix(most, "as asked for while the run went on");
  }

  @Override
  public long bytesPerSecond() {
    return service.bytesPerSecond();
  }

  @Override
  public void learnTime() throws InterruptedException {
    service.learnTime();
  }

  @Override
  public @Nullable Duration clockAhead() {
    return service.clockAhead();
  }

  @Override
  public Concurrency concurrency() {
    return limit.chosen();
  }

  @Override
  public Map<String, Double> seconds() {
    return service.seconds();
  }

  @Override
  public IntegrityCounts integrity() {
    return service.integrity();
  }

  @Override
  public RequestCounts counts() {
    return service.counts();
  }

  @Override
  public void close() {
    service.close();
  }
}
