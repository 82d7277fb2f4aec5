package io.github.dcmbulk.journal.control;

import io.github.dcmbulk.journal.store.JournalFile;
import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory beside a journal in which runs are asked and answer. It and its files are private
 * as the journal is: where the journal is shared with a group, the directory is as well, and only
 * requests of the journal's owner are accepted.
 */
final class ControlFiles {
  static final String REQUEST = ".request";
  static final String ANSWER = ".answer";

  private static final long LARGEST = 64 * 1024;

  private final Path journal;
  private final Path directory;

  ControlFiles(Path journal) {
    this.journal = journal;
    this.directory = journal.resolveSibling(journal.getFileName() + ".control");
  }

  Path directory() {
    return directory;
  }

  /** Makes the directory, unless it is there. */
  void create() throws IOException {
    try {
      Files.createDirectory(directory);
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
    }
    PosixFileAttributeView view =
        Files.getFileAttributeView(
            directory, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    GroupPrincipal group = sharedWith();
    if (group != null) {
      view.setGroup(group);
    }
    view.setPermissions(PosixFilePermissions.fromString(group == null ? "rwx------" : "rwxrwx---"));
  }

  private @Nullable GroupPrincipal sharedWith() throws IOException {
    PosixFileAttributes of = Files.readAttributes(journal, PosixFileAttributes.class);
    return of.permissions().contains(PosixFilePermission.GROUP_WRITE) ? of.group() : null;
  }

  /** Writes a file that appears under its name when it is complete. */
  void write(String name, Map<String, String> content) throws IOException {
    Properties properties = new Properties();
    properties.putAll(content);
    StringWriter text = new StringWriter();
    properties.store(text, null);
    Path draft = directory.resolve("." + name);
    JournalFile.createPrivate(draft);
    Files.writeString(draft, text.toString(), StandardCharsets.UTF_8);
    if (Files.getFileAttributeView(directory, PosixFileAttributeView.class) != null
        && sharedWith() != null) {
      Files.setPosixFilePermissions(
          draft,
          Set.of(
              PosixFilePermission.OWNER_READ,
              PosixFilePermission.OWNER_WRITE,
              PosixFilePermission.GROUP_READ));
    }
    Files.move(draft, directory.resolve(name), StandardCopyOption.ATOMIC_MOVE);
  }

  /** Reads such a file. */
  static Map<String, String> read(Path file) throws IOException {
    if (Files.size(file) > LARGEST) {
      throw new IOException("too large");
    }
    Properties properties = new Properties();
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      properties.load(reader);
    } catch (IllegalArgumentException e) {
      throw new IOException("not readable", e);
    }
    Map<String, String> content = new HashMap<>();
    properties.stringPropertyNames().forEach(k -> content.put(k, properties.getProperty(k)));
    return content;
  }

  /** Whether the file belongs to the journal's owner, and is no link. */
  boolean isOwners(Path file) throws IOException {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
        && Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(journal));
  }
}
