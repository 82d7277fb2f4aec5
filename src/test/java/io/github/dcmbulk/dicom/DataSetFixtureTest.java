package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on deviations in identifiers and in how elements are written. */
class DataSetFixtureTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"identifiers", "encodings"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
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
        new Fixture(
            "implicit, with a first length whose bytes are the letters DS",
            ct(IMPLICIT).put(0x00080001, "UL", new byte[0x5344]),
            "instance"),
        new Fixture(
            "implicit, with a first length whose bytes are the letters UT",
            ct(IMPLICIT).put(0x00080001, "UL", new byte[0x5455]),
            "instance"),
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
            "instance nonconforming"),
        new Fixture(
            "public element without VR in an explicit file",
            ct(EXPLICIT).write(0x00080050, out -> out.tag(0x00080050).u32(6).raw(ascii("number"))),
            "instance nonconforming"),
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
}
