package io.github.dcmbulk.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * What users other than its owner may do with a file.
 *
 * @param mode the permissions as {@code ls} shows them, {@code rw-r--r--}; empty where the file
 *     system knows none, and then nothing is allowed to others
 * @param mayRead whether others may read it
 * @param mayWrite whether others may write it
 */
public record OthersAccess(String mode, boolean mayRead, boolean mayWrite) {
  private static final OthersAccess UNKNOWN = new OthersAccess("", false, false);

  /** The file type's bits in a mode, and their value for a character device (inode(7)). */
  private static final int FILE_TYPE = 0170000;

  private static final int CHARACTER_DEVICE = 0020000;

  /**
   * Looks at a file; a link is followed. A device such as {@code /dev/null} is no file of a user's:
   * its mode tells nothing.
   */
  public static OthersAccess to(Path file) {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    if (view == null) {
      return UNKNOWN;
    }
    try {
      if (isCharacterDevice(file)) {
        return UNKNOWN;
      }
      Set<PosixFilePermission> permissions = view.readAttributes().permissions();
      return new OthersAccess(
          PosixFilePermissions.toString(permissions),
          permissions.contains(PosixFilePermission.GROUP_READ)
              || permissions.contains(PosixFilePermission.OTHERS_READ),
          permissions.contains(PosixFilePermission.GROUP_WRITE)
              || permissions.contains(PosixFilePermission.OTHERS_WRITE));
    } catch (IOException e) {
      return UNKNOWN;
    }
  }

  private static boolean isCharacterDevice(Path file) throws IOException {
    return file.getFileSystem().supportedFileAttributeViews().contains("unix")
        && Files.getAttribute(file, "unix:mode") instanceof Integer mode
        && (mode & FILE_TYPE) == CHARACTER_DEVICE;
  }
}
