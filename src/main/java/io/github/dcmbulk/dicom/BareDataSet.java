package io.github.dcmbulk.dicom;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Recognises a data set, or File Meta Information, that begins at the first byte of a file. */
final class BareDataSet {
  /** By chance, other files do not begin with this many elements in a row. */
  private static final int ELEMENTS = 3;

  private static final int FIRST_GROUP = 0x0008;

  private BareDataSet() {}

  /** The encoding of the data set, or null if there is none. */
  static @Nullable Encoding encodingOf(Input in) throws IOException, Defect {
    for (Encoding encoding : Encoding.values()) {
      if (beginsWithElements(in, encoding)) {
        return encoding;
      }
    }
    return null;
  }

  private static boolean beginsWithElements(Input in, Encoding encoding)
      throws IOException, Defect {
    ElementReader element = new ElementReader(in);
    long position = 0;
    int last = 0;
    for (int i = 0; i < ELEMENTS; i++) {
      if (!element.read(position, encoding, in.size(), last)) {
        return false;
      }
      int group = Tag.group(element.tag);
      boolean first = group == FIRST_GROUP || group == Tag.META_GROUP;
      boolean fits = element.length >= 0 && element.value + element.length <= in.size();
      if (element.irregular || !fits || (i == 0 && !first) || !Tag.before(last, element.tag)) {
        return false;
      }
      last = element.tag;
      position = element.value + element.length;
    }
    return true;
  }
}
