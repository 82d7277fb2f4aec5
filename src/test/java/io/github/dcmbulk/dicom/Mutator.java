package io.github.dcmbulk.dicom;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Damages a file at random: bits, bytes, lengths, blocks, order, size. */
final class Mutator {
  private static final int[] NASTY_LENGTHS = {
    0, 1, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFE, 0xFFFF_FFFF, 0xFFFF, 0x1_0000
  };
  private static final byte[][] TOKENS = {
    {(byte) 0xFE, (byte) 0xFF, 0x00, (byte) 0xE0, (byte) 0xFF, -1, -1, -1},
    {(byte) 0xFE, (byte) 0xFF, 0x0D, (byte) 0xE0, 0, 0, 0, 0},
    {(byte) 0xFE, (byte) 0xFF, (byte) 0xDD, (byte) 0xE0, 0, 0, 0, 0},
    {(byte) 0xFF, (byte) 0xFE, (byte) 0xE0, 0x00, -1, -1, -1, -1},
    {(byte) 0xE0, 0x7F, 0x10, 0x00, 'O', 'W', 0, 0, -1, -1, -1, -1},
    {0x08, 0x00, 0x18, 0x00, 'U', 'N', 0, 0, -1, -1, -1, -1},
    {'S', 'Q', 0, 0, -1, -1, -1, -1},
    {'?', '?', 4, 0},
    {'D', 'I', 'C', 'M'},
    {0x78, (byte) 0x9C},
  };

  private final SplittableRandom random;

  Mutator(SplittableRandom random) {
    this.random = random;
  }

  /** A damaged copy of a file; most changes are in the first few KiB, where the headers are. */
  byte[] mutate(byte[] original) {
    byte[] bytes = original.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes && bytes.length > 0; i++) {
      bytes = change(bytes);
    }
    return bytes;
  }

  private byte[] change(byte[] bytes) {
    int at = position(bytes);
    switch (random.nextInt(9)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt(256);
      case 2 -> putLength(bytes, at, NASTY_LENGTHS[random.nextInt(NASTY_LENGTHS.length)]);
      case 3 -> putLength(bytes, at, random.nextInt(bytes.length * 2));
      case 4 -> put(bytes, at, TOKENS[random.nextInt(TOKENS.length)]);
      case 5 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(600)), (byte) 0);
      case 6 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 7 -> {
        return splice(bytes, at, random.nextInt(1, 300), true);
      }
      default -> {
        return splice(bytes, at, random.nextInt(1, 40), false);
      }
    }
    return bytes;
  }

  private int position(byte[] bytes) {
    int bound = random.nextInt(4) == 0 ? bytes.length : Math.min(bytes.length, 3000);
    return random.nextInt(bound);
  }

  private static void putLength(byte[] bytes, int at, int length) {
    byte[] little = {
      (byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)
    };
    put(bytes, at, little);
  }

  private static void put(byte[] bytes, int at, byte[] token) {
    System.arraycopy(token, 0, bytes, at, Math.min(token.length, bytes.length - at));
  }

  /** Repeats a block, or removes it. */
  private static byte[] splice(byte[] bytes, int at, int length, boolean repeat) {
    int end = Math.min(bytes.length, at + length);
    int resume = repeat ? at : end;
    byte[] spliced = new byte[end + bytes.length - resume - (repeat ? 0 : end - at)];
    int head = repeat ? end : at;
    System.arraycopy(bytes, 0, spliced, 0, head);
    System.arraycopy(bytes, resume, spliced, head, spliced.length - head);
    return spliced;
  }
}
