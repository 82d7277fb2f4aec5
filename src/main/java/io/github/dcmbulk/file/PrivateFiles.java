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

/** Files that only their owner may read: they contain paths and identifiers of studies. */
public final class PrivateFiles {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rw-------");

  private PrivateFiles() {}

  /**
   * Creates an empty file of mode 0600; an existing file is not changed.
   *
   * @throws IOException it cannot be created
   */
  public static void createIfAbsent(Path file) throws IOException {
    try {
      Files.createFile(file, ownerOnly());
    } catch (FileAlreadyExistsException e) {
      // The mode of an existing file is kept.
    }
  }

  /**
   * Refuses a symbolic link of another user: it could redirect dcmbulk's output to any place that
   * this user may write.
   *
   * @throws FileSystemException the file is such a link
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

  /**
   * Creates an empty file of mode 0600 in the same directory, to be renamed when it is complete.
   */
  static Path temporaryBeside(Path file) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    return Files.createTempFile(directory, ".dcmbulk-", ".part", ownerOnly());
  }

  /** Gives read access to all users. */
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
