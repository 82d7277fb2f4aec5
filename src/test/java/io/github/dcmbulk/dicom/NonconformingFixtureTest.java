package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on values that violate the standard and can be read completely. */
class NonconformingFixtureTest {
  private static final String SENT = "instance nonconforming";

  private static final int PRIVATE = 0x00091010;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"representations", "undefinedLengths", "sequences"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
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
}
