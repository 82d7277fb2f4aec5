package io.github.dcmbulk.sandbox.s3;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/**
 * Gives every URL a new object key, and accepts each key once. Keys are numbered, so that one bit
 * records whether a key was used; bits are kept as long as their URLs can be valid.
 *
 * <p>Safe for several threads.
 */
public final class ObjectKeys {
  private static final int PER_PAGE = 1 << 13;

  private final String prefix;
  private final String run;
  private final Clock clock;
  private final long keepMillis;
  private final AtomicLong next = new AtomicLong();
  private final ConcurrentMap<Long, Page> pages = new ConcurrentHashMap<>();

  /**
   * Numbers keys from 0, with a random part that differs for each process.
   *
   * @param lifetime lifetime of a URL
   */
  public ObjectKeys(String prefix, Duration lifetime, Clock clock) {
    byte[] random = new byte[5];
    new SecureRandom().nextBytes(random);
    this.prefix = prefix;
    this.run = HexFormat.of().formatHex(random) + "-";
    this.clock = clock;
    // Twice the lifetime: an upload that began in time may end later.
    this.keepMillis = lifetime.toMillis() * 2;
  }

  String fresh() {
    long number = next.getAndIncrement();
    if (number % PER_PAGE == 0) {
      dropOldPages();
    }
    pages.computeIfAbsent(number / PER_PAGE, page -> new Page()).lastIssued = clock.millis();
    return prefix + run + HexFormat.of().toHexDigits(number);
  }

  /**
   * Claims the key for one upload; false when it was used, is in use, or is not from this process.
   */
  boolean claim(String key) {
    long number = number(key);
    Page page = page(number);
    if (page == null) {
      return false;
    }
    long bit = 1L << (number % 64);
    return (page.used.getAndAccumulate(word(number), bit, (a, b) -> a | b) & bit) == 0;
  }

  /** Releases a claimed key: nothing was stored under it. */
  void release(String key) {
    long number = number(key);
    Page page = page(number);
    if (page != null) {
      page.used.getAndAccumulate(word(number), ~(1L << (number % 64)), (a, b) -> a & b);
    }
  }

  /** The part of a key that is used as file name. */
  String fileName(String key) {
    return key.substring(prefix.length());
  }

  /** Number of pages of bits, 1 KiB each. */
  int pages() {
    return pages.size();
  }

  private static int word(long number) {
    return (int) (number % PER_PAGE / 64);
  }

  private @Nullable Page page(long number) {
    return number < 0 || number >= next.get() ? null : pages.get(number / PER_PAGE);
  }

  /** The key's number; -1 for a key that this process did not make. */
  private long number(String key) {
    String start = prefix + run;
    if (!key.startsWith(start) || key.length() != start.length() + 16) {
      return -1;
    }
    try {
      return HexFormat.fromHexDigitsToLong(key, start.length(), key.length());
    } catch (IllegalArgumentException e) {
      return -1;
    }
  }

  private void dropOldPages() {
    long oldest = clock.millis() - keepMillis;
    pages.values().removeIf(page -> page.lastIssued < oldest);
  }

  private static final class Page {
    private final AtomicLongArray used = new AtomicLongArray(PER_PAGE / 64);
    private volatile long lastIssued;
  }
}
