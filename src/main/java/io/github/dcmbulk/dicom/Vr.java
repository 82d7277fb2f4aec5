package io.github.dcmbulk.dicom;

/**
 * Value representations of explicit encodings (PS3.5 §6.2), each as its two ASCII bytes in one int,
 * and the width of their length field (PS3.5 §7.1.2).
 */
final class Vr {
  /** Of an implicit element, which states none. */
  static final int NONE = 0;

  static final int OB = code('O', 'B');
  static final int OW = code('O', 'W');
  static final int SQ = code('S', 'Q');
  static final int UN = code('U', 'N');
  static final int US = code('U', 'S');

  private static final String SHORT = "AEASATCSDADSDTFDFLISLOLTPNSHSLSSSTTMUIULUS";
  private static final String LONG = "OBODOFOLOVOWSQSVUCUNURUTUV";
  private static final int LETTERS = 26;
  private static final byte[] LENGTH_BYTES = new byte[LETTERS * LETTERS];

  static {
    fill(SHORT, 2);
    fill(LONG, 4);
  }

  private Vr() {}

  /** Bytes of the length field: 2 or 4, or 0 when the standard has no such VR. */
  static int lengthBytes(int vr) {
    int first = (vr >> 8) - 'A';
    int second = (vr & 0xFF) - 'A';
    if (first < 0 || first >= LETTERS || second < 0 || second >= LETTERS) {
      return 0;
    }
    return LENGTH_BYTES[first * LETTERS + second];
  }

  static boolean isKnown(int vr) {
    return lengthBytes(vr) != 0;
  }

  /** What writers put where they know no VR: other capitals, {@code ??}, spaces or zeros. */
  static boolean isPlausible(int vr) {
    int first = vr >> 8;
    int second = vr & 0xFF;
    boolean capitals = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    boolean blank = first == second && (first == '?' || first == ' ' || first == 0);
    return capitals || blank;
  }

  /** The VR at an index, whatever the bytes are. */
  static int at(byte[] bytes, int index) {
    return (bytes[index] & 0xFF) << 8 | (bytes[index + 1] & 0xFF);
  }

  private static int code(char first, char second) {
    return first << 8 | second;
  }

  private static void fill(String vrs, int lengthBytes) {
    for (int i = 0; i < vrs.length(); i += 2) {
      int index = (vrs.charAt(i) - 'A') * LETTERS + (vrs.charAt(i + 1) - 'A');
      LENGTH_BYTES[index] = (byte) lengthBytes;
    }
  }
}
