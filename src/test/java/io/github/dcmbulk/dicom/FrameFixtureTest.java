package io.github.dcmbulk.dicom;

import static io.github.dcmbulk.dicom.TestFile.JPEG_LOSSLESS;
import static io.github.dcmbulk.dicom.TestFile.RLE;
import static io.github.dcmbulk.dicom.TestFile.codeStream;
import static io.github.dcmbulk.dicom.TestFile.ct;
import static io.github.dcmbulk.dicom.TestFile.text;
import static io.github.dcmbulk.dicom.TestFile.uid;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Verdicts on compressed images with missing or apparently missing frames. */
class FrameFixtureTest {
  private static final String JPEG_2000 = "1.2.840.10008.1.2.4.90";
  private static final int FRAMES = 10;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource({"undelimited", "tables", "runLengths"})
  void givesTheVerdict(Fixture fixture) {
    fixture.verify(folder.resolve("IM000001"));
  }

  /** Every frame in two fragments. */
  static Stream<Fixture> undelimited() {
    return Stream.of(
        clip("all frames, no delimiter", JPEG_LOSSLESS, FRAMES, "instance missing-delimiter"),
        clip(
            "five of ten frames in ten fragments", JPEG_LOSSLESS, 5, "truncated missing-delimiter"),
        clip("nine of ten frames", JPEG_LOSSLESS, 9, "truncated missing-delimiter"),
        clip("all frames of JPEG 2000", JPEG_2000, FRAMES, "instance missing-delimiter"),
        clip("six of ten frames of JPEG 2000", JPEG_2000, 6, "truncated missing-delimiter"),
        new Fixture(
            "six of ten frames, zeros for the delimiter",
            clip(JPEG_LOSSLESS, 6, 0, false).append(new byte[8]),
            "truncated missing-delimiter",
            "instance"),
        new Fixture(
            "six of ten frames with delimiter",
            clip(JPEG_LOSSLESS, 6, 0, true),
            "instance frames-missing",
            "instance"));
  }

  static Stream<Fixture> tables() {
    return Stream.of(
        new Fixture(
            "offset table for all frames", clip(JPEG_LOSSLESS, FRAMES, FRAMES, true), "instance"),
        new Fixture(
            "offset table of ten frames for six",
            clip(JPEG_LOSSLESS, 6, FRAMES, true),
            "truncated",
            "instance"),
        new Fixture(
            "offset table of ten frames for six, no number of frames",
            clip(JPEG_LOSSLESS, 6, FRAMES, true).remove(Tag.NUMBER_OF_FRAMES),
            "truncated",
            "instance"),
        new Fixture(
            "offset table beyond the end, all frames there",
            clip(JPEG_LOSSLESS, FRAMES, FRAMES + 3, true)
                .write(Tag.PIXEL_DATA, out -> fragments(out, JPEG_LOSSLESS, FRAMES, -FRAMES, true)),
            "instance offset-table",
            "instance"),
        new Fixture("extended offset table for all frames", extended(FRAMES, FRAMES), "instance"),
        new Fixture(
            "extended offset table of ten frames for six",
            extended(6, FRAMES),
            "truncated",
            "instance"));
  }

  static Stream<Fixture> runLengths() {
    byte[] whole = runLengths(2);
    return Stream.of(
        new Fixture("RLE with two segments", ct(RLE).fragments(whole), "instance"),
        new Fixture(
            "RLE without its last segment",
            ct(RLE).fragments(Arrays.copyOf(whole, 74)),
            "truncated",
            "instance"),
        new Fixture(
            "RLE, one of two frames without its last segment",
            ct(RLE)
                .put(Tag.NUMBER_OF_FRAMES, "IS", text("2"))
                .fragments(Arrays.copyOf(whole, 74), whole),
            "truncated",
            "instance"),
        new Fixture(
            "RLE in two fragments a frame",
            ct(RLE)
                .fragments(Arrays.copyOf(whole, 74), Arrays.copyOfRange(whole, 74, whole.length)),
            "instance"));
  }

  @Test
  void aVideoIsOneCodeStreamHoweverManyFramesItHas() {
    FileChecker any =
        new DicomFileChecker(new CheckOptions(CheckOptions.Depth.FULL, false, Set.of(), null));
    TestFile video =
        ct(JPEG_LOSSLESS)
            .meta(Tag.TRANSFER_SYNTAX, "UI", uid("1.2.840.10008.1.2.4.102"))
            .put(Tag.NUMBER_OF_FRAMES, "IS", text("300"));
    assertThat(Verdicts.text(Verdicts.of(any, folder.resolve("video"), video.bytes())))
        .isEqualTo("instance");
    byte[] whole = video.bytes();
    byte[] undelimited = Arrays.copyOf(whole, whole.length - 8);
    assertThat(Verdicts.text(Verdicts.of(any, folder.resolve("video"), undelimited)))
        .isEqualTo("instance missing-delimiter");
  }

  private static Fixture clip(String name, String syntax, int frames, String full) {
    return new Fixture(name, clip(syntax, frames, 0, false), full, "instance");
  }

  /** Ten frames by its attributes, of which some are written; a table with that many entries. */
  private static TestFile clip(String syntax, int frames, int entries, boolean delimited) {
    return ct(syntax)
        .put(Tag.NUMBER_OF_FRAMES, "IS", text(Integer.toString(FRAMES)))
        .write(Tag.PIXEL_DATA, out -> fragments(out, syntax, frames, entries, delimited));
  }

  /**
   * Fragments of 40 bytes, two for a frame; a negative number of entries means offsets that are too
   * large.
   */
  private static void fragments(
      ElementWriter out, String syntax, int frames, int entries, boolean delimited) {
    out.header(Tag.PIXEL_DATA, "OB", -1).item(Tag.ITEM, 4L * Math.abs(entries));
    for (int i = 0; i < Math.abs(entries); i++) {
      out.u32((entries < 0 ? 1000 : 1) * 2L * 48 * i);
    }
    byte[] stream = codeStream(TransferSyntax.of(syntax).codec());
    for (int i = 0; i < frames; i++) {
      out.item(Tag.ITEM, 40).raw(Arrays.copyOf(stream, 40));
      out.item(Tag.ITEM, 40).raw(Arrays.copyOfRange(stream, 40, 80));
    }
    if (delimited) {
      out.item(Tag.SEQUENCE_END, 0);
    }
  }

  /** One fragment for each frame, as an extended offset table demands. */
  private static TestFile extended(int frames, int entries) {
    byte[][] streams = new byte[frames][];
    Arrays.fill(streams, codeStream(PixelCodec.JPEG));
    return ct(JPEG_LOSSLESS)
        .put(Tag.NUMBER_OF_FRAMES, "IS", text(Integer.toString(FRAMES)))
        .write(Tag.EXTENDED_OFFSETS, out -> numbers(out, Tag.EXTENDED_OFFSETS, entries, 88))
        .write(Tag.EXTENDED_LENGTHS, out -> numbers(out, Tag.EXTENDED_LENGTHS, entries, 0))
        .fragments(streams);
  }

  private static void numbers(ElementWriter out, int tag, int count, int step) {
    out.header(tag, "OV", 8L * count);
    for (int i = 0; i < count; i++) {
      out.u32(step == 0 ? 80 : (long) step * i).u32(0);
    }
  }

  /** A frame of 96 bytes whose segments begin at 64 and, if there are two, at 80. */
  private static byte[] runLengths(int segments) {
    ElementWriter out = new ElementWriter(Encoding.EXPLICIT_LITTLE).u32(segments).u32(64).u32(80);
    return Arrays.copyOf(out.bytes(), 96);
  }
}
