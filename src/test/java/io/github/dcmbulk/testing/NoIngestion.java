package io.github.dcmbulk.testing;

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
import org.jspecify.annotations.Nullable;

/** A service that admits everything and expects no delivery; tests override what they need. */
public class NoIngestion implements IngestionService {
  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    throw new AssertionError("nothing is delivered");
  }

  @Override
  public void stop(DcmbulkException why) {}

  @Override
  public void finish() {}

  @Override
  public Permit admit() throws DcmbulkException, InterruptedException {
    return Permit.UNLIMITED;
  }

  @Override
  public void limitRate(RateTimetable rate) {}

  @Override
  public void shareLimits(int processes) {}

  @Override
  public void limitConcurrency(int most) {}

  @Override
  public @Nullable Concurrency concurrency() {
    return null;
  }

  @Override
  public Map<String, Double> seconds() {
    return Map.of();
  }

  @Override
  public IntegrityCounts integrity() {
    return IntegrityCounts.NONE;
  }

  @Override
  public void learnTime() throws InterruptedException {}

  @Override
  public @Nullable Duration clockAhead() {
    return null;
  }

  @Override
  public long bytesPerSecond() {
    return 0;
  }

  @Override
  public RequestCounts counts() {
    return new RequestCounts(0, 0, 0, 0);
  }

  @Override
  public void close() {}
}
