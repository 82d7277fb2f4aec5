package io.github.dcmbulk.dicom.meta;

import io.github.dcmbulk.dicom.read.Input;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The files that a media directory lists (PS3.3 F.3.2.2, Referenced File ID (0004,1500)). The file
 * is searched for that element instead of being parsed: records may be chained in any order, and a
 * damaged directory still names files.
 */
final class MediaDirectory {
  /** Header of Referenced File ID; media directories are explicit VR little endian. */
  private static final byte[] FILE_ID = {0x04, 0x00, 0x00, 0x15, 'C', 'S'};

  private static final int STEP = 32 << 10;
  private static final int HEADER = 8;

  /** Bytes. Eight components of eight characters (PS3.10 §8.2), with a margin for longer names. */
  private static final int LONGEST = 512;

  private static final long MOST_BYTES = 256L << 20;

  private MediaDirectory() {}

  /** Whether the media directory at that path lists a file that does not exist. */
  static boolean lacksFiles(Input in, Path path) throws IOException, CheckFailure {
    Path root = path.getParent();
    long end = Math.min(in.size(), MOST_BYTES);
    for (long from = 0; root != null && from < end; from += STEP) {
      // Windows overlap, so that no element is split.
      int count = (int) Math.min(STEP + HEADER + LONGEST, end - from);
      int index = in.at(from, count);
      if (index >= 0 && namesMissing(in.bytes, index, count, root)) {
        return true;
      }
    }
    return false;
  }

  private static boolean namesMissing(byte[] bytes, int index, int count, Path root) {
    for (int i = index; i < index + Math.min(count - HEADER, STEP); i++) {
      if (isFileId(bytes, i)) {
        int length = (bytes[i + 6] & 0xFF) | (bytes[i + 7] & 0xFF) << 8;
        boolean fits = length > 0 && length <= LONGEST && i + HEADER + length <= index + count;
        if (fits
            && isMissing(
                new String(bytes, i + HEADER, length, StandardCharsets.ISO_8859_1), root)) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isFileId(byte[] bytes, int at) {
    for (int i = 0; i < FILE_ID.length; i++) {
      if (bytes[at + i] != FILE_ID[i]) {
        return false;
      }
    }
    return true;
  }

  /** Paths that lead outside of the medium are ignored. */
  private static boolean isMissing(String value, Path root) {
    String name = value.replace('\\', '/').strip().replace("\0", "");
    boolean outside = name.isEmpty() || name.startsWith("/") || ("/" + name + "/").contains("/../");
    try {
      // Some systems show the names of a CD in lower case.
      return !outside
          && !Files.exists(root.resolve(name))
          && !Files.exists(root.resolve(name.toLowerCase(Locale.ROOT)));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
