package io.github.dcmbulk.sandbox.fault;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides which requests a fault affects. The decision depends only on the seed and the number of
 * requests: the same requests in the same order get the same faults.
 *
 * <p>Safe for several threads.
 */
public final class Faults {
  private final List<Armed> armed;
  private final CountDownLatch closing = new CountDownLatch(1);

  /** Uses those faults; the same seed affects the same requests. */
  public Faults(List<Fault> faults, long seed) {
    this.armed = faults.stream().map(fault -> new Armed(fault, seed)).toList();
  }

  /** Whether the fault affects the present request; each call counts as one request. */
  public boolean strikes(FaultKind kind) {
    return struck(kind).isPresent();
  }

  /** The fault's duration if it affects the present request. */
  public Optional<Duration> delay(FaultKind kind) {
    return struck(kind).map(fault -> Objects.requireNonNull(fault.value()));
  }

  private Optional<Fault> struck(FaultKind kind) {
    for (Armed candidate : armed) {
      if (candidate.fault.kind() == kind && candidate.strikes()) {
        return Optional.of(candidate.fault);
      }
    }
    return Optional.empty();
  }

  /** Waits, at most until {@link #close}. */
  public void pause(Duration duration) {
    try {
      closing.await(duration.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends all pauses. */
  public void close() {
    closing.countDown();
  }

  private static final class Armed {
    private final Fault fault;
    private final long seed;
    private final AtomicLong requests = new AtomicLong();
    private final AtomicLong strikes = new AtomicLong();

    Armed(Fault fault, long seed) {
      this.fault = fault;
      this.seed = seed * 31 + fault.kind().name().hashCode();
    }

    /** Whether the fault affects this request. */
    boolean strikes() {
      long number = requests.getAndIncrement();
      return number >= fault.skip()
          && share(number) < fault.rate()
          && strikes.getAndIncrement() < fault.count();
    }

    /** A pseudo-random number in [0, 1): the SplitMix64 finaliser over seed and number. */
    private double share(long number) {
      long z = seed + (number + 1) * 0x9E3779B97F4A7C15L;
      z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
      z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
      return ((z ^ (z >>> 31)) >>> 11) * 0x1.0p-53;
    }
  }
}
