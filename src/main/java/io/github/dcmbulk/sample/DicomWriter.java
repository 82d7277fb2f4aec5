package io.github.dcmbulk.sample;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes data sets in explicit VR little endian (PS3.5 §7.1.2) and files with them (PS3.10 §7.1).
 * Elements must be added in ascending order of their tags; this is not checked.
 */
final class DicomWriter {
  static final String EXPLICIT_LITTLE_ENDIAN = "1.2.840.10008.1.2.1";
  static final String RLE_LOSSLESS = "1.2.840.10008.1.2.5";

  private static final int PIXEL_DATA = 0x7FE00010;
  private static final int ITEM = 0xFFFEE000;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final int UNDEFINED = 0xFFFFFFFF;
  private static final String IMPLEMENTATION_UID = "2.25.301965840259637481905862134720956183427";
  private static final List<String> WITH_LONG_LENGTH = List.of("OB", "OW", "SQ", "UT");

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /**
   * A complete file: preamble, prefix, File Meta Information, data set.
   *
   * @param transferSyntax transfer syntax UID that fits the data set's pixel data
   */
  static byte[] file(
      String sopClass, String sopInstance, String transferSyntax, DicomWriter dataSet) {
    DicomWriter meta =
        new DicomWriter()
            .bytes(0x00020001, "OB", new byte[] {0, 1})
            .text(0x00020002, "UI", sopClass)
            .text(0x00020003, "UI", sopInstance)
            .text(0x00020010, "UI", transferSyntax)
            .text(0x00020012, "UI", IMPLEMENTATION_UID)
            .text(0x00020013, "SH", "DCMBULK_SAMPLE");
    DicomWriter file = new DicomWriter();
    file.out.writeBytes(new byte[128]);
    file.out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
    file.int32(0x00020000, meta.out.size());
    file.out.writeBytes(meta.toBytes());
    file.out.writeBytes(dataSet.toBytes());
    return file.toBytes();
  }

  /** Text in UTF-8, padded to an even length. */
  DicomWriter text(int tag, String vr, String value) {
    byte[] raw = value.getBytes(StandardCharsets.UTF_8);
    header(tag, vr, raw.length + raw.length % 2);
    out.writeBytes(raw);
    if (raw.length % 2 == 1) {
      out.write(vr.equals("UI") ? 0 : ' ');
    }
    return this;
  }

  /** Unsigned 16 bit numbers (VR US). */
  DicomWriter int16(int tag, int... values) {
    header(tag, "US", 2 * values.length);
    for (int value : values) {
      little(value, 2);
    }
    return this;
  }

  /** One unsigned 32 bit number (VR UL). */
  DicomWriter int32(int tag, int value) {
    header(tag, "UL", 4);
    little(value, 4);
    return this;
  }

  /** One tag as a value (VR AT). */
  DicomWriter at(int tag, int value) {
    header(tag, "AT", 4);
    tag(value);
    return this;
  }

  /** Bytes; their number must be even. */
  DicomWriter bytes(int tag, String vr, byte[] value) {
    header(tag, vr, value.length);
    out.writeBytes(value);
    return this;
  }

  /** A sequence of undefined length with items of defined length. */
  DicomWriter sequence(int tag, DicomWriter... items) {
    header(tag, "SQ", UNDEFINED);
    for (DicomWriter item : items) {
      delimiter(ITEM, item.out.size());
      out.writeBytes(item.toBytes());
    }
    delimiter(SEQUENCE_END, 0);
    return this;
  }

  /** Native pixel data with 16 bits allocated. */
  DicomWriter pixels16(int[] values) {
    header(PIXEL_DATA, "OW", 2 * values.length);
    for (int value : values) {
      little(value, 2);
    }
    return this;
  }

  /** Native pixel data with 8 bits allocated; their number must be even. */
  DicomWriter pixels8(byte[] values) {
    return bytes(PIXEL_DATA, "OB", values);
  }

  /** Encapsulated pixel data (PS3.5 §A.4): an empty offset table, one fragment for each frame. */
  DicomWriter encapsulatedPixels(List<byte[]> frames) {
    header(PIXEL_DATA, "OB", UNDEFINED);
    delimiter(ITEM, 0);
    for (byte[] frame : frames) {
      delimiter(ITEM, frame.length);
      out.writeBytes(frame);
    }
    delimiter(SEQUENCE_END, 0);
    return this;
  }

  byte[] toBytes() {
    return out.toByteArray();
  }

  private void header(int tag, String vr, int length) {
    tag(tag);
    out.writeBytes(vr.getBytes(StandardCharsets.US_ASCII));
    if (WITH_LONG_LENGTH.contains(vr)) {
      little(0, 2);
      little(length, 4);
    } else {
      little(length, 2);
    }
  }

  private void delimiter(int tag, int length) {
    tag(tag);
    little(length, 4);
  }

  private void tag(int tag) {
    little(tag >>> 16, 2);
    little(tag, 2);
  }

  private void little(int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      out.write(value >>> (8 * i));
    }
  }
}
