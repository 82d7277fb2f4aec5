package io.github.dcmbulk.event;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recognises outages, for each kind of request by itself: while a store does not answer, URLs for
 * it may still be issued. Thread-safe.
 */
public final class OutageDetector {
  /** An outage begins when this many requests failed one after another, over this time. */
  private static final int REQUESTS = 3;

  private static final Duration LASTING = Duration.ofSeconds(3);

  private final Supplier<Instant> now;
  private final Map<String, Failures> failing = new LinkedHashMap<>();

  /**
   * Requests of one step that failed one after another.
   *
   * @param step {@code token}, {@code presign} or {@code put}; or what else is away
   * @param since when the first one failed
   * @param why reason of the last one, in a few words
   * @param lasts whether they are an outage
   */
  public record Outage(String step, Instant since, String why, boolean lasts) {}

  private static final class Failures {
    private final Instant since;
    private String why = "";
    private int requests;
    private boolean lasts;

    private Failures(Instant since) {
      this.since = since;
    }
  }

  /** Takes the times from that clock. */
  public OutageDetector(Supplier<Instant> now) {
    this.now = now;
  }

  /** A request failed; the outage, if one begins with it. */
  public synchronized @Nullable Outage failed(String step, String why) {
    Failures failures = failure(step, why);
    failures.requests++;
    Duration time = Duration.between(failures.since, now.get());
    boolean lasts = failures.requests >= REQUESTS && time.compareTo(LASTING) >= 0;
    return lasts ? begin(step, failures) : null;
  }

  /** An outage is known at once; null if it is known already. */
  public synchronized @Nullable Outage began(String step, String why) {
    return begin(step, failure(step, why));
  }

  private Failures failure(String step, String why) {
    Failures failures = failing.computeIfAbsent(step, s -> new Failures(now.get()));
    failures.why = why;
    return failures;
  }

  private static @Nullable Outage begin(String step, Failures failures) {
    if (failures.lasts) {
      return null;
    }
    failures.lasts = true;
    return outage(step, failures);
  }

  /** A request was answered; the outage, if one ends with it. */
  public synchronized @Nullable Outage answered(String step) {
    Failures failures = failing.remove(step);
    return failures != null && failures.lasts ? outage(step, failures) : null;
  }

  /** Requests that fail now, whether or not that is an outage yet; the first to fail first. */
  public synchronized List<Outage> failing() {
    List<Outage> all = new ArrayList<>();
    failing.forEach((step, failures) -> all.add(outage(step, failures)));
    return all;
  }

  private static Outage outage(String step, Failures failures) {
    return new Outage(step, failures.since, failures.why, failures.lasts);
  }
}
