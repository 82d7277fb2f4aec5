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

/** The checks that look at one element alone: its tag, its VR and its place. */
final class ElementRules {
  private final ElementReader element;
  private final Attributes attributes;
  private final CheckLog log;

  ElementRules(ElementReader element, Attributes attributes, CheckLog log) {
    this.element = element;
    this.attributes = attributes;
    this.log = log;
  }

  /** No data set has the groups of commands, or the last one. */
  void checkGroup(long position) throws CheckFailure {
    int group = Tag.group(element.tag);
    if (group == 0 || group == 0xFFFF) {
      throw CheckFailure.corrupt(position, element.tag, "no data set has this group");
    }
  }

  /** Recognises directory records, and elements behind the pixel data that belong before it. */
  void checkTopLevel(long position) throws CheckFailure {
    if (element.tag == Tag.DIRECTORY_RECORDS) {
      throw new CheckFailure(
          Check.MEDIA_DIRECTORY, Reason.DICOMDIR, position, element.tag, "a media directory");
    }
    if (attributes.pixels.isPresent() && Tag.before(element.tag, attributes.pixels.tag())) {
      log.warn(
          Check.ORDER,
          Warning.NONCONFORMING,
          position,
          element.tag,
          "stands behind the pixel data");
    }
  }

  /**
   * An element without VR in an explicit data set was put there by another writer. A public one
   * with a VR that the standard does not have means that the file is not what it declares; private
   * ones are common.
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

  /** A sequence that is passed over because it does not begin with an item. */
  void noteNoItems(long position) {
    if (element.vr == Vr.SQ) {
      log.warn(
          Check.PRIVATE_SEQUENCES,
          Warning.NONCONFORMING,
          position,
          element.tag,
          "is called a sequence and holds no items");
    }
  }
}
