package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Count;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of the hosts that answer. Each host has its own: one with a wrong date says nothing
 * about the others. Safe for several threads.
 */
public final class ServiceClocks {
  private static final Duration TOLERABLE = Duration.ofMinutes(2);

  /** A larger difference is an error of the host and not a badly set clock. */
  private static final Duration PLAUSIBLE = Duration.ofDays(1);

  private final Clock local;
  private final Consumer<String> notices;
  private final ConcurrentMap<String, ServiceClock> hosts = new ConcurrentHashMap<>();
  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicBoolean implausibleReported = new AtomicBoolean();

  /** Starts without any host's time. */
  public ServiceClocks(Clock local, Consumer<String> notices) {
    this.local = local;
    this.notices = notices;
  }

  /** Reads the time of an answer from that URL. */
  void observe(HttpUrl url, HttpAnswer answer) {
    ServiceClock clock = of(url);
    if (!clock.observe(answer)) {
      return;
    }
    Duration ahead = Objects.requireNonNull(clock.ahead());
    if (ahead.abs().compareTo(PLAUSIBLE) > 0) {
      if (implausibleReported.compareAndSet(false, true)) {
        notices.accept(
            "%s answers with a date that is %s %s this machine's: one of the two is wrong"
                .formatted(
                    url,
                    Count.of(ahead.abs().toDays(), "day"),
                    ahead.isNegative() ? "behind" : "ahead of"));
      }
    } else if (ahead.abs().compareTo(TOLERABLE) > 0 && reported.compareAndSet(false, true)) {
      notices.accept(
          "this machine's clock is %d s %s the service's: set it, for example with NTP"
              .formatted(ahead.abs().toSeconds(), ahead.isNegative() ? "ahead of" : "behind"));
    }
  }

  /** The present time by the clock of that URL's host; by the local one while it is unknown. */
  public Instant instant(HttpUrl url) {
    return of(url).instant();
  }

  /**
   * The present time by the later of two hosts' clocks, so that a URL that is valid by either is
   * tried. A host that differs by days counts only if the local clock agrees.
   */
  public Instant earliest(HttpUrl one, HttpUrl other) {
    // Called for each instance: no streams.
    ServiceClock first = of(one);
    ServiceClock second = of(other);
    boolean isFirst = isPlausible(first.ahead());
    boolean isSecond = isPlausible(second.ahead());
    if (isFirst && isSecond) {
      return earlier(first.instant(), second.instant());
    }
    if (isFirst || isSecond) {
      return (isFirst ? first : second).instant();
    }
    return earlier(local.instant(), earlier(first.instant(), second.instant()));
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isAfter(b) ? b : a;
  }

  private static boolean isPlausible(@Nullable Duration ahead) {
    return ahead != null && ahead.abs().compareTo(PLAUSIBLE) <= 0;
  }

  /**
   * How far the clock of the first preferred host with a plausible time is ahead of the local one;
   * of any other host if none of them has one; null if none has.
   */
  public @Nullable Duration ahead(List<HttpUrl> preferred) {
    return Stream.concat(preferred.stream().map(this::of), new TreeMap<>(hosts).values().stream())
        .map(ServiceClock::ahead)
        .filter(ServiceClocks::isPlausible)
        .findFirst()
        .orElse(null);
  }

  /** How far each known host's clock is ahead of the local one, by scheme, host and port. */
  public Map<String, Duration> ahead() {
    Map<String, Duration> known = new TreeMap<>();
    hosts.forEach(
        (host, clock) -> {
          Duration ahead = clock.ahead();
          if (ahead != null) {
            known.put(host, ahead);
          }
        });
    return known;
  }

  private ServiceClock of(HttpUrl url) {
    ServiceClock known = hosts.get(url.toString());
    return known == null
        ? hosts.computeIfAbsent(url.toString(), host -> new ServiceClock(local))
        : known;
  }
}
