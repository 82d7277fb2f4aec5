package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import java.util.Map;

/** A service with an {@link AdaptiveLimit} at its door. Safe for use by several threads. */
public final class AdaptiveService implements IngestionService {
  private final IngestionService service;
  private final AdaptiveLimit limit;

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
  public void enter() throws InterruptedException {
    limit.acquire();
  }

  @Override
  public void leave() {
    limit.release();
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    return service.deliver(content);
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
  public RequestCounts counts() {
    return service.counts();
  }

  @Override
  public void close() {
    service.close();
  }
}
