package io.github.dcmbulk.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Deflater;

/** Small DICOM files in any header encoding, written without the code under test. */
public final class Part10 {
  public static final String IMPLICIT = "1.2.840.10008.1.2";
  public static final String EXPLICIT = "1.2.840.10008.1.2.1";
  public static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  public static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";

  private final String transferSyntax;
  private final boolean explicit;
  private final boolean bigEndian;
  private final ByteArrayOutputStream dataSet = new ByteArrayOutputStream();

  public Part10(String transferSyntax) {
    this(transferSyntax, !transferSyntax.equals(IMPLICIT), transferSyntax.equals(BIG_ENDIAN));
  }

  private Part10(String transferSyntax, boolean explicit, boolean bigEndian) {
    this.transferSyntax = transferSyntax;
    this.explicit = explicit;
    this.bigEndian = bigEndian;
  }

  /** A file in explicit VR little endian with the UIDs and little else. */
  public static byte[] instance(String study, String series, String sop) {
    return instance(EXPLICIT, study, series, sop);
  }

  public static byte[] instance(String transferSyntax, String study, String series, String sop) {
    return new Part10(transferSyntax).uid(0x00080018, sop).studyAndSeries(study, series).file();
  }

  /** The same with that many bytes after the UIDs. */
  static byte[] large(String study, String series, String sop, int bytes) {
    return new Part10(EXPLICIT)
        .uid(0x00080018, sop)
        .studyAndSeries(study, series)
        .element(0x7FE00010, "OB", new byte[bytes])
        .file();
  }

  public Part10 studyAndSeries(String study, String series) {
    return uid(0x0020000D, study).uid(0x0020000E, series);
  }

  public Part10 uid(int tag, String value) {
    String padded = value.length() % 2 == 0 ? value : value + "\0";
    return element(tag, "UI", padded.getBytes(StandardCharsets.ISO_8859_1));
  }

  Part10 element(int tag, String vr, byte[] value) {
    header(tag, vr, value.length);
    dataSet.writeBytes(value);
    return this;
  }

  /** The header alone. */
  public Part10 header(int tag, String vr, int length) {
    tag(tag);
    if (!explicit) {
      number(length, 4);
    } else {
      dataSet.writeBytes(vr.getBytes(StandardCharsets.ISO_8859_1));
      boolean longForm = vr.equals("SQ") || vr.equals("UN") || vr.equals("OB");
      if (longForm) {
        number(0, 2);
      }
      number(length, longForm ? 4 : 2);
    }
    return this;
  }

  /** An item, its end, or a sequence's end. */
  public Part10 delimiter(int tag, int length) {
    tag(tag);
    number(length, 4);
    return this;
  }

  /** One byte as it is. */
  public Part10 raw(byte octet) {
    dataSet.write(octet);
    return this;
  }

  private void tag(int tag) {
    number(tag >>> 16, 2);
    number(tag & 0xFFFF, 2);
  }

  private void number(int value, int bytes) {
    for (int i = 0; i < bytes; i++) {
      dataSet.write(value >>> (8 * (bigEndian ? bytes - 1 - i : i)));
    }
  }

  public byte[] dataSet() {
    return dataSet.toByteArray();
  }

  public byte[] file() {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    file.writeBytes(new byte[128]);
    file.writeBytes("DICM".getBytes(StandardCharsets.ISO_8859_1));
    file.writeBytes(new Part10(EXPLICIT).uid(0x00020010, transferSyntax).dataSet());
    file.writeBytes(transferSyntax.equals(DEFLATED) ? deflated(dataSet()) : dataSet());
    return file.toByteArray();
  }

  private static byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      byte[] out = new byte[bytes.length + 64];
      int length = deflater.deflate(out);
      ByteArrayOutputStream exact = new ByteArrayOutputStream();
      exact.write(out, 0, length);
      return exact.toByteArray();
    } finally {
      deflater.end();
    }
  }
}
