package io.github.dcmbulk.dicom.syntax;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How a data set's elements are written (PS3.5 §7.1 and Annex A). */
public enum Encoding {
  /** No VR, little endian (PS3.5 A.1). */
  IMPLICIT_LITTLE("Implicit VR Little Endian", false, ByteOrder.LITTLE_ENDIAN),
  /** With VR, little endian (PS3.5 A.2). */
  EXPLICIT_LITTLE("Explicit VR Little Endian", true, ByteOrder.LITTLE_ENDIAN),
  /** With VR, big endian (PS3.5 A.3, retired). */
  EXPLICIT_BIG("Explicit VR Big Endian", true, ByteOrder.BIG_ENDIAN);

  /** The 32-bit length of a value that ends with a delimiter (PS3.5 §7.1.1). */
  public static final long UNDEFINED_32 = 0xFFFF_FFFFL;

  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final String title;
  private final boolean explicit;
  private final boolean big;

  Encoding(String title, boolean explicit, ByteOrder order) {
    this.title = title;
    this.explicit = explicit;
    this.big = order == ByteOrder.BIG_ENDIAN;
  }

  /** Name of the transfer syntax that consists of this encoding alone. */
  public String title() {
    return title;
  }

  /** Whether elements state their VR. */
  public boolean explicit() {
    return explicit;
  }

  /** An unsigned 16-bit number. */
  public int u16(byte[] bytes, int index) {
    short little = (short) SHORT.get(bytes, index);
    return (big ? Short.reverseBytes(little) : little) & 0xFFFF;
  }

  /** An unsigned 32-bit number. */
  public long u32(byte[] bytes, int index) {
    int little = (int) INT.get(bytes, index);
    return (big ? Integer.reverseBytes(little) : little) & 0xFFFF_FFFFL;
  }

  /** The tag at an index. */
  public int tag(byte[] bytes, int index) {
    int little = (int) INT.get(bytes, index);
    return big ? Integer.reverseBytes(little) : Integer.rotateLeft(little, 16);
  }

  /**
   * The encoding in which the eight bytes at an index are a plausible first element of a data set:
   * the declared one if it is plausible or if none is. A first group above 00FF indicates a wrong
   * byte order: data sets begin with group 0008 or one near it.
   *
   * @param room bytes from the index to the end of the data set
   */
  public static Encoding ofFirstElement(Encoding declared, byte[] bytes, int index, long room) {
    if (declared.fits(bytes, index, room)) {
      return declared;
    }
    for (Encoding other : values()) {
      if (other != declared && other.fits(bytes, index, room)) {
        return other;
      }
    }
    return declared;
  }

  /**
   * The encoding of an item's first element: that of the sequence, unless only the other one is
   * plausible. Some exports write implicit items in explicit files, or explicit ones in implicit
   * files.
   *
   * @param room bytes from the index to the end of the item or file
   */
  public static Encoding ofItem(Encoding declared, byte[] bytes, int index, long room) {
    if (declared == EXPLICIT_BIG || Tag.group(declared.tag(bytes, index)) == Tag.DELIMITER_GROUP) {
      return declared;
    }
    boolean vrIsThere = Vr.isKnown(Vr.at(bytes, index + 4));
    long implicitLength = IMPLICIT_LITTLE.u32(bytes, index + 4);
    boolean implicitFits = implicitLength == UNDEFINED_32 || implicitLength <= room - 8;
    if (declared.explicit) {
      return vrIsThere || !implicitFits ? declared : IMPLICIT_LITTLE;
    }
    return implicitFits || !vrIsThere ? declared : EXPLICIT_LITTLE;
  }

  private boolean fits(byte[] bytes, int index, long room) {
    if (u16(bytes, index) > 0xFF) {
      return false;
    }
    boolean vrIsThere = Vr.isKnown(Vr.at(bytes, index + 4));
    if (explicit) {
      return vrIsThere;
    }
    long length = u32(bytes, index + 4);
    return length == UNDEFINED_32 || (length <= room - 8 && !vrIsThere);
  }
}
