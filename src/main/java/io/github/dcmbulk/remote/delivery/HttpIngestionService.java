package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpTransport;
import io.github.dcmbulk.http.engine.Engines;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.Permit;
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
 * The ingestion service over HTTP: one token for all requests, a presigned URL for each attempt,
 * and a PUT to the object store. Start reading at {@link Delivery}. Safe for several threads.
 */
public final class HttpIngestionService implements IngestionService {
  private final HttpTransport transport;
  private final Counters counters;
  private final DeliveryContext context;
  private final ServiceClocks clocks;

  private HttpIngestionService(
      HttpTransport transport, Counters counters, DeliveryContext context, ServiceClocks clocks) {
    this.transport = transport;
    this.counters = counters;
    this.context = context;
    this.clocks = clocks;
  }

  /**
   * Opens the service; sends nothing.
   *
   * @param clock the time of day
   * @param notices receives lines for the user, from any thread
   * @throws UsageException a key or certificate cannot be used
   */
  public static HttpIngestionService open(
      ServiceSettings settings, HttpSettings http, Clock clock, Consumer<String> notices)
      throws UsageException {
    return open(
        settings, http, RateLimits.NONE, Timing.real(clock), notices, Attempt.Listener.NONE);
  }

  /**
   * Opens the service; sends nothing.
   *
   * @param limits rate limits of the run
   * @param timing the clocks and the way to wait
   * @param notices receives lines for the user, from any thread
   * @param listener receives every request
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
      InstrumentedClient client =
          new InstrumentedClient(transport, clocks, counters, listener, timing.nanos());
      Backoff backoff =
          new Backoff(
              Duration.ofMillis(250),
              Duration.ofSeconds(15),
              () -> ThreadLocalRandom.current().nextDouble());
      DeliveryContext context =
          new DeliveryContext(
              settings,
              new TokenSource(
                  TokenIssuer.of(client, settings, timing.clock()), timing.clock(), notices),
              new Presigner(client, settings),
              new ObjectStore(client, clocks, settings.presign(), timing.nanos(), notices),
              counters,
              backoff,
              timing,
              limits,
              notices);
      return new HttpIngestionService(transport, counters, context, clocks);
    } catch (UsageException | RuntimeException e) {
      transport.close();
      throw e;
    }
  }

  @Override
  public PutOutcome deliver(InstanceContent content) throws DcmbulkException, InterruptedException {
    try {
      return new Delivery(context, content).run();
    } catch (DcmbulkException e) {
      context.stop(e);
      throw e;
    }
  }

  @Override
  public void stop(DcmbulkException why) {
    context.stop(why);
  }

  @Override
  public void finish() {
    context.waits().interrupt();
  }

  /** Admits any number. */
  @Override
  public Permit admit() {
    return Permit.UNLIMITED;
  }

  @Override
  public void limitConcurrency(int most) {}

  @Override
  public @Nullable Concurrency concurrency() {
    return null;
  }

  @Override
  public void learnTime() throws InterruptedException {
    if (clockAhead() == null) {
      try {
        context.tokens().current();
      } catch (AttemptFailure e) {
        // The next delivery repeats the request and reports the failure.
        Duration retryAfter = e.retryAfter();
        if (retryAfter != null) {
          context
              .waits()
              .run(() -> context.timing().sleeper().sleep(context.backoff().pause(1, retryAfter)));
        }
      } catch (DcmbulkException e) {
        // The next delivery repeats the request and reports the failure.
      }
    }
  }

  /** By the clock of the token endpoint's host, if it is known: all runs then use the same host. */
  @Override
  public @Nullable Duration clockAhead() {
    ServiceSettings settings = context.settings();
    return clocks.ahead(
        Stream.of(settings.token(), settings.presign()).filter(Objects::nonNull).toList());
  }

  @Override
  public void shareLimits(int processes) {
    context.limits().bytes().shareAmong(processes);
    context.limits().requests().shareAmong(processes);
  }

  @Override
  public void limitRate(RateTimetable rate) {
    context.limits().bytes().adjust(rate);
  }

  @Override
  public long bytesPerSecond() {
    return context.limits().bytes().perSecond();
  }

  @Override
  public Map<String, Double> seconds() {
    return counters.seconds();
  }

  @Override
  public IntegrityCounts integrity() {
    return context.store().integrity();
  }

  @Override
  public RequestCounts counts() {
    return counters.snapshot();
  }

  @Override
  public void close() {
    context.tokens().close();
    transport.close();
  }
}
