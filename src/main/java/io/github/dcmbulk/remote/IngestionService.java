package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers instances. Safe for several threads; one call delivers one instance. */
public interface IngestionService extends AutoCloseable {
  /**
   * Gets a presigned URL and sends the bytes to it, with retries. The failure of one instance is a
   * value; an exception ends the run and says nothing about the instance.
   *
   * @throws io.github.dcmbulk.model.AccessRefusedException no token can be obtained
   * @throws io.github.dcmbulk.model.ServiceUnreachableException the service was unavailable for too
   *     long, or its answers are not the protocol's
   * @throws InterruptedException the run is being stopped
   */
  PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException;

  /** Sends no further request: every later delivery throws {@code why}. */
  void stop(DcmbulkException why);

  /**
   * Interrupts threads that wait before a request (for a retry, for a rate), now and later.
   * Requests in progress continue.
   */
  void finish();

  /**
   * Waits until another delivery may be in flight.
   *
   * @throws DcmbulkException the service cannot be opened
   * @throws InterruptedException the run is being stopped
   */
  Permit admit() throws DcmbulkException, InterruptedException;

  /** Replaces the configured rate limit. */
  void limitRate(RateTimetable rate);

  /** Divides the limits equally among that many processes. */
  void shareLimits(int processes);

  /**
   * Sets the number of instances in flight at most; 0 for automatic. Without effect for a service
   * that admits any number.
   */
  void limitConcurrency(int most);

  /** The parallel uploads that were found to be best; null when they are not measured. */
  @Nullable Concurrency concurrency();

  /** Seconds spent in requests so far, by step (such as {@code token}), summed over threads. */
  Map<String, Double> seconds();

  /** How the instances stored so far were verified. */
  IntegrityCounts integrity();

  /**
   * Makes a first request that is needed anyway, so that the service's time becomes known. Failures
   * are ignored: the next delivery reports them.
   */
  void learnTime() throws InterruptedException;

  /**
   * How far the service's clock is ahead of this machine's, by the {@code Date} of its answers (RFC
   * 9110 §6.6.1); negative when it is behind, null while unknown. Accurate to about 2 s.
   */
  @Nullable Duration clockAhead();

  /** The present rate limit, in bytes per second; 0 for none. */
  long bytesPerSecond();

  /** Requests made so far. */
  RequestCounts counts();

  /** Aborts requests in progress and closes all connections. */
  @Override
  void close();
}
