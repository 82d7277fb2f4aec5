package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.COMPREHENSIVE_SR;
import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_2000;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.PIXEL_BYTES;
import static io.github.dcmbulk.dicom.TestFile.RLE;
import static io.github.dcmbulk.dicom.TestFile.SIDE;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.codeStream;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.sr;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdict on one small file for each deviation that the checks know. */
class FixtureTest {
  private static final FileChecker FULL = new DicomFileChecker(CheckOptions.DEFAULT);
  private static final FileChecker HEADER = new DicomFileChecker(Verdicts.HEADER);
  private static final byte[] FRAGMENT = codeStream(PixelCodec.JPEG);

  @TempDir private Path folder;

  /** What is checked, and the verdict at full depth and on the header alone. */
  record Fixture(String name, Supplier<byte[]> content, String full, String header) {
    Fixture(String name, byte[] content, String full, String header) {
      this(name, () -> content, full, header);
    }

    Fixture(String name, TestFile file, String both) {
      this(name, file::bytes, both, both);
    }

    Fixture(String name, TestFile file, String full, String header) {
      this(name, file::bytes, full, header);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  @ParameterizedTest
  @MethodSource({
    "good",
    "fileMeta",
    "starts",
    "identifiers",
    "encodings",
    "structure",
    "pixels",
    "ends"
  })
  void givesTheVerdict(Fixture fixture) {
    Path file = folder.resolve("IM000001");
    byte[] content = fixture.content().get();
    assertThat(Verdicts.text(Verdicts.of(FULL, file, content))).isEqualTo(fixture.full());
    assertThat(Verdicts.text(Verdicts.of(HEADER, file, content))).isEqualTo(fixture.header());
  }

  static Stream<Fixture> good() {
    Stream<Fixture> images =
        CheckOptions.SERVICE_TRANSFER_SYNTAXES.stream()
            .map(syntax -> new Fixture("image in " + syntax, ct(syntax), "instance"));
    Stream<Fixture> reports =
        Stream.of(IMPLICIT, EXPLICIT, TestFile.BIG_ENDIAN, DEFLATED)
            .flatMap(
                syntax ->
                    Stream.of(
                        new Fixture("report in " + syntax, sr(syntax, true), "instance"),
                        new Fixture(
                            "defined lengths in " + syntax, sr(syntax, false), "instance")));
    return Stream.concat(images, reports);
  }

  static Stream<Fixture> fileMeta() {
    return Stream.of(
        new Fixture("group length too small", ct(EXPLICIT).groupLength(10), "instance"),
        new Fixture("group length too large", ct(EXPLICIT).groupLength(0xFFFFFFFEL), "instance"),
        new Fixture(
            "group length absent",
            ct(EXPLICIT).meta(Tag.META_GROUP_LENGTH, "UL").removeMeta(Tag.META_GROUP_LENGTH),
            "instance"),
        new Fixture(
            "group length as UN",
            ct(EXPLICIT).meta(Tag.META_GROUP_LENGTH, "UN", new byte[4]),
            "instance"),
        new Fixture("version absent", ct(EXPLICIT).removeMeta(0x00020001), "instance"),
        new Fixture(
            "private information",
            ct(EXPLICIT)
                .meta(0x00020100, "UI", uid("1.2.826.0.1.3680043.9"))
                .meta(0x00020102, "OB", new byte[70_000]),
            "instance"),
        new Fixture(
            "SOP Instance UID differs",
            ct(EXPLICIT).meta(Tag.META_SOP_INSTANCE, "UI", uid("1.2.3")),
            "instance meta-mismatch"),
        new Fixture(
            "SOP Class UID differs",
            ct(EXPLICIT).meta(Tag.META_SOP_CLASS, "UI", uid(COMPREHENSIVE_SR)),
            "instance meta-mismatch"),
        new Fixture(
            "transfer syntax padded with spaces",
            ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", ascii(EXPLICIT + "   ")),
            "instance"),
        new Fixture("no transfer syntax", ct(EXPLICIT).removeMeta(Tag.TRANSFER_SYNTAX), "bad-meta"),
        new Fixture(
            "empty transfer syntax", ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI"), "bad-meta"),
        new Fixture(
            "unknown transfer syntax",
            ct(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3.4")),
            "unsupported-transfer-syntax"),
        new Fixture(
            "JPEG Baseline",
            ct(JPEG_LOSSLESS).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.840.10008.1.2.4.50")),
            "unsupported-transfer-syntax"),
        new Fixture("no group 0002", ct(EXPLICIT).removeMeta(), "bad-meta"),
        new Fixture(
            "cut in group 0002", Arrays.copyOf(ct(EXPLICIT).bytes(), 200), "bad-meta", "bad-meta"),
        new Fixture(
            "nothing after group 0002",
            ct(EXPLICIT).removeFrom(0).bytes(),
            "truncated",
            "truncated"),
        new Fixture(
            "media directory met in a walk",
            ct(EXPLICIT).meta(Tag.META_SOP_CLASS, "UI", uid("1.2.840.10008.1.3.10")),
            "not-dicom"));
  }

  static Stream<Fixture> starts() {
    return Stream.of(
        new Fixture("TIFF preamble", ct(EXPLICIT).preamble("II*\0"), "instance"),
        new Fixture(
            "ELF preamble", ct(EXPLICIT).preamble("\u007fELF"), "instance executable-preamble"),
        new Fixture("PE preamble", ct(EXPLICIT).preamble("MZ"), "instance executable-preamble"),
        new Fixture(
            "script preamble", ct(EXPLICIT).preamble("#!/bin/sh"), "instance executable-preamble"),
        new Fixture("no preamble", ct(EXPLICIT).withoutPreamble(), "bad-meta no-preamble"),
        new Fixture(
            "data set only", ct(IMPLICIT).withoutPreamble().removeMeta(), "bad-meta no-preamble"),
        new Fixture(
            "big endian data set only",
            ct(TestFile.BIG_ENDIAN).withoutPreamble().removeMeta(),
            "bad-meta no-preamble"),
        new Fixture("a stray leading byte", strayByte(), "not-dicom", "not-dicom"),
        new Fixture("text", ascii("Findings: none.\n".repeat(50)), "not-dicom", "not-dicom"),
        new Fixture("zeros", new byte[4096], "not-dicom", "not-dicom"),
        new Fixture("one byte", new byte[1], "not-dicom", "not-dicom"),
        new Fixture(
            "preamble and prefix only", Arrays.copyOf(ct(EXPLICIT).bytes(), 132), "empty", "empty"),
        new Fixture("no byte, with a name like DICOM's", new byte[0], "empty", "empty"));
  }

  static Stream<Fixture> identifiers() {
    String long65 = "1.2.826." + "1".repeat(57);
    return Stream.of(
        new Fixture(
            "leading zero",
            ct(EXPLICIT).put(Tag.STUDY, "UI", uid("1.2.01")),
            "instance uid-format"),
        new Fixture(
            "65 characters", ct(EXPLICIT).put(Tag.STUDY, "UI", uid(long65)), "instance uid-format"),
        new Fixture(
            "empty component",
            ct(EXPLICIT).put(Tag.SERIES, "UI", uid("1..2")),
            "instance uid-format"),
        new Fixture(
            "padded with spaces", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("1.2.3   ")), "instance"),
        new Fixture("as LO", ct(EXPLICIT).put(Tag.STUDY, "LO", text("1.2.3")), "instance"),
        new Fixture(
            "letters", ct(EXPLICIT).put(Tag.SOP_INSTANCE, "UI", ascii("1.2.ab")), "bad-uid"),
        new Fixture(
            "path", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("../../etc/passwd")), "bad-uid"),
        new Fixture("newline", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("1.2\n.3")), "bad-uid"),
        new Fixture("NUL inside", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("1.2\0.3")), "bad-uid"),
        new Fixture("two values", ct(EXPLICIT).put(Tag.SERIES, "UI", ascii("1.2\\1.3")), "bad-uid"),
        new Fixture("no SOP class", ct(EXPLICIT).remove(Tag.SOP_CLASS), "no-sop-class"),
        new Fixture("no SOP instance", ct(EXPLICIT).put(Tag.SOP_INSTANCE, "UI"), "no-sop-instance"),
        new Fixture("no study", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("  ")), "no-study"),
        new Fixture("no series", ct(EXPLICIT).remove(Tag.SERIES), "no-series"),
        new Fixture(
            "study UID in a sequence only",
            ct(EXPLICIT)
                .remove(Tag.STUDY)
                .write(
                    0x00081110,
                    out ->
                        out.sequence(
                            0x00081110,
                            "SQ",
                            true,
                            new ElementWriter(out.encoding())
                                .element(Tag.STUDY, "UI", uid("1.2.3")))),
            "no-study"),
        new Fixture(
            "SOP instance twice, different",
            ct(EXPLICIT)
                .write(
                    0x00080019,
                    out -> out.element(Tag.SOP_INSTANCE, "UI", uid("1.2.826.0.1.3680043.9.1.9"))),
            "corrupt"),
        new Fixture(
            "private data of 300 KB before the study",
            ct(EXPLICIT).put(0x00091010, "OB", new byte[300_000]),
            "instance"));
  }

  static Stream<Fixture> encodings() {
    return Stream.of(
        new Fixture(
            "implicit labelled explicit",
            ct(EXPLICIT).encoded(Encoding.IMPLICIT_LITTLE),
            "instance encoding-mismatch"),
        new Fixture(
            "explicit labelled implicit",
            ct(IMPLICIT).encoded(Encoding.EXPLICIT_LITTLE),
            "instance encoding-mismatch"),
        new Fixture(
            "little labelled big",
            ct(TestFile.BIG_ENDIAN).encoded(Encoding.EXPLICIT_LITTLE),
            "instance encoding-mismatch"),
        new Fixture(
            "big labelled little",
            ct(EXPLICIT).encoded(Encoding.EXPLICIT_BIG),
            "instance encoding-mismatch"),
        new Fixture("labelled deflated", ct(DEFLATED).notDeflated(), "corrupt"),
        new Fixture(
            "deflated with a zlib header", ct(DEFLATED).withZlibHeader(), "instance zlib-header"),
        new Fixture(
            "private element with VR ??",
            ct(EXPLICIT).write(0x00091010, out -> out.header(0x00091010, "??", 4).u32(7)),
            "instance"),
        new Fixture(
            "private element with VR OX in the long form",
            ct(EXPLICIT)
                .write(
                    0x00091010,
                    out -> out.tag(0x00091010).raw(ascii("OX")).u16(0).u32(6).raw(new byte[6])),
            "instance"),
        new Fixture(
            "private element without VR in an explicit file",
            ct(EXPLICIT).write(0x00091010, out -> out.tag(0x00091010).u32(6).raw(new byte[6])),
            "instance"),
        new Fixture(
            "public element without VR in an explicit file",
            ct(EXPLICIT).write(0x00080050, out -> out.tag(0x00080050).u32(6).raw(ascii("number"))),
            "instance encoding-mismatch"),
        new Fixture(
            "UN of undefined length, implicit inside",
            ct(EXPLICIT)
                .write(
                    0x00091010,
                    out -> {
                      ElementWriter inside = new ElementWriter(Encoding.IMPLICIT_LITTLE);
                      inside.sequence(
                          0x00091010,
                          "SQ",
                          true,
                          new ElementWriter(Encoding.IMPLICIT_LITTLE)
                              .element(0x00091011, "LO", text("x")));
                      byte[] items = inside.bytes();
                      out.header(0x00091010, "UN", -1)
                          .raw(Arrays.copyOfRange(items, 8, items.length));
                    }),
            "instance"));
  }

  static Stream<Fixture> structure() {
    return Stream.of(
        new Fixture(
            "odd length",
            ct(EXPLICIT).write(0x00100040, out -> out.element(0x00100040, "CS", (byte) 'O')),
            "instance"),
        new Fixture(
            "nested 64 deep", ct(EXPLICIT).write(0x00091010, out -> nest(out, 64)), "instance"),
        new Fixture(
            "nested 65 deep", ct(EXPLICIT).write(0x00091010, out -> nest(out, 65)), "corrupt"),
        new Fixture(
            "nested 10,000 deep",
            ct(EXPLICIT).write(0x00091010, out -> nest(out, 10_000)),
            "corrupt"),
        new Fixture(
            "declared length FFFFFFFE",
            ct(EXPLICIT).write(0x00091010, out -> out.header(0x00091010, "OB", 0xFFFFFFFEL)),
            "truncated"),
        new Fixture(
            "undefined length on text",
            ct(EXPLICIT).write(0x00091010, out -> out.header(0x00091010, "UT", -1)),
            "corrupt"),
        new Fixture(
            "an element past its item",
            ct(EXPLICIT)
                .write(
                    0x0040A730,
                    out ->
                        out.header(0x0040A730, "SQ", 20)
                            .item(Tag.ITEM, 8)
                            .element(0x00080050, "SH", text("four"))),
            "corrupt",
            "instance"),
        new Fixture(
            "an item far past its sequence",
            ct(EXPLICIT)
                .write(
                    0x0040A730,
                    out ->
                        out.header(0x0040A730, "SQ", 20)
                            .item(Tag.ITEM, 50)
                            .element(0x00080050, "SH", text("four"))),
            "corrupt",
            "instance"),
        new Fixture(
            "an item a little past its sequence",
            ct(EXPLICIT)
                .write(
                    0x0040A730,
                    out ->
                        out.header(0x0040A730, "SQ", 18)
                            .item(Tag.ITEM, 12)
                            .element(0x00080050, "SH", text("four"))),
            "instance item-overrun",
            "instance"),
        new Fixture(
            "a sequence without items",
            ct(EXPLICIT)
                .write(
                    0x0040A730,
                    out -> out.header(0x0040A730, "SQ", -1).element(0x00080050, "SH", text("x"))),
            "corrupt",
            "instance"),
        new Fixture(
            "cut before the pixel data",
            ct(EXPLICIT).removeFrom(Tag.PIXEL_DATA),
            "truncated",
            "instance"),
        new Fixture(
            "report cut after the series", sr(EXPLICIT, true).removeFrom(0x0040A730), "instance"),
        new Fixture(
            "private items in bytes", ct(EXPLICIT).put(0x00291010, "OB", csa()), "instance"),
        new Fixture(
            "private items in implicit", ct(IMPLICIT).put(0x00291010, "OB", csa()), "instance"),
        new Fixture(
            "group length in the data set",
            ct(EXPLICIT).write(0x00280000, out -> out.header(0x00280000, "UL", 4).u32(99)),
            "instance"),
        new Fixture(
            "1 KB of zeros in the header",
            ct(EXPLICIT).write(0x00100010, out -> out.raw(new byte[1024])),
            "corrupt"));
  }

  static Stream<Fixture> pixels() {
    return Stream.of(
        new Fixture(
            "one byte short",
            ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW", new byte[PIXEL_BYTES - 1]),
            "instance pixel-data-short",
            "instance"),
        new Fixture(
            "short but consistent",
            ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW", new byte[PIXEL_BYTES - 2]),
            "truncated",
            "instance"),
        new Fixture(
            "long", ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW", new byte[PIXEL_BYTES + 2]), "instance"),
        new Fixture(
            "frames beyond 64 bits",
            ct(EXPLICIT).put(Tag.NUMBER_OF_FRAMES, "IS", text("99999999999999999999999")),
            "truncated",
            "instance"),
        new Fixture(
            "frames are no number",
            ct(EXPLICIT).put(Tag.NUMBER_OF_FRAMES, "IS", text("many")),
            "instance"),
        new Fixture(
            "frames zero", ct(EXPLICIT).put(Tag.NUMBER_OF_FRAMES, "IS", text("0")), "instance"),
        new Fixture(
            "two frames, one there",
            ct(EXPLICIT).put(Tag.NUMBER_OF_FRAMES, "IS", text("2")),
            "truncated",
            "instance"),
        new Fixture(
            "YBR_FULL_422 in two thirds",
            ct(EXPLICIT)
                .number(Tag.SAMPLES_PER_PIXEL, 3)
                .number(Tag.BITS_ALLOCATED, 8)
                .put(Tag.PHOTOMETRIC_INTERPRETATION, "CS", text("YBR_FULL_422"))
                .put(Tag.PIXEL_DATA, "OB", new byte[SIDE * SIDE * 2]),
            "instance"),
        new Fixture(
            "one bit per pixel",
            ct(EXPLICIT)
                .number(Tag.BITS_ALLOCATED, 1)
                .put(Tag.NUMBER_OF_FRAMES, "IS", text("3"))
                .put(Tag.PIXEL_DATA, "OB", new byte[SIDE * 3]),
            "instance"),
        new Fixture(
            "float pixel data",
            ct(EXPLICIT)
                .remove(Tag.PIXEL_DATA)
                .put(Tag.FLOAT_PIXEL_DATA, "OF", new byte[SIDE * SIDE * 4]),
            "instance"),
        new Fixture(
            "pixels elsewhere",
            ct(EXPLICIT).remove(Tag.PIXEL_DATA).put(Tag.PIXEL_DATA_PROVIDER, "UR", text("urn:x")),
            "instance"),
        new Fixture(
            "lossy",
            ct(JPEG_2000).put(Tag.LOSSY_COMPRESSION, "CS", text("01")),
            "instance lossy",
            "instance"),
        new Fixture(
            "native under a compressed syntax",
            ct(JPEG_LOSSLESS).put(Tag.PIXEL_DATA, "OB", new byte[PIXEL_BYTES]),
            "instance pixel-encoding",
            "instance"),
        new Fixture(
            "fragments under a native syntax",
            ct(EXPLICIT).fragments(FRAGMENT),
            "instance pixel-encoding",
            "instance"),
        new Fixture(
            "another codec",
            ct(JPEG_2000).fragments(FRAGMENT),
            "instance codec-marker",
            "instance"),
        new Fixture(
            "odd fragment", ct(JPEG_LOSSLESS).fragments(Arrays.copyOf(FRAGMENT, 81)), "instance"),
        new Fixture(
            "fewer fragments than frames, delimited",
            ct(JPEG_LOSSLESS).put(Tag.NUMBER_OF_FRAMES, "IS", text("4")),
            "instance"),
        new Fixture(
            "delimiter inside a fragment", ct(RLE).fragments(rleWithDelimiter()), "instance"),
        new Fixture("no fragment", ct(JPEG_LOSSLESS).fragments(), "truncated", "instance"),
        new Fixture(
            "icon with fragments is not the image",
            ct(EXPLICIT)
                .write(
                    0x00880200,
                    out ->
                        out.sequence(
                            0x00880200,
                            "SQ",
                            true,
                            new ElementWriter(out.encoding()).fragments(Tag.PIXEL_DATA, FRAGMENT)))
                .removeFrom(Tag.PIXEL_DATA),
            "truncated",
            "instance"));
  }

  static Stream<Fixture> ends() {
    byte[] jpeg = ct(JPEG_LOSSLESS).bytes();
    byte[] zeroed = Arrays.copyOf(Arrays.copyOf(jpeg, jpeg.length - 8), jpeg.length);
    byte[] twoFragments = ct(JPEG_LOSSLESS).put(Tag.NUMBER_OF_FRAMES, "IS", text("2")).bytes();
    byte[] report = sr(EXPLICIT, true).bytes();
    return Stream.of(
        new Fixture(
            "delimiter absent",
            Arrays.copyOf(jpeg, jpeg.length - 8),
            "instance missing-delimiter",
            "instance"),
        new Fixture("zeros for the delimiter", zeroed, "instance missing-delimiter", "instance"),
        new Fixture(
            "a frame and the delimiter absent",
            Arrays.copyOf(twoFragments, twoFragments.length - 8),
            "truncated missing-delimiter",
            "instance"),
        new Fixture(
            "cut inside the delimiter",
            Arrays.copyOf(jpeg, jpeg.length - 4),
            "truncated",
            "instance"),
        new Fixture(
            "cut inside a fragment", Arrays.copyOf(jpeg, jpeg.length - 9), "truncated", "instance"),
        new Fixture(
            "report without its last delimiters",
            Arrays.copyOf(report, report.length - 16),
            "instance missing-delimiter",
            "instance"),
        new Fixture("zeros behind", ct(EXPLICIT).append(new byte[4096]), "instance"),
        new Fixture("zeros behind a report", sr(EXPLICIT, true).append(new byte[600]), "instance"),
        new Fixture("one zero behind", ct(EXPLICIT).append((byte) 0), "instance"),
        new Fixture(
            "trailing padding element",
            ct(EXPLICIT).put(0xFFFCFFFC, "OB", new byte[100]),
            "instance"),
        new Fixture(
            "trailing padding element, cut",
            Arrays.copyOf(ct(EXPLICIT).put(0xFFFCFFFC, "OB", new byte[100]).bytes(), 700),
            "truncated",
            "instance"),
        new Fixture(
            "private element behind the pixels",
            ct(EXPLICIT).put(0x7FE11010, "OB", new byte[100]),
            "instance"),
        new Fixture(
            "other bytes behind",
            ct(EXPLICIT).append(ascii("%PDF-1.4 and so on")),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "a line end behind",
            ct(EXPLICIT).append(ascii("\n")),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "a stray delimiter behind",
            ct(EXPLICIT).write(0xFFFEE0DD, out -> out.item(Tag.SEQUENCE_END, 0)),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "a second file behind",
            ct(EXPLICIT).append(ct(EXPLICIT).bytes()),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "a second report behind",
            sr(EXPLICIT, true).append(sr(EXPLICIT, true).bytes()),
            "instance trailing-bytes",
            "instance"));
  }

  private static void nest(ElementWriter out, int depth) {
    for (int i = 0; i < depth; i++) {
      out.header(0x00091010, "SQ", -1).item(Tag.ITEM, -1);
    }
    for (int i = 0; i < depth; i++) {
      out.item(Tag.ITEM_END, 0).item(Tag.SEQUENCE_END, 0);
    }
  }

  private static byte[] strayByte() {
    byte[] dataSet = ct(EXPLICIT).withoutPreamble().removeMeta().bytes();
    byte[] shifted = new byte[dataSet.length + 1];
    System.arraycopy(dataSet, 0, shifted, 1, dataSet.length);
    return shifted;
  }

  private static byte[] csa() {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE)
        .item(Tag.ITEM, 0x00FFFFFF)
        .raw(ascii("SV10 and so on"))
        .bytes();
  }

  private static byte[] rleWithDelimiter() {
    byte[] fragment = codeStream(PixelCodec.RLE);
    byte[] delimiter =
        new ElementWriter(Encoding.EXPLICIT_LITTLE).item(Tag.SEQUENCE_END, 0).bytes();
    System.arraycopy(delimiter, 0, fragment, 70, delimiter.length);
    return fragment;
  }
}
