package io.github.dcmbulk.sandbox.lake;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's own reader of a DICOM file's header (PS3.10 §7.1, PS3.5 §7), for four UIDs. It
 * trusts what it reads, and stops where that leads out of the file.
 */
final class DicomHeaderReader implements AutoCloseable {
  private static final int TRANSFER_SYNTAX = 0x00020010;
  private static final int SOP_INSTANCE = 0x00080018;
  private static final int STUDY = 0x0020000D;
  private static final int SERIES = 0x0020000E;
  private static final int ITEM = 0xFFFEE000;
  private static final int ITEM_END = 0xFFFEE00D;
  private static final int SEQUENCE_END = 0xFFFEE0DD;
  private static final long UNDEFINED = 0xFFFFFFFFL;
  private static final int DEEPEST = 64;
  private static final int LONGEST_UID = 256;
  private static final String WITH_LONG_LENGTH = "OB OD OF OL OV OW SQ SV UC UN UR UT UV";

  private final Inflater inflater = new Inflater(true);
  private InputStream in;
  private boolean explicit = true;
  private boolean bigEndian;

  // The header that was read last.
  private int tag;
  private String vr = "";
  private long length;

  private @Nullable String transferSyntax;
  private @Nullable String sop;
  private @Nullable String study;
  private @Nullable String series;

  DicomHeaderReader(InputStream in) {
    this.in = in;
  }

  /** Reads as far as the UIDs need; missing UIDs stay null. */
  void read() throws IOException {
    in.skipNBytes(128);
    if (!text(4).equals("DICM")) {
      return;
    }
    readMeta();
    if (transferSyntax != null) {
      enterDataSet(transferSyntax);
      readDataSet();
    }
  }

  private void readMeta() throws IOException {
    while (true) {
      in.mark(4);
      tag = readTag();
      if (tag >>> 16 != 2) {
        in.reset();
        return;
      }
      readRestOfHeader();
      if (tag == TRANSFER_SYNTAX) {
        transferSyntax = uid();
      } else {
        in.skipNBytes(length);
      }
    }
  }

  private void enterDataSet(String syntax) {
    explicit = !syntax.equals("1.2.840.10008.1.2");
    bigEndian = syntax.equals("1.2.840.10008.1.2.2");
    if (syntax.equals("1.2.840.10008.1.2.1.99")) {
      in = new BufferedInputStream(new InflaterInputStream(in, inflater));
    }
  }

  private void readDataSet() throws IOException {
    while (series == null) {
      tag = readTag();
      if (Integer.compareUnsigned(tag, SERIES) > 0) {
        return;
      }
      readRestOfHeader();
      switch (tag) {
        case SOP_INSTANCE -> sop = uid();
        case STUDY -> study = uid();
        case SERIES -> series = uid();
        default -> skipValue(0);
      }
    }
  }

  private int readTag() throws IOException {
    return (int) ((number(2) << 16) | number(2));
  }

  private void readRestOfHeader() throws IOException {
    boolean delimiter = tag >>> 16 == 0xFFFE;
    vr = explicit && !delimiter ? text(2) : "";
    if (vr.isEmpty()) {
      length = number(4);
    } else if (WITH_LONG_LENGTH.contains(vr)) {
      in.skipNBytes(2);
      length = number(4);
    } else {
      length = number(2);
    }
  }

  private void skipValue(int depth) throws IOException {
    if (length != UNDEFINED) {
      in.skipNBytes(length);
      return;
    }
    if (depth == DEEPEST) {
      throw new EOFException("nested too deep");
    }
    // A sequence with VR UN contains implicit VR little endian (PS3.5 §6.2.2).
    boolean outer = explicit;
    explicit = explicit && !vr.equals("UN");
    skipUntil(SEQUENCE_END, depth);
    explicit = outer;
  }

  private void skipUntil(int end, int depth) throws IOException {
    while (true) {
      tag = readTag();
      readRestOfHeader();
      if (tag == end) {
        return;
      }
      if (tag == ITEM && length == UNDEFINED) {
        skipUntil(ITEM_END, depth);
      } else {
        skipValue(depth + 1);
      }
    }
  }

  private String uid() throws IOException {
    if (length > LONGEST_UID) {
      throw new EOFException("no UID is that long");
    }
    String value = text((int) length);
    int end = value.length();
    while (end > 0 && (value.charAt(end - 1) == 0 || value.charAt(end - 1) == ' ')) {
      end--;
    }
    return value.substring(0, end).stripLeading();
  }

  private String text(int bytes) throws IOException {
    byte[] read = in.readNBytes(bytes);
    if (read.length < bytes) {
      throw new EOFException();
    }
    return new String(read, StandardCharsets.ISO_8859_1);
  }

  private long number(int bytes) throws IOException {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      int octet = in.read();
      if (octet < 0) {
        throw new EOFException();
      }
      number = bigEndian ? (number << 8) | octet : number | ((long) octet << (8 * i));
    }
    return number;
  }

  @Nullable String transferSyntax() {
    return transferSyntax;
  }

  @Nullable String sop() {
    return sop;
  }

  @Nullable String study() {
    return study;
  }

  @Nullable String series() {
    return series;
  }

  /** Frees the inflater; does not close the stream. */
  @Override
  public void close() {
    inflater.end();
  }
}
