package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;

/**
 * Determines what a value contains where its header does not say it: items, and their encoding.
 *
 * <p>A method throws {@link CheckFailure} when the file is truncated or malformed, and {@link
 * IOException} when it cannot be read.
 */
final class NestedContent {
  private static final int ITEM_HEADER = 8;
  private static final int TAG = 4;

  private final Input in;

  NestedContent(Input in) {
    this.in = in;
  }

  /**
   * Whether a value of known length is walked as items. In implicit data sets a public element
   * whose value begins with an item is a sequence; private ones are not walked, because private
   * headers imitate items. A private element with VR SQ must begin with an item that fits: some
   * contain other bytes, which are skipped.
   */
  boolean isSequence(ElementReader element, Encoding encoding) throws IOException, CheckFailure {
    if (element.vr == Vr.SQ) {
      return !Tag.isPrivate(element.tag) || beginsWithItem(element, encoding);
    }
    if (element.vr != Vr.NONE) {
      return false;
    }
    if (element.length < ITEM_HEADER || Tag.isPrivate(element.tag) || isBulk(element.tag)) {
      return false;
    }
    int index = in.at(element.value, ITEM_HEADER);
    return index >= 0 && encoding.tag(in.bytes, index) == Tag.ITEM;
  }

  private boolean beginsWithItem(ElementReader element, Encoding encoding)
      throws IOException, CheckFailure {
    int index = element.length < ITEM_HEADER ? -1 : in.at(element.value, ITEM_HEADER);
    if (index < 0 || encoding.tag(in.bytes, index) != Tag.ITEM) {
      return false;
    }
    long length = encoding.u32(in.bytes, index + TAG);
    long room = element.length - ITEM_HEADER + Bounds.MAX_OVERRUN;
    return length == Encoding.UNDEFINED_32 || length <= room;
  }

  /**
   * Encoding of the items of a UN element: implicit little endian (PS3.5 §6.2.2), although some big
   * endian files keep their byte order.
   */
  Encoding encodingInUn(long value) throws IOException, CheckFailure {
    int index = in.at(value, TAG);
    return index >= 0 && Encoding.EXPLICIT_BIG.tag(in.bytes, index) == Tag.ITEM
        ? Encoding.EXPLICIT_BIG
        : Encoding.IMPLICIT_LITTLE;
  }

  /** Encoding of the elements of an item at a position. */
  Encoding encodingInItem(long start, long end, Encoding ofSequence)
      throws IOException, CheckFailure {
    int index = in.at(start, ITEM_HEADER);
    long room = Math.min(end, in.size()) - start;
    return index < 0 ? ofSequence : Encoding.ofItem(ofSequence, in.bytes, index, room);
  }

  /**
   * Public elements whose bytes may be anything: curves, overlays, waveforms, documents, pixels.
   */
  private static boolean isBulk(int tag) {
    int group = Tag.group(tag);
    return (group & 0xFF00) == 0x5000
        || (group & 0xFF00) == 0x6000
        || group >= 0x7FE0
        || tag == Tag.ENCAPSULATED_DOCUMENT
        || tag == Tag.WAVEFORM_DATA;
  }
}
