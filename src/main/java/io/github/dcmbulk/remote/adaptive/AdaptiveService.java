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

/**
 * A service that admits as many deliveries as an {@link AdaptiveLimit} allows. Safe for several
 * threads.
 */
public final class AdaptiveService implements IngestionService {
  private final IngestionService service;
  private final AdaptiveLimit limit;

  /**
   * First come, first served: with an unfair order an instance could wait for minutes while few are
   * in flight, and its study would be interrupted.
   */
  private final Semaphore admission = new Semaphore(1, true);

  /**
   * Puts the limit in front of the service.
   *
   * @param limit must receive the service's requests
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
    admission.acquire();
    try {
      limit.acquire();
    } finally {
      admission.release();
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
    limit.fix(most, "set during the run");
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
