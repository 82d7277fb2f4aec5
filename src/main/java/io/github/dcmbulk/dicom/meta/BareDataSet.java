package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a data set that begins where none should: at the first byte of a file, with its File
 * Meta Information or without, or where a deflate stream is due.
 */
public final class BareDataSet {
  /** By chance, other files do not begin with this many elements in a row. */
  private static final int ELEMENTS = 3;

  private static final int FIRST_GROUP = 0x0008;
  private static final int DIRECTORY_GROUP = 0x0004;

  private BareDataSet() {}

  /**
   * The encoding of the data set, or null if there is none.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public static @Nullable Encoding encodingOf(Input in, long start)
      throws IOException, CheckFailure {
    for (Encoding encoding : Encoding.values()) {
      if (beginsWithElements(in, start, encoding)) {
        return encoding;
      }
    }
    return null;
  }

  /**
   * Whether several elements in a row, and not the first alone, make sense in an encoding.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is cut, or not well-formed
   */
  public static boolean isWrittenAs(Encoding encoding, Input in, long start)
      throws IOException, CheckFailure {
    return in.rewinds() && beginsWithElements(in, start, encoding);
  }

  private static boolean beginsWithElements(Input in, long start, Encoding encoding)
      throws IOException, CheckFailure {
    ElementReader element = new ElementReader(in);
    long position = start;
    int last = 0;
    for (int i = 0; i < ELEMENTS; i++) {
      if (!element.read(position, encoding, in.size(), last)) {
        return false;
      }
      int group = Tag.group(element.tag);
      boolean first = group == FIRST_GROUP || group == Tag.META_GROUP || group == DIRECTORY_GROUP;
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
