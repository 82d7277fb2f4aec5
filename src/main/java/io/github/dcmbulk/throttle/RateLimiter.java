package io.github.dcmbulk.throttle;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Limits the rate of all workers together. Unused amounts expire in less than half a second, so
 * that no burst follows a pause. Safe for several threads.
 */
public final class RateLimiter {
  /** No limit. */
  public static final RateLimiter NONE =
      new RateLimiter(() -> 0, Timing.real(Clock.systemUTC()), 1);

  private static final long BYTES_AT_ONCE = 64 * 1024;

  /** Bucket4j 8.19.0 refuses more than one token a nanosecond: 1 GB/s, if a token is a byte. */
  private static final long MOST_TOKENS_PER_MINUTE = 60_000_000_000L;

  /** The highest rate that leaves room to calculate with. */
  private static final long MOST_PER_SECOND = Long.MAX_VALUE / 120;

  private volatile LongSupplier ratePerMinute;
  private final Timing timing;
  private final long atOnce;
  private volatile int shares = 1;
  private volatile Limit limit = new Limit(0, 1, 1, null);

  /**
   * Limit, amount granted at a time, amount that a token stands for, and the token bucket; a null
   * bucket means no limit.
   */
  private record Limit(long perMinute, long piece, long unit, @Nullable Bucket bucket) {}

  private RateLimiter(LongSupplier ratePerMinute, Timing timing, long atOnce) {
    this.ratePerMinute = ratePerMinute;
    this.timing = timing;
    this.atOnce = atOnce;
  }

  /** Bytes per second, by the timing's clock and in its zone. */
  public static RateLimiter bytes(RateTimetable timetable, Timing timing) {
    return new RateLimiter(perMinute(timetable, timing), timing, BYTES_AT_ONCE);
  }

  private static LongSupplier perMinute(RateTimetable timetable, Timing timing) {
    RateSchedule schedule = timetable.in(timing.clock().getZone());
    return () -> 60 * Math.min(MOST_PER_SECOND, schedule.at(timing.clock().instant()));
  }

  /** Replaces the timetable; {@link #NONE} has none. */
  public void adjust(RateTimetable timetable) {
    if (this != NONE) {
      ratePerMinute = perMinute(timetable, timing);
    }
  }

  /** Divides the limit equally among that many processes. */
  public void shareAmong(int processes) {
    shares = Math.max(1, processes);
  }

  /** Requests per second; fractions are allowed. */
  public static RateLimiter requests(double perSecond, Timing timing) {
    long perMinute = Math.max(1, Math.round(perSecond * 60));
    return new RateLimiter(() -> perMinute, timing, 1);
  }

  /** Present limit, in units per second; 0 for no limit. */
  public long perSecond() {
    return perMinute() / 60;
  }

  /** Waits until that amount (bytes or requests) is allowed. */
  public void acquire(long amount) throws InterruptedException {
    long left = amount;
    while (left > 0) {
      Limit now = current();
      if (now.bucket() == null) {
        return;
      }
      long piece = Math.min(left, now.piece());
      now.bucket()
          .asBlocking()
          .consume(
              1 + (piece - 1) / now.unit(),
              nanos -> timing.sleeper().sleep(Duration.ofNanos(nanos)));
      left -= piece;
    }
  }

  /** The same bytes, not faster than the rate. */
  public InputStream limit(InputStream in) {
    if (this == NONE) {
      return in;
    }
    return new FilterInputStream(in) {
      @Override
      public int read() throws IOException {
        return waited(super.read(), 1);
      }

      @Override
      public int read(byte[] into, int offset, int length) throws IOException {
        int count = super.read(into, offset, (int) Math.min(length, BYTES_AT_ONCE));
        return waited(count, count);
      }
    };
  }

  private int waited(int result, int count) throws IOException {
    try {
      if (result >= 0) {
        acquire(count);
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }

  /** This process's part of the limit. */
  private long perMinute() {
    long whole = ratePerMinute.getAsLong();
    return whole == 0 ? 0 : Math.max(1, whole / shares);
  }

  private Limit current() {
    long now = perMinute();
    Limit held = limit;
    if (held.perMinute() == now) {
      return held;
    }
    synchronized (this) {
      if (limit.perMinute() != now) {
        limit = now == 0 ? new Limit(0, 1, 1, null) : limit(now);
      }
      return limit;
    }
  }

  private Limit limit(long perMinute) {
    // Amount that may follow a pause at once: 0.4 s worth. Half a second would be 5 % of ten
    // seconds; with much less, a short delay of machine or disk could never be made up.
    long capacity = Math.max(1, perMinute / 150);
    long unit = 1 + (perMinute - 1) / MOST_TOKENS_PER_MINUTE;
    Bucket bucket = bucket(perMinute / unit, Math.max(1, capacity / unit));
    return new Limit(perMinute, Math.min(atOnce, capacity), unit, bucket);
  }

  private Bucket bucket(long perMinute, long capacity) {
    return Bucket.builder()
        .withCustomTimePrecision(new Meter(timing.nanos()))
        .addLimit(
            bandwidth ->
                bandwidth
                    .capacity(capacity)
                    .refillGreedy(perMinute, Duration.ofMinutes(1))
                    .initialTokens(0))
        .build();
  }

  private record Meter(LongSupplier nanos) implements TimeMeter {
    @Override
    public long currentTimeNanos() {
      return nanos.getAsLong();
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }
}
