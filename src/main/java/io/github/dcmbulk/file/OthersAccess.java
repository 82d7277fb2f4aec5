package io.github.dcmbulk.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Access of users other than the owner to a file.
 *
 * @param mode the permissions as {@code ls} shows them, {@code rw-r--r--}; empty where the file
 *     system has none, and then others have no access
 * @param mayRead whether others may read it
 * @param mayWrite whether others may write it
 */
public record OthersAccess(String mode, boolean mayRead, boolean mayWrite) {
  private static final OthersAccess UNKNOWN = new OthersAccess("", false, false);

  /** Bits of the file type in a mode, and their value for a character device (inode(7)). */
  private static final int FILE_TYPE = 0170000;

  private static final int CHARACTER_DEVICE = 0020000;

  /**
   * Reads the mode of a file; follows a link. The mode of a device such as {@code /dev/null} says
   * nothing about a user's file.
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
