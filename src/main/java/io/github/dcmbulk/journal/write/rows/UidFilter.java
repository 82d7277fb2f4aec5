package io.github.dcmbulk.journal.write.rows;

/**
 * A Bloom filter of UIDs, of fixed size. It never takes a known UID for a new one. It takes hardly
 * any of 100,000 different UIDs for a known one, and a few hundred of a million.
 */
final class UidFilter {
  private static final int WORDS = 1 << 18;
  private static final int BITS_PER_UID = 4;

  /** All bits of a UID lie in a line of the processor's cache. */
  private static final int WORDS_PER_LINE = 8;

  private static final int BITS_PER_BIT = 9;

  /** Odd, with bits all over: spreads what sums and products leave close together. */
  private static final long SPREAD = 0x9E37_79B9_7F4A_7C15L;

  private final long[] words = new long[WORDS];

  /** Whether the UID was found before, or looks as if; from now on it was. */
  boolean mayHaveMet(String uid) {
    long hash = mix(hash(uid));
    int line = (int) (hash >>> 40) & (WORDS - WORDS_PER_LINE);
    boolean present = true;
    for (int i = 0; i < BITS_PER_UID; i++) {
      int word = line + (int) (hash >>> 6 & (WORDS_PER_LINE - 1));
      long bit = 1L << hash;
      present &= (words[word] & bit) != 0;
      words[word] |= bit;
      hash >>>= BITS_PER_BIT;
    }
    return present;
  }

  private static long hash(String uid) {
    long hash = uid.length();
    for (int i = 0; i < uid.length(); i++) {
      hash = hash * SPREAD + uid.charAt(i);
    }
    return hash;
  }

  private static long mix(long value) {
    long mixed = (value ^ (value >>> 32)) * SPREAD;
    return mixed ^ (mixed >>> 29);
  }
}
