package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.zip.Deflater;

/** A small valid DICOM file of some kind, which a test then changes. All data are synthetic. */
final class TestFile {
  static final String CT = "1.2.840.10008.5.1.4.1.1.2";
  static final String COMPREHENSIVE_SR = "1.2.840.10008.5.1.4.1.1.88.33";
  static final String IMPLICIT = "1.2.840.10008.1.2";
  static final String EXPLICIT = "1.2.840.10008.1.2.1";
  static final String BIG_ENDIAN = "1.2.840.10008.1.2.2";
  static final String DEFLATED = "1.2.840.10008.1.2.1.99";
  static final String JPEG_LOSSLESS = "1.2.840.10008.1.2.4.70";
  static final String JPEG_2000 = "1.2.840.10008.1.2.4.91";
  static final String RLE = "1.2.840.10008.1.2.5";

  static final int SIDE = 8;
  static final int PIXEL_BYTES = SIDE * SIDE * 2;

  private final SortedMap<Integer, Consumer<ElementWriter>> meta = unsigned();
  private final SortedMap<Integer, Consumer<ElementWriter>> dataSet = unsigned();
  private final String syntax;
  private Encoding encoding;
  private byte[] preamble = new byte[128];
  private byte[] prefix = ascii("DICM");
  private byte[] tail = {};
  private long groupLength = -1;
  private boolean zlib;
  private boolean deflate;

  private TestFile(String syntax, String sopClass) {
    this.syntax = syntax;
    this.encoding = TransferSyntax.of(syntax).encoding();
    this.deflate = TransferSyntax.of(syntax).deflated();
    meta(0x00020001, "OB", new byte[] {0, 1});
    meta(Tag.META_SOP_CLASS, "UI", uid(sopClass));
    meta(Tag.META_SOP_INSTANCE, "UI", uid("1.2.826.0.1.3680043.9.1.1"));
    meta(Tag.TRANSFER_SYNTAX, "UI", uid(syntax));
    put(0x00080005, "CS", text("ISO_IR 100"));
    put(Tag.SOP_CLASS, "UI", uid(sopClass));
    put(Tag.SOP_INSTANCE, "UI", uid("1.2.826.0.1.3680043.9.1.1"));
    put(Tag.STUDY_DATE, "DA", text("20240229"));
    put(0x00100010, "PN", text("TEST^INVENTED"));
    put(Tag.PATIENT_ID, "LO", text(" id-7 "));
    put(Tag.STUDY, "UI", uid("1.2.826.0.1.3680043.9.1"));
    put(Tag.SERIES, "UI", uid("1.2.826.0.1.3680043.9.1.2"));
    put(0x00200013, "IS", text("1"));
  }

  /** A CT slice of eight by eight pixels, native or with one fragment as the syntax demands. */
  static TestFile ct(String syntax) {
    TestFile file = new TestFile(syntax, CT);
    file.put(Tag.MODALITY, "CS", text("CT"));
    file.number(Tag.SAMPLES_PER_PIXEL, 1);
    file.put(Tag.PHOTOMETRIC_INTERPRETATION, "CS", text("MONOCHROME2"));
    file.number(Tag.ROWS, SIDE);
    file.number(Tag.COLUMNS, SIDE);
    file.number(Tag.BITS_ALLOCATED, 16);
    PixelCodec codec = TransferSyntax.of(syntax).codec();
    if (codec.encapsulates()) {
      file.fragments(codeStream(codec));
    } else {
      file.put(Tag.PIXEL_DATA, "OW", new byte[PIXEL_BYTES]);
    }
    return file;
  }

  /** A report with a content sequence two levels deep, and no pixels. */
  static TestFile sr(String syntax, boolean delimited) {
    TestFile file = new TestFile(syntax, COMPREHENSIVE_SR);
    file.put(Tag.MODALITY, "CS", text("SR"));
    return file.write(
        0x0040A730,
        out -> {
          ElementWriter inner = new ElementWriter(out.encoding());
          inner.element(0x0040A160, "UT", text("nothing of note"));
          ElementWriter item = new ElementWriter(out.encoding());
          item.element(0x0040A040, "CS", text("CONTAINER"));
          item.sequence(0x0040A730, "SQ", delimited, inner, inner);
          out.sequence(0x0040A730, "SQ", delimited, item, item);
        });
  }

  /** Bytes with the marks of a code stream only. */
  static byte[] codeStream(PixelCodec codec) {
    byte[] stream = new byte[80];
    switch (codec) {
      case JPEG -> mark(stream, 0xD8, 0xC3);
      case JPEG_2000 -> mark(stream, 0x4F, 0x51);
      case RLE -> stream[0] = 2;
      default -> throw new IllegalArgumentException("no marks: " + codec);
    }
    return stream;
  }

  private static void mark(byte[] stream, int start, int second) {
    stream[0] = (byte) 0xFF;
    stream[1] = (byte) start;
    stream[2] = (byte) 0xFF;
    stream[3] = (byte) second;
    stream[stream.length - 2] = (byte) 0xFF;
    stream[stream.length - 1] = (byte) 0xD9;
  }

  TestFile put(int tag, String vr, byte... value) {
    return write(tag, out -> out.element(tag, vr, value));
  }

  TestFile number(int tag, int number) {
    return write(tag, out -> out.header(tag, "US", 2).u16(number));
  }

  TestFile fragments(byte[]... fragments) {
    return write(Tag.PIXEL_DATA, out -> out.fragments(Tag.PIXEL_DATA, fragments));
  }

  /** Writes an element at its place by tag, in any form. */
  TestFile write(int tag, Consumer<ElementWriter> writer) {
    dataSet.put(tag, writer);
    return this;
  }

  TestFile remove(int tag) {
    dataSet.remove(tag);
    return this;
  }

  /** Removes all elements from a tag on. */
  TestFile removeFrom(int tag) {
    dataSet.tailMap(tag).clear();
    return this;
  }

  TestFile meta(int tag, String vr, byte... value) {
    meta.put(tag, out -> out.element(tag, vr, value));
    return this;
  }

  TestFile removeMeta(int tag) {
    meta.remove(tag);
    return this;
  }

  TestFile removeMeta() {
    meta.clear();
    return this;
  }

  /** Sets another group length. */
  TestFile groupLength(long length) {
    groupLength = length;
    return this;
  }

  TestFile preamble(String text) {
    byte[] begin = text.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(begin, 0, preamble, 0, begin.length);
    return this;
  }

  TestFile withoutPreamble() {
    preamble = new byte[0];
    prefix = new byte[0];
    return this;
  }

  /** Writes the data set in another encoding than declared. */
  TestFile encoded(Encoding other) {
    encoding = other;
    return this;
  }

  TestFile notDeflated() {
    deflate = false;
    return this;
  }

  TestFile withZlibHeader() {
    zlib = true;
    return this;
  }

  TestFile append(byte... bytes) {
    tail = bytes;
    return this;
  }

  String syntax() {
    return syntax;
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(preamble);
    out.writeBytes(prefix);
    out.writeBytes(metaBytes());
    byte[] set = dataSet().bytes();
    out.writeBytes(deflate ? deflated(set) : set);
    out.writeBytes(tail);
    return out.toByteArray();
  }

  /** Offsets in the file at which an element begins; only the first in a deflated data set. */
  Set<Integer> elementStarts() {
    int begin = preamble.length + prefix.length + metaBytes().length;
    Set<Integer> starts = new TreeSet<>();
    dataSet().starts().forEach(start -> starts.add(begin + start));
    return deflate ? Set.of(begin) : starts;
  }

  private ElementWriter dataSet() {
    ElementWriter out = new ElementWriter(encoding);
    dataSet.values().forEach(element -> element.accept(out));
    return out;
  }

  private byte[] metaBytes() {
    if (meta.isEmpty()) {
      return new byte[0];
    }
    ElementWriter body = new ElementWriter(Encoding.EXPLICIT_LITTLE);
    meta.values().forEach(element -> element.accept(body));
    if (meta.containsKey(Tag.META_GROUP_LENGTH)) {
      return body.bytes();
    }
    long length = groupLength < 0 ? body.bytes().length : groupLength;
    ElementWriter out = new ElementWriter(Encoding.EXPLICIT_LITTLE);
    return out.header(Tag.META_GROUP_LENGTH, "UL", 4).u32(length).raw(body.bytes()).bytes();
  }

  private byte[] deflated(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, !zlib);
    deflater.setInput(bytes);
    deflater.finish();
    byte[] out = new byte[bytes.length + 100];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }

  static byte[] uid(String uid) {
    return ascii(uid.length() % 2 == 0 ? uid : uid + "\0");
  }

  static byte[] text(String text) {
    return ascii(text.length() % 2 == 0 ? text : text + " ");
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static SortedMap<Integer, Consumer<ElementWriter>> unsigned() {
    return new TreeMap<>(Integer::compareUnsigned);
  }
}
