package io.github.dcmbulk.upload;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.RequestCounts;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the service when the first instance is delivered. Thread-safe. */
final class LazyService implements IngestionService {
  private final UploadRun.ServiceOpener opener;
  private final InFlight inFlight = new InFlight(System::nanoTime);
  private volatile @Nullable IngestionService opened;

  LazyService(UploadRun.ServiceOpener opener) {
    this.opener = opener;
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    return open().deliver(content);
  }

  private IngestionService open() throws DcmbulkException {
    IngestionService service = opened;
    return service == null ? openOnce() : service;
  }

  private synchronized IngestionService openOnce() throws DcmbulkException {
    IngestionService service = opened;
    if (service == null) {
      service = opener.open();
      opened = service;
    }
    return service;
  }

  /** Waits for a place among the deliveries in flight, and opens the service for the first. */
  void admit() throws DcmbulkException, InterruptedException {
    open().enter();
    inFlight.enter();
  }

  /** How many deliveries are in flight. */
  InFlight inFlight() {
    return inFlight;
  }

  @Override
  public void leave() {
    inFlight.leave();
    IngestionService service = opened;
    if (service != null) {
      service.leave();
    }
  }

  @Override
  public synchronized @Nullable Concurrency concurrency() {
    return opened == null ? null : opened.concurrency();
  }

  @Override
  public synchronized Map<String, Double> seconds() {
    return opened == null ? Map.of() : opened.seconds();
  }

  @Override
  public synchronized IntegrityCounts integrity() {
    return opened == null ? IntegrityCounts.NONE : opened.integrity();
  }

  @Override
  public synchronized RequestCounts counts() {
    return opened == null ? new RequestCounts(0, 0, 0, 0) : opened.counts();
  }

  @Override
  public synchronized void close() {
    if (opened != null) {
      opened.close();
    }
  }
}
