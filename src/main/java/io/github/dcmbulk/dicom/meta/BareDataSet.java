package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.ElementReader;
import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.syntax.Encoding;
import io.github.dcmbulk.dicom.syntax.Tag;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Recognises a data set at a place where none belongs: at the first byte of a file, with or without
 * File Meta Information, or in place of a deflate stream.
 */
public final class BareDataSet {
  /** Consecutive elements that are enough: other files do not begin with them by chance. */
  private static final int ELEMENTS = 3;

  private static final int FIRST_GROUP = 0x0008;
  private static final int DIRECTORY_GROUP = 0x0004;

  private BareDataSet() {}

  /**
   * The encoding of the data set, or null if there is none.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
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
   * Whether several consecutive elements are plausible in an encoding, not only the first.
   *
   * @throws IOException the file cannot be read
   * @throws CheckFailure the file is truncated or malformed
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
