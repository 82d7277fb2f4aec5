package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.store.JournalFile;
import io.github.dcmbulk.journal.store.JournalLock;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Objects;

/**
 * A journal that the operators of one group share. SQLite creates its log with the journal's mode,
 * but with the group of the process. So the directory needs the set-group-ID bit, by which new
 * files get the directory's group.
 */
public final class JournalGroup {
  private static final int SET_GROUP_ID = 02000;
  private static final String SHARED_FILE = "rw-rw----";

  private final GroupPrincipal group;

  private JournalGroup(GroupPrincipal group) {
    this.group = group;
  }

  /**
   * Looks the group up.
   *
   * @throws UsageException there is none of that name, or this system has no groups
   */
  public static JournalGroup named(Path journal, String name) throws UsageException {
    try {
      return new JournalGroup(
          journal.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByGroupName(name));
    } catch (UserPrincipalNotFoundException e) {
      throw new UsageException(
          "there is no group " + name, "name one of the groups of `getent group`", e);
    } catch (IOException | UnsupportedOperationException e) {
      throw new UsageException("groups cannot be looked up here", "leave --journal-group out", e);
    }
  }

  /** Whether the file belongs to this group, and only the group and the owner may write it. */
  public boolean mayWrite(Path file) {
    try {
      PosixFileAttributes now = Files.readAttributes(file, PosixFileAttributes.class);
      return now.group().equals(group)
          && !now.permissions().contains(PosixFilePermission.OTHERS_WRITE);
    } catch (IOException | UnsupportedOperationException e) {
      return false;
    }
  }

  /**
   * Makes the journal, its lock and its directory where they are missing, so that the group can
   * write them.
   *
   * @throws UsageException the directory has no set-group-ID bit, or the files belong to another
   *     group
   */
  public void share(Path journal) throws DcmbulkException {
    try {
      Path directory = Objects.requireNonNull(journal.toAbsolutePath().getParent());
      if (!Files.isDirectory(directory)) {
        JournalFile.createDirectories(directory);
        view(directory).setGroup(group);
        Files.setAttribute(directory, "unix:mode", SET_GROUP_ID | 0770);
      }
      requireHandedOn(directory);
      Path lock = JournalLock.fileOf(journal);
      if (!Files.exists(lock, LinkOption.NOFOLLOW_LINKS)) {
        JournalFile.createPrivate(lock);
      }
      open(lock);
      if (!Files.exists(journal)) {
        JournalFile.prepare(journal);
      }
      open(journal);
    } catch (IOException e) {
      throw new UsageException(
          "the journal " + journal + " cannot be shared with the group " + group.getName(),
          "let its owner run this once, or run: chgrp %s %s; chmod 660 %s"
              .formatted(group.getName(), journal, journal),
          e);
    }
  }

  private void requireHandedOn(Path directory) throws IOException, UsageException {
    int mode = (Integer) Files.getAttribute(directory, "unix:mode");
    PosixFileAttributes now = view(directory).readAttributes();
    boolean shared =
        now.group().equals(group)
            && (mode & SET_GROUP_ID) != 0
            && now.permissions().containsAll(PosixFilePermissions.fromString("---rwx---"));
    if (!shared) {
      throw new UsageException(
          "the journal's directory %s (%s) does not hand the group %s on to new files"
              .formatted(
                  directory, PosixFilePermissions.toString(now.permissions()), group.getName()),
          "run: chgrp %s %s; chmod 2770 %s".formatted(group.getName(), directory, directory));
    }
  }

  private void open(Path file) throws IOException {
    PosixFileAttributes now = view(file).readAttributes();
    if (!now.group().equals(group)) {
      view(file).setGroup(group);
    }
    if (!now.permissions().equals(PosixFilePermissions.fromString(SHARED_FILE))) {
      view(file).setPermissions(PosixFilePermissions.fromString(SHARED_FILE));
    }
  }

  private static PosixFileAttributeView view(Path file) throws IOException {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      throw new IOException("no groups on this file system");
    }
    return view;
  }
}
