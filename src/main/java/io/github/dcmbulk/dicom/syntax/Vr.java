package io.github.dcmbulk.dicom.syntax;

/**
 * Value representations of explicit encodings (PS3.5 §6.2), each as two ASCII bytes in one int, and
 * the size of their length field (PS3.5 §7.1.2).
 */
public final class Vr {
  /** For an implicit element, which states no VR. */
  public static final int NONE = 0;

  /** Other Byte. */
  public static final int OB = code('O', 'B');

  /** Other Word. */
  public static final int OW = code('O', 'W');

  /** Sequence of Items. */
  public static final int SQ = code('S', 'Q');

  /** Unknown. */
  public static final int UN = code('U', 'N');

  /** Unsigned Short. */
  public static final int US = code('U', 'S');

  private static final String SHORT = "AEASATCSDADSDTFDFLISLOLTPNSHSLSSSTTMUIULUS";
  private static final String LONG = "OBODOFOLOVOWSQSVUCUNURUTUV";
  private static final int LETTERS = 26;
  private static final byte[] LENGTH_BYTES = new byte[LETTERS * LETTERS];

  static {
    fill(SHORT, 2);
    fill(LONG, 4);
  }

  private Vr() {}

  /** Bytes of the length field: 2 or 4; 0 if the standard has no such VR. */
  public static int lengthBytes(int vr) {
    int first = (vr >> 8) - 'A';
    int second = (vr & 0xFF) - 'A';
    if (first < 0 || first >= LETTERS || second < 0 || second >= LETTERS) {
      return 0;
    }
    return LENGTH_BYTES[first * LETTERS + second];
  }

  /** Whether the standard has such a value representation (PS3.5 §6.2). */
  public static boolean isKnown(int vr) {
    return lengthBytes(vr) != 0;
  }

  /**
   * Values that writers use in place of an unknown VR: other capitals, {@code ??}, spaces or zeros.
   */
  public static boolean isPlausible(int vr) {
    int first = vr >> 8;
    int second = vr & 0xFF;
    boolean capitals = first >= 'A' && first <= 'Z' && second >= 'A' && second <= 'Z';
    boolean blank = first == second && (first == '?' || first == ' ' || first == 0);
    return capitals || blank;
  }

  /** The two bytes at an index. */
  public static int at(byte[] bytes, int index) {
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
