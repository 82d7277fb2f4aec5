package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.DEFLATED;
import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.IMPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.ascii;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.sr;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on files that lack something, or contain something that does not belong to them. */
class MissingFixtureTest {
  private static final String RT_DOSE = "1.2.840.10008.5.1.4.1.1.481.2";

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"pixels", "deflated", "uids"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  static Stream<Fixture> pixels() {
    return Stream.of(
        new Fixture(
            "an image of a header only",
            ct(IMPLICIT).removeFrom(Tag.SAMPLES_PER_PIXEL),
            "instance no-pixel-data",
            "instance"),
        new Fixture(
            "a compressed image of a header only",
            ct(JPEG_LOSSLESS).removeFrom(Tag.SAMPLES_PER_PIXEL),
            "truncated",
            "instance"),
        new Fixture("a compressed report", sr(JPEG_LOSSLESS, true), "instance"),
        new Fixture("a dose without a grid", dose().removeFrom(Tag.SAMPLES_PER_PIXEL), "instance"),
        new Fixture(
            "a dose with a grid that is not there",
            dose().remove(Tag.PIXEL_DATA),
            "truncated",
            "instance"),
        new Fixture(
            "a header whose pixels lie elsewhere",
            ct(EXPLICIT)
                .removeFrom(Tag.SAMPLES_PER_PIXEL)
                .put(Tag.PIXEL_DATA_PROVIDER, "UR", text("urn:x")),
            "instance"));
  }

  static Stream<Fixture> deflated() {
    int length = data(ct(EXPLICIT)).length;
    byte[] trailer =
        new ElementWriter(Encoding.EXPLICIT_LITTLE).u32(0x12345678).u32(length).bytes();
    return Stream.of(
        new Fixture(
            "bytes after the deflate stream",
            ct(DEFLATED).append(ascii("and so on")),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "NULs behind the deflate stream", ct(DEFLATED).append(new byte[70_000]), "instance"),
        new Fixture("a gzip trailer behind it", ct(DEFLATED).append(trailer), "instance"),
        new Fixture(
            "a gzip trailer and a NUL",
            ct(DEFLATED).append(trailer).append(new byte[1]),
            "instance"),
        new Fixture(
            "eight bytes that are no gzip trailer",
            ct(DEFLATED).append(ascii("eight by")),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "two data sets deflated",
            ct(DEFLATED).append(ct(DEFLATED).withoutPreamble().removeMeta().bytes()),
            "instance trailing-bytes",
            "instance"),
        new Fixture(
            "deflated report, other bytes at its end",
            deflatedWithEnd(sr(DEFLATED, true), 1, 2, 3),
            "corrupt",
            "instance"),
        new Fixture(
            "deflated image, other bytes at its end",
            deflatedWithEnd(ct(DEFLATED), 1, 2, 3),
            "corrupt",
            "instance"),
        new Fixture(
            "deflated image, many other bytes at its end",
            deflatedWithEnd(ct(DEFLATED), 1, 2, 3, 4, 5, 6, 7, 8, 9, 10),
            "corrupt",
            "instance"),
        new Fixture(
            "deflated image, zeros at its end",
            deflatedWithEnd(ct(DEFLATED), 0, 0, 0, 0, 0, 0),
            "instance"),
        new Fixture(
            "deflated image cut before it was deflated",
            ct(DEFLATED)
                .write(
                    Tag.PIXEL_DATA,
                    out -> out.header(Tag.PIXEL_DATA, "OW", 128).raw(new byte[100])),
            "truncated",
            "instance"));
  }

  static Stream<Fixture> uids() {
    return Stream.of(
        study("3.1.2", "instance uid-format"),
        study("10.1.2", "instance uid-format"),
        study("9", "instance uid-format"),
        study("0.40.1", "instance uid-format"),
        study("1.40.1", "instance uid-format"),
        study("1.100", "instance uid-format"),
        study("0.39.1", "instance"),
        study("1.39", "instance"),
        study("1.3.6.1.4.1", "instance"),
        study("2.40.1", "instance"),
        study("2.999.1", "instance"));
  }

  private static Fixture study(String study, String verdict) {
    return new Fixture(study, ct(EXPLICIT).put(Tag.STUDY, "UI", uid(study)), verdict);
  }

  private static TestFile dose() {
    return ct(EXPLICIT)
        .put(Tag.SOP_CLASS, "UI", uid(RT_DOSE))
        .meta(Tag.META_SOP_CLASS, "UI", uid(RT_DOSE));
  }

  private static TestFile deflatedWithEnd(TestFile file, int... end) {
    byte[] bytes = new byte[end.length];
    for (int i = 0; i < end.length; i++) {
      bytes[i] = (byte) end[i];
    }
    return file.write(0xFFFFFFFF, out -> out.raw(bytes));
  }

  private static byte[] data(TestFile file) {
    return file.withoutPreamble().removeMeta().bytes();
  }
}
