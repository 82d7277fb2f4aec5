package io.github.dcmbulk.remote;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.throttle.RateTimetable;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Delivers instances, one call each, from many threads. */
public interface IngestionService extends AutoCloseable {
  /**
   * Gets a fresh presigned URL and sends the bytes to it, with retries. An instance that cannot be
   * delivered is a value; an exception ends the run and says nothing about the instance.
   *
   * @throws io.github.dcmbulk.model.AccessRefusedException no token is to be had
   * @throws io.github.dcmbulk.model.ServiceUnreachableException the service stayed away too long or
   *     does not speak the protocol
   * @throws InterruptedException the run is being stopped
   */
  PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException;

  /** Makes no further request: every delivery from now on ends with that. */
  default void stop(DcmbulkException why) {}

  /**
   * The run is being stopped: requests in progress may go on, but a thread that waits before one
   * (for a retry, for a rate) is interrupted, now and from now on.
   */
  default void finish() {}

  /**
   * Waits for a place among the deliveries in flight.
   *
   * @throws DcmbulkException the service cannot be opened
   * @throws InterruptedException the run is being stopped
   */
  default Permit admit() throws DcmbulkException, InterruptedException {
    return Permit.UNLIMITED;
  }

  /** Sends no faster than that from now on, in place of what was configured. */
  default void limitRate(RateTimetable rate) {}

  /** So many processes share its limits from now on, in equal parts. */
  default void shareLimits(int processes) {}

  /** Has so many instances in flight at most from now on; 0 finds out how many. */
  default void limitConcurrency(int most) {}

  /** What the service bears; null when nothing was found out. */
  default @Nullable Concurrency concurrency() {
    return null;
  }

  /** Seconds spent in requests so far, by step ({@code token}, ...), summed over threads. */
  default Map<String, Double> seconds() {
    return Map.of();
  }

  /** How the instances stored so far were shown to have arrived. */
  default IntegrityCounts integrity() {
    return IntegrityCounts.NONE;
  }

  /**
   * Sees to it that the service has told its time, where a request that is needed anyway can show
   * it. What goes wrong is not told: the next delivery meets it as well.
   */
  default void learnTime() throws InterruptedException {}

  /**
   * How far the service's clock is ahead of this machine's, by the {@code Date} of its answers (RFC
   * 9110 §6.6.1), negative when it is behind; null while unknown. Good to a second or two.
   */
  default @Nullable Duration clockAhead() {
    return null;
  }

  /** Bytes of instances a second that the user allows at this moment; 0 for no limit. */
  default long bytesPerSecond() {
    return 0;
  }

  /** Requests made so far. */
  RequestCounts counts();

  /** Breaks off what is under way, and lets go of all connections. */
  @Override
  void close();
}
