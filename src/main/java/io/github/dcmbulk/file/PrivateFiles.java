package io.github.dcmbulk.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** Files that only their owner may read: they hold paths and identifiers of studies. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /** Creates an empty file of mode 0600 unless there is one already, which is left as it is. */
  public static void createIfAbsent(Path file) throws IOException {
    try {
      Files.createFile(file, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      // Its mode was chosen before.
    }
  }

  /**
   * Refuses a link that another user made: it could lead our lines, or an empty file of ours, to
   * any place that we may write.
   *
   * @throws FileSystemException it is such a link
   */
  static void requireNoForeignLink(Path file) throws IOException {
    if (!Files.isSymbolicLink(file)) {
      return;
    }
    String owner = Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    if (!owner.equals("root") && !owner.equals(System.getProperty("user.name"))) {
      throw new FileSystemException(file.toString(), null, "it is a link that " + owner + " made");
    }
  }

  /** Creates an empty file of mode 0600 beside another, to be moved over it when it is whole. */
  static Path temporaryBeside(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    return Files.createTempFile(directory, ".dcmbulk-", ".part", ownerOnly());
  }

  /** Lets every user read the file. */
  static void openToAll(Path file) throws IOException {
    if (isPosix()) {
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    }
  }

  private static boolean isPosix() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }

  private static FileAttribute<?>[] ownerOnly() {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
        : new FileAttribute<?>[0];
  }
}
