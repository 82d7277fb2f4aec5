package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.PixelData;
import io.github.dcmbulk.dicom.syntax.PixelCodec;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.TransferSyntax;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.dicom.verdict.Remedies;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;

/**
 * The checks of the pixel data, after the data set was walked to its end.
 *
 * <p>Throws {@link CheckFailure} when the pixel data are incomplete or inconsistent.
 */
final class PixelChecks {
  private static final int FLOAT_BITS = 32;
  private static final int DOUBLE_BITS = 64;

  private final Attributes attributes;
  private final PixelData pixels;
  private final TransferSyntax syntax;
  private final CheckLog log;

  PixelChecks(Attributes attributes, TransferSyntax syntax, CheckLog log) {
    this.attributes = attributes;
    this.pixels = attributes.pixels;
    this.syntax = syntax;
    this.log = log;
  }

  /** Runs the checks. */
  void check() throws CheckFailure {
    checkPresence();
    if (pixels.isPresent()) {
      checkEncoding();
      if (pixels.isEncapsulated()) {
        checkFragments();
      } else if (!syntax.codec().encapsulates()) {
        checkLength();
      }
    }
    if (attributes.lossyOffset() >= 0) {
      log.warn(
          Check.LOSSY,
          Warning.LOSSY,
          attributes.lossyOffset(),
          Tag.LOSSY_COMPRESSION,
          "Lossy Image Compression is 01");
    } else {
      log.pass(Check.LOSSY, -1, Tag.LOSSY_COMPRESSION);
    }
  }

  private void checkPresence() throws CheckFailure {
    String sopClass = attributes.sopClass.text();
    boolean image = sopClass != null && SopClasses.isImage(sopClass);
    if (image && attributes.promisePixels() && !pixels.isPresent()) {
      throw missing("an image without pixel data");
    }
    boolean empty = pixels.isEncapsulated() && pixels.itemBytes() == 0;
    if (image && empty && attributes.promisePixels()) {
      throw missing("pixel data without a byte in its fragments");
    }
    boolean absent = image && !pixels.isPresent() && !attributes.arePixelsElsewhere();
    if (absent && syntax.codec().encapsulates()) {
      throw missing("no pixel data under the transfer syntax " + syntax.name());
    }
    if (absent && !SopClasses.mayLackPixels(sopClass)) {
      log.warn(
          Check.PIXELS_PRESENT,
          Warning.NO_PIXEL_DATA,
          -1,
          Tag.PIXEL_DATA,
          "an image without rows and without pixel data");
    } else {
      log.pass(Check.PIXELS_PRESENT, pixels.offset(), pixels.tag());
    }
  }

  private static CheckFailure missing(String detail) {
    return new CheckFailure(Check.PIXELS_PRESENT, Reason.TRUNCATED, -1, Tag.PIXEL_DATA, detail);
  }

  private void checkEncoding() {
    boolean mainKind = pixels.tag() == Tag.PIXEL_DATA;
    boolean known = syntax.codec() != PixelCodec.UNKNOWN;
    if (mainKind && known && pixels.isEncapsulated() != syntax.codec().encapsulates()) {
      String detail = pixels.isEncapsulated() ? "fragments" : "one native value";
      log.warn(
          Check.PIXEL_ENCODING,
          Warning.PIXEL_ENCODING,
          pixels.offset(),
          pixels.tag(),
          detail + " under the transfer syntax " + syntax.name());
    } else {
      log.pass(Check.PIXEL_ENCODING, pixels.offset(), pixels.tag());
    }
  }

  /**
   * A frame is a code stream, not a fragment (PS3.5 A.4). Without a delimiter all frames must be
   * present: otherwise more than the delimiter is missing. With one, Number of Frames may be wrong;
   * then an offset table or a segment's offset must show that something is missing.
   */
  private void checkFragments() throws CheckFailure {
    PixelCodec codec = syntax.codec();
    boolean begins = pixels.beginsAs(codec);
    boolean ends = pixels.endsMarked();
    boolean lacking = codec != PixelCodec.VIDEO && pixels.frames() < attributes.frames();
    if (!pixels.isDelimited() && (lacking || !ends)) {
      throw framesMissing(
          "without delimiter, the last " + (ends ? "whole" : "without its end mark"));
    }
    if (pixels.cutStreams() > 0) {
      throw framesMissing("of which " + pixels.cutStreams() + " end before their last segment");
    }
    checkTable(lacking);
    if (lacking && codec != PixelCodec.UNKNOWN) {
      log.warn(
          Check.FRAMES,
          Warning.FRAMES_MISSING,
          pixels.offset(),
          pixels.tag(),
          framesFound(),
          Remedies.FEWER_FRAMES);
    } else {
      log.pass(Check.FRAMES, pixels.offset(), pixels.tag());
    }
    if (begins && ends) {
      log.pass(Check.CODEC_MARKER, pixels.offset(), pixels.tag());
      return;
    }
    log.warn(
        Check.CODEC_MARKER,
        Warning.CODEC_MARKER,
        pixels.offset(),
        pixels.tag(),
        "the "
            + (begins ? "last fragment's end" : "first fragment's beginning")
            + " is not "
            + syntax.name());
  }

  private void checkTable(boolean lacking) throws CheckFailure {
    if (!pixels.tablePointsBeyond()) {
      log.pass(Check.OFFSET_TABLE, pixels.offset(), pixels.tag());
      return;
    }
    boolean allThere =
        pixels.areFramesCounted() && !lacking && pixels.frames() >= pixels.tableEntries();
    if (!allThere) {
      throw framesMissing("and the offset table names one beyond the last");
    }
    log.warn(
        Check.OFFSET_TABLE,
        Warning.OFFSET_TABLE,
        pixels.offset(),
        pixels.tag(),
        "its last entry points beyond the last fragment");
  }

  private CheckFailure framesMissing(String detail) {
    return new CheckFailure(
        Check.FRAMES,
        Reason.TRUNCATED,
        pixels.offset(),
        pixels.tag(),
        framesFound() + ", " + detail);
  }

  private String framesFound() {
    String what = pixels.areFramesCounted() ? "code stream" : "fragment";
    return Count.of(pixels.frames(), what) + " for " + Count.of(attributes.frames(), "frame");
  }

  private void checkLength() throws CheckFailure {
    int bits =
        switch (pixels.tag()) {
          case Tag.FLOAT_PIXEL_DATA -> FLOAT_BITS;
          case Tag.DOUBLE_PIXEL_DATA -> DOUBLE_BITS;
          default -> 0;
        };
    long needed = attributes.nativeBits(bits);
    long neededBytes = needed / 8 + (needed % 8 == 0 ? 0 : 1);
    long shortBy = neededBytes - pixels.length();
    if (shortBy <= 0) {
      log.pass(Check.PIXEL_LENGTH, pixels.offset(), pixels.tag());
      return;
    }
    String detail = Count.of(pixels.length(), "byte") + " of " + Count.number(neededBytes);
    if (shortBy > 1) {
      throw new CheckFailure(
          Check.PIXEL_LENGTH, Reason.TRUNCATED, pixels.offset(), pixels.tag(), detail);
    }
    log.warn(Check.PIXEL_LENGTH, Warning.PIXEL_DATA_SHORT, pixels.offset(), pixels.tag(), detail);
  }
}
