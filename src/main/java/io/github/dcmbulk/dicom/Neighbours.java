package io.github.dcmbulk.dicom;

import io.github.dcmbulk.dicom.meta.Preamble;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * Finds whether a file lies among DICOM files, for files whose name and content do not show what
 * they are. Lists a directory once for consecutive files of it. Safe for several threads.
 */
final class Neighbours {
  /**
   * Most names that are read, so that directories with many thousands of empty files cost no more.
   */
  private static final int MAX_NAMES = 4096;

  /** Most files that are opened. */
  private static final int MAX_OPENED = 16;

  private record Answer(Path directory, boolean instances) {}

  private volatile @Nullable Answer last;

  /** Whether one of the first files beside a path is a DICOM file (PS3.10 §7.1). */
  boolean areInstances(Path path) {
    Path directory = path.getParent();
    if (directory == null) {
      return false;
    }
    Answer known = last;
    if (known == null || !known.directory.equals(directory)) {
      known = new Answer(directory, hasInstance(directory));
      last = known;
    }
    return known.instances;
  }

  private static boolean hasInstance(Path directory) {
    int names = 0;
    int opened = 0;
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
      for (Path file : files) {
        if (++names > MAX_NAMES || opened == MAX_OPENED) {
          return false;
        }
        if (mayBeDicom(file)) {
          opened++;
          if (hasPrefix(file)) {
            return true;
          }
        }
      }
      return false;
    } catch (IOException | DirectoryIteratorException e) {
      return false;
    }
  }

  private static boolean mayBeDicom(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.isRegularFile() && attributes.size() > Preamble.PREFIX_END;
  }

  /** False for a file that cannot be read. */
  private static boolean hasPrefix(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] start = in.readNBytes(Preamble.PREFIX_END);
      return start.length == Preamble.PREFIX_END && Preamble.isPrefix(start, Preamble.LENGTH);
    } catch (IOException e) {
      return false;
    }
  }
}
