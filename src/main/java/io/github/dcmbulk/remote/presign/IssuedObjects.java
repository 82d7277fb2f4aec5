package io.github.dcmbulk.remote.presign;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;

/**
 * The objects for which URLs were issued in this run. A second instance that is sent to the same
 * object overwrites the first, and no answer shows it. Safe for several threads.
 *
 * <p>All objects of a run must be remembered: a URL that is issued again with a new signature is
 * valid however old the first one is. Bloom filters need 2.5 bytes for an object, 25 MB for ten
 * million, where a set of 64-bit hashes would need 128 MB. They recognise every object that was
 * issued before, and report fewer than one in 1,000 of the others wrongly at ten million. For a
 * reported object the caller requests another URL, so an error costs one request.
 */
final class IssuedObjects {
  /** Objects in one filter; when it is full, a new one is begun. */
  private static final int CAPACITY = 1 << 20;

  /**
   * 20 bits for an object: with 10 probes the error rate is 1 in 11,000 when the filter is full.
   */
  private static final int BITS = 20 * CAPACITY;

  private static final int PROBES = 10;

  private final MessageDigest digest = digest();
  private final List<long[]> filters = new ArrayList<>();
  private long objects;

  /** Adds the object of a URL; false if it is known already. */
  boolean add(PresignedUrl url) {
    return add(url.object());
  }

  synchronized boolean add(String object) {
    ByteBuffer hash = ByteBuffer.wrap(digest.digest(object.getBytes(StandardCharsets.US_ASCII)));
    long first = hash.getLong();
    // An even or small step would repeat the same probes.
    long step = hash.getLong() | 1;
    for (long[] filter : filters) {
      if (holds(filter, first, step)) {
        return false;
      }
    }
    if (objects++ % CAPACITY == 0) {
      filters.add(new long[BITS / Long.SIZE]);
    }
    set(filters.get(filters.size() - 1), first, step);
    return true;
  }

  private static boolean holds(long[] filter, long first, long step) {
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(first + i * step);
      if ((filter[bit / Long.SIZE] & (1L << bit)) == 0) {
        return false;
      }
    }
    return true;
  }

  private static void set(long[] filter, long first, long step) {
    for (int i = 0; i < PROBES; i++) {
      int bit = bit(first + i * step);
      filter[bit / Long.SIZE] |= 1L << bit;
    }
  }

  private static int bit(long hash) {
    return Math.floorMod(hash, BITS);
  }

  private static MessageDigest digest() {
    try {
      return MessageDigest.getInstance("MD5");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has MD5", e);
    }
  }
}
