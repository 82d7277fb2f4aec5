package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.RequestCounts;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.presign.Presigner;
import io.github.dcmbulk.remote.put.ObjectStore;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.Counters;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ServiceClocks;
import io.github.dcmbulk.remote.token.TokenIssuer;
import io.github.dcmbulk.remote.token.TokenSource;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.RateTimetable;
import io.github.dcmbulk.throttle.Timing;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The ingestion service over HTTP: one token for all, a presigned URL per attempt, a PUT straight
 * to the object store. Start reading at {@link Delivery}. Safe for use by several threads.
 */
public final class HttpIngestionService implements IngestionService {
  private final HttpTransport transport;
  private final Counters counters;
  private final DeliveryContext link;
  private final ServiceClocks clocks;

  private HttpIngestionService(
      HttpTransport transport, Counters counters, DeliveryContext link, ServiceClocks clocks) {
    this.transport = transport;
    this.counters = counters;
    this.link = link;
    this.clocks = clocks;
  }

  /**
   * Opens the service; nothing is sent yet.
   *
   * @param clock the time of day
   * @param notices takes lines that people should see, from any thread
   * @throws UsageException a key or certificate cannot be used
   */
  public static HttpIngestionService open(
      ServiceSettings settings, HttpSettings http, Clock clock, Consumer<String> notices)
      throws UsageException {
    return open(
        settings, http, RateLimits.NONE, Timing.real(clock), notices, Attempt.Listener.NONE);
  }

  /**
   * Opens the service; nothing is sent yet.
   *
   * @param limits what the run may use of the network
   * @param timing where time comes from
   * @param notices takes lines that people should see, from any thread
   * @param listener hears of every request
   * @throws UsageException a key or certificate cannot be used
   */
  public static HttpIngestionService open(
      ServiceSettings settings,
      HttpSettings http,
      RateLimits limits,
      Timing timing,
      Consumer<String> notices,
      Attempt.Listener listener)
      throws UsageException {
    HttpTransport transport = Engines.open(http);
    try {
      Counters counters = new Counters();
      ServiceClocks clocks = new ServiceClocks(timing.clock(), notices);
      InstrumentedClient wire =
          new InstrumentedClient(transport, clocks, counters, listener, timing.nanos());
      Backoff backoff =
          new Backoff(
              Duration.ofMillis(250),
              Duration.ofSeconds(15),
              () -> ThreadLocalRandom.current().nextDouble());
      DeliveryContext link =
          new DeliveryContext(
              settings,
              new TokenSource(
                  TokenIssuer.of(wire, settings, timing.clock()), timing.clock(), notices),
              new Presigner(wire, settings),
              new ObjectStore(wire, clocks, settings.presign(), timing.nanos(), notices),
              counters,
              backoff,
              timing,
              limits,
              notices);
      return new HttpIngestionService(transport, counters, link, clocks);
    } catch (UsageException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    try {
      return new Delivery(link, content).run();
    } catch (DcmbulkException e) {
      link.stop(e);
      throw e;
    }
  }

  @Override
  public void stop(DcmbulkException why) {
    link.stop(why);
  }

  @Override
  public void finish() {
    link.waits().interrupt();
  }

  @Override
  public void learnTime() throws InterruptedException {
    if (clockAhead() == null) {
      try {
        link.tokens().current();
      } catch (AttemptFailure e) {
        // The next delivery asks again, and tells.
        Duration wish = e.retryAfter();
        if (wish != null) {
          link.waits().run(() -> link.timing().sleeper().sleep(link.backoff().pause(1, wish)));
        }
      } catch (DcmbulkException e) {
        // The next delivery asks again, and tells.
      }
    }
  }

  /** By the host of tokens, if it tells: it is asked first in each run, so that runs compare. */
  @Override
  public @Nullable Duration clockAhead() {
    ServiceSettings settings = link.settings();
    return clocks.ahead(
        Stream.of(settings.token(), settings.presign()).filter(Objects::nonNull).toList());
  }

  @Override
  public void shareLimits(int processes) {
    link.limits().bytes().shareAmong(processes);
    link.limits().requests().shareAmong(processes);
  }

  @Override
  public void limitRate(RateTimetable rate) {
    link.limits().bytes().adjust(rate);
  }

  @Override
  public long bytesPerSecond() {
    return link.limits().bytes().perSecond();
  }

  @Override
  public Map<String, Double> seconds() {
    return counters.seconds();
  }

  @Override
  public IntegrityCounts integrity() {
    return link.store().integrity();
  }

  @Override
  public RequestCounts counts() {
    return counters.snapshot();
  }

  @Override
  public void close() {
    link.tokens().close();
    transport.close();
  }
}
