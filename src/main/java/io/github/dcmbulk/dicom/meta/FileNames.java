package io.github.dcmbulk.dicom.meta;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Classifies file names: system files, and names that DICOM writers use (for empty files). */
public final class FileNames {
  private static final List<String> SYSTEM_FILES =
      List.of(".ds_store", "thumbs.db", "ehthumbs.db", "desktop.ini");

  /** The first letters of these names. */
  private static final String FIRST_LETTERS = ".ted";

  private static final int LOWER_CASE = 0x20;

  /** Prefix of files that macOS creates on foreign file systems (AppleDouble). */
  private static final String APPLE_DOUBLE = "._";

  /**
   * Names as DICOM receivers and exporters give them: the extensions of DICOM; a UID, alone or
   * after a modality (CT.1.2.840); numbers after a few letters (IM000012, I10, IM-0001-0001,
   * 00000012); eight or more hexadecimal digits, also in groups or after a modality (9AF3C0D1,
   * UUIDs).
   */
  private static final Pattern DICOM_LIKE =
      Pattern.compile(
          "(?i).*\\.(dcm|dicom|dic|dc3|ima)"
              + "|([A-Z]{1,16}[._-]?)?[0-9]+(\\.[0-9]+)+"
              + "|(?=.*[0-9].*[0-9])[A-Z]{0,5}[-_ ]?[0-9]+([-_ ][0-9]+)*"
              + "|([A-Z]{2,5}[._-])?(?=.{8})[0-9A-F]+(-[0-9A-F]+)*");

  /** A suffix of letters and digits with at least one letter, so that it is no UID component. */
  private static final Pattern EXTENSION = Pattern.compile("(?i).*\\.(?=[0-9]*[A-Z])[0-9A-Z]+");

  private static final String MEDIA_DIRECTORY = "DICOMDIR";

  private FileNames() {}

  /** Whether an operating system created the file for its own use. */
  public static boolean isSystemFile(Path path) {
    String text = path.toString();
    int start = text.lastIndexOf(File.separatorChar) + 1;
    return text.startsWith(APPLE_DOUBLE, start) || isListed(text, start);
  }

  /**
   * Compares in place: called for each file, and a substring would cost more than all other checks.
   */
  private static boolean isListed(String text, int start) {
    int length = text.length() - start;
    if (length == 0 || FIRST_LETTERS.indexOf(text.charAt(start) | LOWER_CASE) < 0) {
      return false;
    }
    for (String systemFile : SYSTEM_FILES) {
      if (systemFile.length() == length && systemFile.regionMatches(true, 0, text, start, length)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the name is one that DICOM writers use. */
  public static boolean isDicomLike(Path path) {
    return DICOM_LIKE.matcher(name(path)).matches();
  }

  /** Whether the name shows no type: no extension, not hidden, and not that of an index. */
  public static boolean isWithoutExtension(Path path) {
    String name = name(path);
    return !name.startsWith(".")
        && !name.equalsIgnoreCase(MEDIA_DIRECTORY)
        && !EXTENSION.matcher(name).matches();
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }
}
