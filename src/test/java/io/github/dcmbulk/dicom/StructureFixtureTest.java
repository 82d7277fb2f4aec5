package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.sr;
import static io.github.dcmbulk.dicom.TestFile.text;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on deviations in nesting, lengths and at the end of a file. */
class StructureFixtureTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"structure", "ends"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
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
            "an item a little past its sequence, in the header",
            ct(EXPLICIT).write(0x00081140, out -> overrun(out.header(0x00081140, "SQ", 18))),
            "instance item-overrun"),
        new Fixture(
            "an item a little past its sequence, in the header, implicit",
            ct(IMPLICIT).write(0x00081140, out -> overrun(out.header(0x00081140, "SQ", 18))),
            "instance item-overrun"),
        new Fixture(
            "an item a little past its sequence and those around it, in the header",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    out ->
                        overrun(
                            out.header(0x00081140, "SQ", 38)
                                .item(Tag.ITEM, 30)
                                .header(0x00081199, "SQ", 18))),
            "instance item-overrun"),
        new Fixture(
            "an item a little past its sequence and the item around it, in the header",
            ct(EXPLICIT)
                .write(
                    0x00081140,
                    out ->
                        overrun(
                                out.header(0x00081140, "SQ", -1)
                                    .item(Tag.ITEM, 30)
                                    .header(0x00081199, "SQ", 18))
                            .item(Tag.SEQUENCE_END, 0)),
            "instance item-overrun"),
        new Fixture(
            "an item far past its sequence, in the header",
            ct(EXPLICIT)
                .write(0x00081140, out -> out.header(0x00081140, "SQ", 20).item(Tag.ITEM, 99)),
            "corrupt"),
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

  /** An item of 20 bytes where 18 remain. */
  private static ElementWriter overrun(ElementWriter out) {
    return out.item(Tag.ITEM, 12).element(0x00080050, "SH", text("four"));
  }

  private static void nest(ElementWriter out, int depth) {
    for (int i = 0; i < depth; i++) {
      out.header(0x00091010, "SQ", -1).item(Tag.ITEM, -1);
    }
    for (int i = 0; i < depth; i++) {
      out.item(Tag.ITEM_END, 0).item(Tag.SEQUENCE_END, 0);
    }
  }

  private static byte[] csa() {
    return new ElementWriter(Encoding.IMPLICIT_LITTLE)
        .item(Tag.ITEM, 0x00FFFFFF)
        .raw(ascii("SV10 and so on"))
        .bytes();
  }
}
