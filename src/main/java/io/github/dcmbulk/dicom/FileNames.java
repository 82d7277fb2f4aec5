package io.github.dcmbulk.dicom;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** What a file's name tells: nothing about its content, but what an empty file was meant to be. */
final class FileNames {
  private static final List<String> SYSTEM_FILES =
      List.of(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini");

  /** Made by macOS beside each file on foreign file systems. */
  private static final String APPLE_DOUBLE = "._";

  /** Extensions of DICOM, UIDs, and names such as IM000012, I10, MR0001 or 00000012. */
  private static final Pattern DICOM_LIKE =
      Pattern.compile("(?i).*\\.(dcm|dicom|dic|ima)|[0-9]+(\\.[0-9]+)+|[A-Z]{0,5}[-_]?[0-9]{2,}");

  private FileNames() {}

  /** A file that an operating system keeps for itself. */
  static boolean isSystemFile(Path path) {
    String text = path.toString();
    int start = text.lastIndexOf(File.separatorChar) + 1;
    return text.startsWith(APPLE_DOUBLE, start) || isListed(text, start);
  }

  /**
   * Looks at the text in place: a name for each file is more than all other checks of it create.
   */
  private static boolean isListed(String text, int start) {
    int length = text.length() - start;
    for (String systemFile : SYSTEM_FILES) {
      if (systemFile.length() == length && systemFile.regionMatches(true, 0, text, start, length)) {
        return true;
      }
    }
    return false;
  }

  /** A name such as DICOM files have. */
  static boolean isDicomLike(Path path) {
    return DICOM_LIKE.matcher(name(path)).matches();
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
