package io.github.dcmbulk.upload.dispatch;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Opens the service when the first instance is delivered. Thread-safe. */
public final class LazyService implements IngestionService {
  private final ServiceOpener opener;
  private final RateLimiter reading;
  private final InFlight inFlight = new InFlight(System::nanoTime);
  private volatile @Nullable IngestionService opened;
  private volatile boolean finishing;
  private @Nullable RateTimetable rate;
  private @Nullable Integer most;
  private int processes = 1;

  /**
   * Prepares it.
   *
   * @param reading the limit on disk reads, which is divided among processes as the service's
   *     limits are
   */
  public LazyService(ServiceOpener opener, RateLimiter reading) {
    this.opener = opener;
    this.reading = reading;
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
      adjust(service);
      if (finishing) {
        service.finish();
      }
    }
    return service;
  }

  private void adjust(IngestionService service) {
    if (rate != null) {
      service.limitRate(rate);
    }
    if (most != null) {
      service.limitConcurrency(most);
    }
    if (processes > 1) {
      service.shareLimits(processes);
    }
  }

  @Override
  public synchronized void limitRate(RateTimetable now) {
    rate = now;
    if (opened != null) {
      opened.limitRate(now);
    }
  }

  @Override
  public synchronized void shareLimits(int now) {
    processes = now;
    reading.shareAmong(now);
    if (opened != null) {
      opened.shareLimits(now);
    }
  }

  @Override
  public synchronized void limitConcurrency(int now) {
    most = now;
    if (opened != null) {
      opened.limitConcurrency(now);
    }
  }

  /** Opens the service at the first call. */
  @Override
  public Permit admit() throws DcmbulkException, InterruptedException {
    Permit permit = open().admit();
    inFlight.enter();
    return () -> {
      inFlight.leave();
      permit.close();
    };
  }

  @Override
  public void stop(DcmbulkException why) {
    IngestionService service = opened;
    if (service != null) {
      service.stop(why);
    }
  }

  /** How many deliveries are in flight. */
  public InFlight inFlight() {
    return inFlight;
  }

  @Override
  public void finish() {
    finishing = true;
    IngestionService service = opened;
    if (service != null) {
      service.finish();
    }
  }

  @Override
  public long bytesPerSecond() {
    IngestionService service = opened;
    return service == null ? 0 : service.bytesPerSecond();
  }

  @Override
  public void learnTime() throws InterruptedException {
    IngestionService service = opened;
    if (service != null) {
      service.learnTime();
    }
  }

  @Override
  public @Nullable Duration clockAhead() {
    IngestionService service = opened;
    return service == null ? null : service.clockAhead();
  }

  /**
   * How many instances are sent at the same time now.
   *
   * @param configured as configured; 0 for automatic
   */
  public int parallelUploads(int configured) {
    Concurrency found = concurrency();
    return found == null ? Math.max(1, configured) : found.limit();
  }

  /**
   * Opens the service if necessary.
   *
   * @throws DcmbulkException it cannot be opened
   */
  void requireOpen() throws DcmbulkException {
    open();
  }

  // None of these waits while another thread opens the service, which may block.

  @Override
  public @Nullable Concurrency concurrency() {
    IngestionService service = opened;
    return service == null ? null : service.concurrency();
  }

  @Override
  public Map<String, Double> seconds() {
    IngestionService service = opened;
    return service == null ? Map.of() : service.seconds();
  }

  @Override
  public IntegrityCounts integrity() {
    IngestionService service = opened;
    return service == null ? IntegrityCounts.NONE : service.integrity();
  }

  @Override
  public RequestCounts counts() {
    IngestionService service = opened;
    return service == null ? new RequestCounts(0, 0, 0, 0) : service.counts();
  }

  @Override
  public void close() {
    IngestionService service = opened;
    if (service != null) {
      service.close();
    }
  }
}
