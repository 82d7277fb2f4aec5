package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.SIDE;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.codeStream;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.sr;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on rare but mostly valid forms. */
class UncommonFixtureTest {
  private static final String CT = TestFile.CT;
  private static final String RAW_DATA = "1.2.840.10008.5.1.4.1.1.66";
  private static final byte[] FRAGMENT = codeStream(PixelCodec.JPEG);

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"headers", "nesting", "pixels", "ends"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> headers() {
    String allOnes = "\u00ff".repeat(128);
    return Stream.of(
        new Fixture("preamble of ones", ct(EXPLICIT).preamble(allOnes), "instance"),
        new Fixture(
            "SOP class padded with a space there and NUL here",
            ct(EXPLICIT).put(Tag.SOP_CLASS, "UI", ascii(CT + " ")),
            "instance"),
        new Fixture(
            "private SOP class without pixels",
            ct(EXPLICIT)
                .put(Tag.SOP_CLASS, "UI", uid("1.2.826.0.1.3680043.9.5"))
                .removeMeta(Tag.META_SOP_CLASS)
                .remove(Tag.PIXEL_DATA),
            "instance"),
        new Fixture(
            "raw data with rows and without pixels",
            ct(EXPLICIT)
                .put(Tag.SOP_CLASS, "UI", uid(RAW_DATA))
                .meta(Tag.META_SOP_CLASS, "UI", uid(RAW_DATA))
                .remove(Tag.PIXEL_DATA),
            "instance"),
        new Fixture(
            "an element that group 0002 does not define",
            ct(EXPLICIT).meta(0x00020011, "UI", uid(EXPLICIT)),
            "instance"),
        new Fixture(
            "an element of group 0003", ct(EXPLICIT).put(0x00030001, "LO", text("x")), "instance"),
        new Fixture(
            "group length first, and wrong",
            ct(EXPLICIT).write(0x00080000, out -> out.header(0x00080000, "UL", 4).u32(7)),
            "instance"),
        new Fixture(
            "a study of two dots", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("..")), "bad-uid"),
        new Fixture(
            "a series of one dot", ct(EXPLICIT).put(Tag.SERIES, "UI", ascii(".")), "bad-uid"),
        new Fixture(
            "a component that ends the UID",
            ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("1.2.3.")),
            "instance uid-format"),
        new Fixture(
            "a study of one digit", ct(EXPLICIT).put(Tag.STUDY, "UI", ascii("0")), "instance"),
        new Fixture(
            "letters in the file meta's SOP instance only",
            ct(EXPLICIT).meta(Tag.META_SOP_INSTANCE, "UI", ascii("none")),
            "instance"),
        new Fixture("study UID as UN", ct(EXPLICIT).put(Tag.STUDY, "UN", uid("1.2.3")), "instance"),
        new Fixture(
            "descending tags",
            ct(EXPLICIT)
                .write(
                    0x00080070,
                    out -> out.element(0x00100030, "DA").element(0x00080070, "LO", text("x"))),
            "instance"));
  }

  static Stream<Fixture> nesting() {
    return Stream.of(
        new Fixture(
            "rows in an item before those of the image",
            ct(EXPLICIT).write(0x00081140, out -> sequence(out, i -> size(i, 4096))),
            "instance"),
        new Fixture(
            "identifiers in an item before those of the instance",
            ct(IMPLICIT)
                .write(
                    0x00080006,
                    out ->
                        sequence(
                            out, i -> i.element(Tag.SOP_INSTANCE, "UI", uid("1.2.826.0.1.9")))),
            "instance"),
        new Fixture(
            "UN of known length that holds items",
            ct(EXPLICIT).put(0x00091010, "UN", sequenceValue(Encoding.IMPLICIT_LITTLE)),
            "instance"),
        new Fixture(
            "UN of undefined length inside an item",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    out ->
                        sequence(
                            out,
                            i ->
                                i.header(0x00091010, "UN", -1)
                                    .raw(sequenceValue(Encoding.IMPLICIT_LITTLE))
                                    .item(Tag.SEQUENCE_END, 0))),
            "instance"),
        new Fixture(
            "private creator and block of another VR",
            ct(EXPLICIT)
                .put(0x00090010, "LO", text("INVENTED"))
                .put(0x00091001, "UN", new byte[6])
                .put(0x00091002, "OV", new byte[16])
                .put(0x00091003, "SV", new byte[8]),
            "instance"),
        new Fixture(
            "empty sequences",
            ct(EXPLICIT)
                .put(0x00081140, "SQ")
                .write(
                    0x00081115, out -> out.header(0x00081115, "SQ", -1).item(Tag.SEQUENCE_END, 0)),
            "instance"),
        new Fixture(
            "an empty item",
            ct(EXPLICIT).write(0x00081140, out -> sequence(out, i -> {})),
            "instance"),
        new Fixture(
            "a delimited item past the end of its sequence",
            ct(EXPLICIT)
                .write(
                    0x0040A730,
                    out ->
                        out.header(0x0040A730, "SQ", 16)
                            .item(Tag.ITEM, -1)
                            .element(0x00080050, "SH", text("number"))
                            .item(Tag.ITEM_END, 0)),
            "instance item-overrun",
            "instance"));
  }

  static Stream<Fixture> pixels() {
    return Stream.of(
        new Fixture("12 bits allocated", packed(12, SIDE * SIDE * 12 / 8), "instance"),
        new Fixture(
            "12 bits allocated, short",
            packed(12, SIDE * SIDE * 12 / 8 - 2),
            "truncated",
            "instance"),
        new Fixture("frames of 15 bits each", bits(14), "instance"),
        new Fixture("frames of 15 bits each, short", bits(12), "truncated", "instance"),
        new Fixture(
            "rows with two values", ct(EXPLICIT).put(Tag.ROWS, "US", two(SIDE, 5)), "instance"),
        new Fixture(
            "rows in 32 bits",
            ct(EXPLICIT).write(Tag.ROWS, out -> out.header(Tag.ROWS, "UL", 4).u32(SIDE)),
            "instance"),
        new Fixture(
            "negative number of frames",
            ct(EXPLICIT).put(Tag.NUMBER_OF_FRAMES, "IS", text("-2")),
            "instance"),
        new Fixture(
            "float pixel data, short",
            ct(EXPLICIT)
                .remove(Tag.PIXEL_DATA)
                .put(Tag.FLOAT_PIXEL_DATA, "OF", new byte[SIDE * SIDE * 4 - 4]),
            "truncated",
            "instance"),
        new Fixture(
            "double pixel data",
            ct(EXPLICIT)
                .remove(Tag.PIXEL_DATA)
                .put(Tag.DOUBLE_PIXEL_DATA, "OD", new byte[SIDE * SIDE * 8]),
            "instance"),
        new Fixture(
            "empty pixel data", ct(EXPLICIT).put(Tag.PIXEL_DATA, "OW"), "truncated", "instance"),
        new Fixture(
            "pixel data as UN",
            ct(EXPLICIT).put(Tag.PIXEL_DATA, "UN", new byte[TestFile.PIXEL_BYTES]),
            "instance"),
        new Fixture(
            "extended offset table",
            ct(JPEG_LOSSLESS).put(0x7FE00001, "OV", new byte[8]).put(0x7FE00002, "OV", new byte[8]),
            "instance"),
        new Fixture(
            "offset table with entries",
            ct(JPEG_LOSSLESS)
                .write(
                    Tag.PIXEL_DATA,
                    out ->
                        out.header(Tag.PIXEL_DATA, "OB", -1)
                            .item(Tag.ITEM, 4)
                            .u32(0)
                            .item(Tag.ITEM, FRAGMENT.length)
                            .raw(FRAGMENT)
                            .item(Tag.SEQUENCE_END, 0)),
            "instance"),
        new Fixture(
            "native icon, no image",
            ct(EXPLICIT)
                .remove(Tag.PIXEL_DATA)
                .write(
                    0x00880200,
                    out -> sequence(out, i -> i.element(Tag.PIXEL_DATA, "OW", new byte[128]))),
            "truncated",
            "instance"),
        new Fixture(
            "referenced by JPIP",
            ct(EXPLICIT)
                .meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.840.10008.1.2.4.94"))
                .remove(Tag.PIXEL_DATA)
                .put(Tag.PIXEL_DATA_PROVIDER, "UT", text("jpip://x")),
            "unsupported-transfer-syntax"));
  }

  static Stream<Fixture> ends() {
    return Stream.of(
        new Fixture("deflate padded with NUL", sr(DEFLATED, true).append((byte) 0), "instance"),
        new Fixture(
            "private element and signatures behind the pixels",
            ct(EXPLICIT).put(0x7FE11010, "LO", text("x")).put(0xFFFAFFFA, "SQ"),
            "instance"),
        new Fixture(
            "a header and nothing for its value",
            ct(EXPLICIT).write(0x7FE11010, out -> out.header(0x7FE11010, "UT", 2)),
            "truncated",
            "instance"));
  }

  /** A sequence of one item. */
  private static void sequence(ElementWriter out, Consumer<ElementWriter> content) {
    ElementWriter item = new ElementWriter(out.encoding());
    content.accept(item);
    out.sequence(0x00081140, "SQ", true, item);
  }

  private static byte[] sequenceValue(Encoding encoding) {
    return new ElementWriter(encoding)
        .item(Tag.ITEM, -1)
        .element(0x00080050, "SH", text("four"))
        .item(Tag.ITEM_END, 0)
        .bytes();
  }

  private static void size(ElementWriter item, int rows) {
    item.header(Tag.ROWS, "US", 2).u16(rows).header(Tag.COLUMNS, "US", 2).u16(rows);
  }

  private static TestFile packed(int bitsAllocated, int bytes) {
    return ct(EXPLICIT)
        .number(Tag.BITS_ALLOCATED, bitsAllocated)
        .put(Tag.PIXEL_DATA, "OW", new byte[bytes]);
  }

  /**
   * Seven frames of three by five bits, 105 bits in all; frames do not begin at byte boundaries.
   */
  private static TestFile bits(int bytes) {
    return packed(1, bytes)
        .number(Tag.ROWS, 3)
        .number(Tag.COLUMNS, 5)
        .put(Tag.NUMBER_OF_FRAMES, "IS", text("7"));
  }

  private static byte[] two(int first, int second) {
    return new ElementWriter(Encoding.EXPLICIT_LITTLE).u16(first).u16(second).bytes();
  }
}
