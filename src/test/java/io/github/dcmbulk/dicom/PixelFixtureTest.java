package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.EXPLICIT;
import static io.github.dcmbulk.dicom.TestFile.JPEG_2000;
import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.PIXEL_BYTES;
import static io.github.dcmbulk.dicom.TestFile.RLE;
import static io.github.dcmbulk.dicom.TestFile.SIDE;
import static io.github.dcmbulk.dicom.TestFile.codeStream;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on deviations in pixel data. */
class PixelFixtureTest {
  private static final byte[] FRAGMENT = codeStream(PixelCodec.JPEG);

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"pixels"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
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
            "instance frames-missing",
            "instance"),
        new Fixture(
            "delimiter inside a fragment", ct(RLE).fragments(rleWithDelimiter()), "instance"),
        new Fixture("no fragment", ct(JPEG_LOSSLESS).fragments(), "truncated", "instance"),
        new Fixture(
            "a fragment without a byte",
            ct(JPEG_LOSSLESS).fragments(new byte[0]),
            "truncated",
            "instance"),
        new Fixture(
            "cut after the samples per pixel",
            ct(EXPLICIT).removeFrom(Tag.PHOTOMETRIC_INTERPRETATION),
            "truncated",
            "instance"),
        new Fixture("cut before rows", ct(EXPLICIT).removeFrom(Tag.ROWS), "truncated", "instance"),
        new Fixture(
            "cut between rows and columns",
            ct(EXPLICIT).removeFrom(Tag.COLUMNS),
            "truncated",
            "instance"),
        new Fixture(
            "an image class that describes no image",
            ct(EXPLICIT).removeFrom(Tag.SAMPLES_PER_PIXEL),
            "instance no-pixel-data",
            "instance"),
        new Fixture(
            "no rows and no pixels",
            ct(EXPLICIT).number(Tag.ROWS, 0).remove(Tag.PIXEL_DATA),
            "instance no-pixel-data",
            "instance"),
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

  private static byte[] rleWithDelimiter() {
    byte[] fragment = codeStream(PixelCodec.RLE);
    byte[] delimiter =
        new ElementWriter(Encoding.EXPLICIT_LITTLE).item(Tag.SEQUENCE_END, 0).bytes();
    System.arraycopy(delimiter, 0, fragment, 70, delimiter.length);
    return fragment;
  }
}
