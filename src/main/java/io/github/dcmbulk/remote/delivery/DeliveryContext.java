package io.github.dcmbulk.remote.delivery;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Interruptions;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.presign.PresignedUrl;
import io.github.dcmbulk.remote.presign.Presigner;
import io.github.dcmbulk.remote.put.ObjectStore;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.Counters;
import io.github.dcmbulk.remote.request.FailureRemedies;
import io.github.dcmbulk.remote.token.TokenSource;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.Timing;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** State that all deliveries of a run share. Safe for several threads. */
final class DeliveryContext {
  private final ServiceSettings settings;
  private final TokenSource tokens;
  private final Presigner presigner;
  private final ObjectStore store;
  private final Counters counters;
  private final Backoff backoff;
  private final Timing timing;
  private final RateLimits limits;
  private final Interruptions waits = new Interruptions();
  private final Map<Step, OutageGate> gates = new EnumMap<>(Step.class);
  private final AtomicLong deliveries = new AtomicLong();
  private final AtomicLong stored = new AtomicLong();
  private final Set<String> givenUp = ConcurrentHashMap.newKeySet();
  private final AtomicLong lastBegun = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong lastEnded = new AtomicLong(Long.MIN_VALUE);
  private volatile @Nullable DcmbulkException stopped;

  DeliveryContext(
      ServiceSettings settings,
      TokenSource tokens,
      Presigner presigner,
      ObjectStore store,
      Counters counters,
      Backoff backoff,
      Timing timing,
      RateLimits limits,
      Consumer<String> notices) {
    this.settings = settings;
    this.tokens = tokens;
    this.presigner = presigner;
    this.store = store;
    this.counters = counters;
    this.backoff = backoff;
    this.timing = timing;
    this.limits = limits;
    for (Step step : Step.values()) {
      gates.put(step, new OutageGate(step, settings.maxOutage(), timing.nanos(), notices));
    }
  }

  ServiceSettings settings() {
    return settings;
  }

  TokenSource tokens() {
    return tokens;
  }

  Presigner presigner() {
    return presigner;
  }

  ObjectStore store() {
    return store;
  }

  Counters counters() {
    return counters;
  }

  Backoff backoff() {
    return backoff;
  }

  Timing timing() {
    return timing;
  }

  RateLimits limits() {
    return limits;
  }

  /** Runs waits before requests; a stop interrupts them. */
  Interruptions waits() {
    return waits;
  }

  OutageGate gate(Step step) {
    return Objects.requireNonNull(gates.get(step));
  }

  long nextDelivery() {
    return deliveries.incrementAndGet();
  }

  long stored() {
    return stored.get();
  }

  /**
   * Counts a stored instance.
   *
   * @param begunNanos start of the successful attempt, on the monotonic clock
   */
  void countStored(long begunNanos) {
    stored.incrementAndGet();
    givenUp.clear();
    lastBegun.accumulateAndGet(begunNanos, Math::max);
    lastEnded.accumulateAndGet(timing.nanos().getAsLong(), Math::max);
  }

  /** Records that an instance used up its attempts with this failure. */
  void giveUp(AttemptFailure failure) {
    givenUp.add(failure.code());
  }

  /** Whether an instance used up its attempts with this failure, and none was stored since. */
  boolean wasGivenUp(AttemptFailure failure) {
    return givenUp.contains(failure.code());
  }

  /** Whether an instance was stored after that time, whenever its attempt began. */
  boolean storedAfter(long nanos) {
    return lastEnded.get() > nanos;
  }

  /** Whether an instance was stored by an attempt that began after that time. */
  boolean storedSince(long nanos) {
    return lastBegun.get() > nanos;
  }

  /** Prevents further requests: each later one throws {@code why}. */
  void stop(DcmbulkException why) {
    stopped = why;
  }

  void throwIfStopped() throws DcmbulkException {
    DcmbulkException why = stopped;
    if (why != null) {
      throw why;
    }
  }

  /**
   * The upload URL at the redirect's target, where {@code --upload-host} allows it.
   *
   * @throws AttemptFailure it may not be followed
   */
  PresignedUrl redirect(PresignedUrl from, HttpUrl target) throws AttemptFailure {
    if (!settings.isNamed(target) || !settings.isConfidential(target)) {
      throw new AttemptFailure(
          Step.PUT,
          Kind.FINAL,
          "redirect-refused",
          from + " redirects to " + target + ", which --upload-host does not name");
    }
    return PresignedUrl.of(target.text(), from.key(), from.headers());
  }

  ServiceUnreachableException foreign(AttemptFailure failure) {
    String remedy =
        failure.step() == Step.TOKEN
            ? "check --token-url and --token-method, or give the whole URL with --token-endpoint"
            : "check --api-url, give the whole URL with --upload-endpoint, or name the URL's place"
                + " in the answer with --presign-url-pointer";
    return new ServiceUnreachableException(
        failure.detail() + ": not the ingestion service's protocol",
        failure.remedy() == null ? remedy : String.valueOf(failure.remedy()),
        failure);
  }

  ServiceUnreachableException atFault(AttemptFailure failure) {
    return new ServiceUnreachableException(
        failure.detail(), FailureRemedies.remedy(failure), failure);
  }

  ServiceUnreachableException misconfigured(AttemptFailure failure) {
    String remedy =
        switch (failure.code()) {
          case "trust" -> "check the certificates";
          case "proxy" -> "check --proxy";
          default -> "if that host is right, name it with --upload-host, or use https";
        };
    String better = failure.remedy();
    return new ServiceUnreachableException(
        failure.detail(), better == null ? remedy : better, failure);
  }
}
