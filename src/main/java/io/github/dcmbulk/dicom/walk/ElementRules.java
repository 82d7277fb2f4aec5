package io.github.dcmbulk.dicom.walk;

import io.github.dcmbulk.dicom.read.Attributes;
import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.syntax.Vr;
import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.dicom.verdict.CheckLog;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.Warning;

/**
 * Checks of a single element: its tag, VR and position.
 *
 * <p>A method throws {@link CheckFailure} when the element must not be at its place.
 */
final class ElementRules {
  private final ElementReader element;
  private final Attributes attributes;
  private final CheckLog log;

  ElementRules(ElementReader element, Attributes attributes, CheckLog log) {
    this.element = element;
    this.attributes = attributes;
    this.log = log;
  }

  /** Rejects the groups of commands and the group FFFF, which no data set has. */
  void checkGroup(long position) throws CheckFailure {
    int group = Tag.group(element.tag);
    if (group == 0 || group == 0xFFFF) {
      throw CheckFailure.corrupt(position, element.tag, "no data set has this group");
    }
  }

  /** Recognises directory records, and elements after the pixel data that belong before it. */
  void checkTopLevel(long position) throws CheckFailure {
    if (element.tag == Tag.DIRECTORY_RECORDS) {
      throw new CheckFailure(
          Check.MEDIA_DIRECTORY, Reason.DICOMDIR, position, element.tag, "a media directory");
    }
    if (attributes.pixels.isPresent() && Tag.before(element.tag, attributes.pixels.tag())) {
      log.warn(
          Check.ORDER, Warning.NONCONFORMING, position, element.tag, "is after the pixel data");
    }
  }

  /**
   * Warns about an element without VR in an explicit data set, which another writer inserted. For a
   * public element with an unknown VR the file does not have the declared encoding; private ones
   * are common.
   */
  void noteIrregular(long position) {
    if (!element.irregular) {
      return;
    }
    if (element.vr == Vr.NONE || element.length == ElementReader.UNDEFINED) {
      log.warn(
          Check.VALUE_REPRESENTATIONS,
          Warning.NONCONFORMING,
          position,
          element.tag,
          "states no known value representation in an explicit data set");
    } else if (!Tag.isPrivate(element.tag)) {
      log.warn(
          Check.ENCODING,
          Warning.ENCODING_MISMATCH,
          position,
          element.tag,
          "no known value representation in an explicit data set");
    }
  }

  /** Warns about a sequence that is skipped because it does not begin with an item. */
  void noteNoItems(long position) {
    if (element.vr == Vr.SQ) {
      log.warn(
          Check.PRIVATE_SEQUENCES,
          Warning.NONCONFORMING,
          position,
          element.tag,
          "has VR SQ and contains no items");
    }
  }
}
