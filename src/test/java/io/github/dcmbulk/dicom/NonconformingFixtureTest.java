package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.BIG_ENDIAN;
import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.io.ByteArrayOutputStream;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on files that are not written as the standard says, and of which nothing is lost. */
class NonconformingFixtureTest {
  private static final String SENT = "instance nonconforming";
  private static final String WRONG_DELIMITER = "instance missing-delimiter";
  private static final String INSTANCE = "1.2.826.0.1.3680043.9.1.1";
  private static final int PRIVATE = 0x00091010;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"fileMeta", "representations", "undefinedLengths", "sequences", "delimiters"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  @ParameterizedTest
  @MethodSource({"order", "directories"})
  void givesTheVerdictOnMisplacedElements(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> fileMeta() {
    return Stream.of(
        fixture(
            "group 0002 without VRs, implicit data",
            file(metaWithoutVr(IMPLICIT), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "group 0002 without VRs, explicit data",
            file(metaWithoutVr(EXPLICIT), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "group 0002 without VRs, big endian data",
            file(metaWithoutVr(BIG_ENDIAN), data(ct(BIG_ENDIAN))),
            SENT),
        fixture(
            "group 0002 without VRs, fragments",
            file(metaWithoutVr(JPEG_LOSSLESS), data(ct(JPEG_LOSSLESS))),
            SENT),
        fixture(
            "a second instance UID without VR behind group 0002",
            file(
                meta(IMPLICIT),
                withoutVr(Tag.META_SOP_INSTANCE, uid(INSTANCE)),
                data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a second, other transfer syntax without VR behind group 0002",
            file(meta(EXPLICIT), withoutVr(Tag.TRANSFER_SYNTAX, uid(IMPLICIT)), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "an empty element without VR behind group 0002",
            file(meta(IMPLICIT), withoutVr(0x00020013), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before implicit data",
            file(meta(IMPLICIT), command(true), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before explicit data",
            file(meta(EXPLICIT), command(true), data(ct(EXPLICIT))),
            SENT),
        fixture(
            "a command set before big endian data",
            file(meta(BIG_ENDIAN), command(true), data(ct(BIG_ENDIAN))),
            SENT),
        fixture(
            "a command set without its length",
            file(meta(IMPLICIT), command(false), data(ct(IMPLICIT))),
            SENT),
        fixture(
            "a command set before deflated data",
            file(meta(DEFLATED), command(true), data(ct(DEFLATED))),
            SENT),
        fixture(
            "a command set and nothing behind it", file(meta(IMPLICIT), command(true)), "corrupt"));
  }

  static Stream<Fixture> representations() {
    return Stream.of(
        with(
            "no VR, undefined length, private",
            PRIVATE,
            o -> o.tag(PRIVATE).u32(-1).raw(items()),
            SENT),
        with(
            "VR ??, undefined length, private",
            PRIVATE,
            o -> o.tag(PRIVATE).raw(ascii("??")).u16(0).u32(-1).raw(items()),
            SENT),
        with(
            "no VR, undefined length, public",
            0x00081140,
            o -> o.tag(0x00081140).u32(-1).raw(items()),
            SENT),
        with(
            "no VR, undefined length, no item",
            PRIVATE,
            o -> o.tag(PRIVATE).u32(-1).item(Tag.SEQUENCE_END, 0),
            SENT),
        with(
            "no VR, undefined length, something else",
            PRIVATE,
            o -> o.tag(PRIVATE).u32(-1).raw(ascii("neither")),
            "corrupt"),
        new Fixture(
            "no VR, undefined length, inside an item",
            ct(EXPLICIT)
                .write(
                    0x00401001,
                    o ->
                        o.sequence(
                            0x00401001,
                            "SQ",
                            true,
                            new ElementWriter(o.encoding())
                                .element(0x00080050, "SH", text("four"))
                                .tag(PRIVATE)
                                .u32(-1)
                                .raw(items()))),
            SENT,
            "instance"));
  }

  static Stream<Fixture> undefinedLengths() {
    byte[] floats = new byte[16];
    return Stream.of(
        with("OF of undefined length", PRIVATE, o -> bytes(o, "OF", floats), SENT),
        with("UT of undefined length", PRIVATE, o -> bytes(o, "UT", text("long text")), SENT),
        with("private OB of undefined length, bytes", PRIVATE, o -> bytes(o, "OB", floats), SENT),
        with(
            "private OB of undefined length, fragments",
            PRIVATE,
            o -> o.fragments(PRIVATE, floats),
            SENT),
        with(
            "private OB of undefined length, items of elements",
            PRIVATE,
            o -> o.header(PRIVATE, "OB", -1).raw(items()),
            SENT),
        with("UN of undefined length, bytes", PRIVATE, o -> bytes(o, "UN", floats), SENT),
        with(
            "OF of undefined length, longer than a window",
            PRIVATE,
            o -> bytes(o, "OF", new byte[200_000]),
            SENT),
        with(
            "OF of undefined length, no delimiter",
            PRIVATE,
            o -> o.header(PRIVATE, "OF", -1).raw(floats),
            "corrupt"));
  }

  static Stream<Fixture> sequences() {
    return Stream.of(
        new Fixture(
            "private sequence of other bytes",
            ct(EXPLICIT).put(PRIVATE, "SQ", text("no items at all")),
            SENT,
            "instance"),
        new Fixture(
            "private sequence of three bytes",
            ct(EXPLICIT).put(PRIVATE, "SQ", new byte[3]),
            SENT,
            "instance"),
        new Fixture(
            "private sequence of an item that cannot be",
            ct(EXPLICIT)
                .write(
                    PRIVATE,
                    o -> o.header(PRIVATE, "SQ", 16).item(Tag.ITEM, 9999).raw(new byte[8])),
            SENT,
            "instance"),
        new Fixture(
            "public sequence of other bytes",
            ct(EXPLICIT).put(0x00081140, "SQ", text("no items at all.")),
            "corrupt",
            "instance"));
  }

  static Stream<Fixture> delimiters() {
    return Stream.of(
        nested("one delimiter for item and sequence", o -> o.item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter for the item's",
            o -> o.item(Tag.SEQUENCE_END, 0).item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter between items",
            o -> open(o.item(Tag.SEQUENCE_END, 0)).item(Tag.ITEM_END, 0).item(Tag.SEQUENCE_END, 0)),
        nested(
            "an item delimiter for the sequence's",
            o -> o.item(Tag.ITEM_END, 0).item(Tag.ITEM_END, 0)),
        nested(
            "one delimiter each for two levels",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "one delimiter for the inner level",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "a sequence delimiter for the inner item's, and more elements",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.SEQUENCE_END, 0)
                    .item(Tag.SEQUENCE_END, 0)
                    .element(0x00100020, "LO", text("other"))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        nested(
            "an item delimiter for the inner sequence's",
            o ->
                open(o.header(0x00081199, "SQ", -1))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0)),
        new Fixture(
            "a sequence delimiter for the item's, in a sequence of known length",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    o ->
                        o.header(0x00081140, "SQ", 28)
                            .item(Tag.ITEM, -1)
                            .element(0x00080050, "SH", text("four"))
                            .item(Tag.SEQUENCE_END, 0)),
            WRONG_DELIMITER,
            "instance"),
        with(
            "an item delimiter behind an item of known length",
            0x00081140,
            o ->
                o.header(0x00081140, "SQ", -1)
                    .item(Tag.ITEM, 12)
                    .element(0x00080050, "SH", text("four"))
                    .item(Tag.ITEM_END, 0)
                    .item(Tag.SEQUENCE_END, 0),
            SENT),
        new Fixture(
            "an item delimiter that ends the fragments",
            ct(JPEG_LOSSLESS)
                .write(
                    Tag.PIXEL_DATA,
                    o -> {
                      byte[] stream = TestFile.codeStream(PixelCodec.JPEG);
                      o.header(Tag.PIXEL_DATA, "OB", -1).item(Tag.ITEM, 0);
                      o.item(Tag.ITEM, stream.length).raw(stream).item(Tag.ITEM_END, 0);
                    }),
            WRONG_DELIMITER,
            "instance"));
  }

  static Stream<Fixture> order() {
    return Stream.of(
        behindPixels("identifiers behind the pixel data, explicit", EXPLICIT),
        behindPixels("identifiers behind the pixel data, implicit", IMPLICIT),
        behindPixels("identifiers behind the pixel data, big endian", BIG_ENDIAN),
        behindPixels("identifiers behind the pixel data, deflated", DEFLATED),
        behindPixels("identifiers behind fragments", JPEG_LOSSLESS),
        new Fixture(
            "text behind the pixel data, implicit",
            ct(IMPLICIT).append(ascii("and so on, in plain text")),
            "instance trailing-bytes",
            "instance"));
  }

  static Stream<Fixture> directories() {
    return Stream.of(
        new Fixture("directory records, explicit", directory(EXPLICIT), "not-dicom"),
        new Fixture("directory records, implicit", directory(IMPLICIT), "not-dicom"),
        new Fixture(
            "directory records as UN",
            ct(EXPLICIT).put(Tag.DIRECTORY_RECORDS, "UN", items()),
            "not-dicom"),
        new Fixture(
            "directory records in an unsupported syntax",
            directory(EXPLICIT).meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.3")),
            "not-dicom"),
        new Fixture(
            "directory records without group 0002", directory(EXPLICIT).removeMeta(), "not-dicom"),
        new Fixture(
            "directory records without preamble",
            directory(IMPLICIT).withoutPreamble().removeMeta(),
            "not-dicom"),
        new Fixture(
            "directory records inside an item",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    o ->
                        o.sequence(
                            0x00081140,
                            "SQ",
                            true,
                            new ElementWriter(o.encoding()).element(Tag.DIRECTORY_RECORDS, "SQ"))),
            "instance"));
  }

  private static TestFile directory(String syntax) {
    return ct(syntax)
        .put(0x00041130, "CS", text("ARCHIVE"))
        .put(0x00041200, "UL", new byte[4])
        .put(0x00041202, "UL", new byte[4])
        .write(
            Tag.DIRECTORY_RECORDS,
            o ->
                o.sequence(
                    Tag.DIRECTORY_RECORDS,
                    "SQ",
                    false,
                    new ElementWriter(o.encoding()).element(0x00041430, "CS", text("PATIENT"))));
  }

  private static Fixture behindPixels(String name, String syntax) {
    TestFile file =
        ct(syntax)
            .remove(Tag.STUDY)
            .remove(Tag.SERIES)
            .write(
                0x7FE1FFFF,
                o ->
                    o.element(Tag.STUDY, "UI", uid("1.2.826.0.1.3680043.9.1"))
                        .element(Tag.SERIES, "UI", uid("1.2.826.0.1.3680043.9.1.2")));
    return new Fixture(name, file, SENT);
  }

  /** A sequence of undefined length whose first item is open, and what a writer does then. */
  private static Fixture nested(String name, Consumer<ElementWriter> rest) {
    return with(
        name, 0x00081140, o -> rest.accept(open(o.header(0x00081140, "SQ", -1))), WRONG_DELIMITER);
  }

  private static ElementWriter open(ElementWriter out) {
    return out.item(Tag.ITEM, -1).element(0x00081150, "UI", uid(TestFile.CT));
  }

  private static Fixture with(
      String name, int tag, Consumer<ElementWriter> element, String verdict) {
    return new Fixture(name, ct(EXPLICIT).write(tag, element), verdict);
  }

  private static void bytes(ElementWriter out, String vr, byte[] value) {
    out.header(PRIVATE, vr, -1).raw(value).item(Tag.SEQUENCE_END, 0);
  }

  /** An implicit item of undefined length, and the sequence's delimiter. */
  private static byte[] items() {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE)
        .item(Tag.ITEM, -1)
        .element(0x00080050, "SH", text("four"))
        .item(Tag.ITEM_END, 0)
        .item(Tag.SEQUENCE_END, 0)
        .bytes();
  }

  private static Fixture fixture(String name, byte[] content, String verdict) {
    return new Fixture(name, content, verdict, verdict);
  }

  private static byte[] file(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[128]);
    out.writeBytes(ascii("DICM"));
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] data(TestFile file) {
    return file.withoutPreamble().removeMeta().bytes();
  }

  private static byte[] meta(String syntax) {
    return group(Encoding.EXPLICIT_LITTLE, syntax);
  }

  private static byte[] metaWithoutVr(String syntax) {
    return group(Encoding.IMPLICIT_LITTLE, syntax);
  }

  private static byte[] group(Encoding encoding, String syntax) {
    ElementWriter body =
        new ElementWriter(encoding)
            .element(Tag.META_SOP_CLASS, "UI", uid(TestFile.CT))
            .element(Tag.META_SOP_INSTANCE, "UI", uid(INSTANCE))
            .element(Tag.TRANSFER_SYNTAX, "UI", uid(syntax))
            .element(0x00020012, "UI", uid("1.2.826.0.1.3680043.9.7"));
    return new ElementWriter(encoding)
        .header(Tag.META_GROUP_LENGTH, "UL", 4)
        .u32(body.bytes().length)
        .raw(body.bytes())
        .bytes();
  }

  private static byte[] withoutVr(int tag, byte... value) {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE).element(tag, "UI", value).bytes();
  }

  private static byte[] command(boolean withLength) {
    ElementWriter body =
        new ElementWriter(Encoding.IMPLICIT_LITTLE)
            .element(0x00000002, "UI", uid(TestFile.CT))
            .header(0x00000100, "US", 2)
            .u16(1)
            .header(0x00000800, "US", 2)
            .u16(1)
            .element(0x00001000, "UI", uid(INSTANCE));
    return withLength
        ? new ElementWriter(Encoding.IMPLICIT_LITTLE)
            .header(0, "UL", 4)
            .u32(body.bytes().length)
            .raw(body.bytes())
            .bytes()
        : body.bytes();
  }
}
