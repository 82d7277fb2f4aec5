package io.github.dcmbulk.journal.store.address;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL's password file (PostgreSQL 18, §32.16): lines of {@code
 * host:port:database:user:password}, in which {@code *} stands for anything and a backslash keeps
 * the next character from being special. The first line that matches is used.
 */
final class PasswordFile {
  private static final int FIELDS = 5;

  private PasswordFile() {}

  /**
   * Looks a password up.
   *
   * @return null if the file does not exist, may be read by others, or has no line that matches
   */
  static @Nullable String find(Path file, PostgresAddress.Host host, String database, String user) {
    List<String> wanted = List.of(host.name(), Integer.toString(host.port()), database, user);
    try {
      if (!Files.isRegularFile(file) || othersMayRead(file)) {
        return null;
      }
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        List<String> fields = fields(line);
        if (!line.startsWith("#") && fields.size() == FIELDS && fits(fields, wanted)) {
          return fields.get(FIELDS - 1);
        }
      }
      return null;
    } catch (IOException e) {
      return null;
    }
  }

  private static boolean fits(List<String> fields, List<String> wanted) {
    for (int i = 0; i < wanted.size(); i++) {
      if (!fields.get(i).equals("*") && !fields.get(i).equals(wanted.get(i))) {
        return false;
      }
    }
    return true;
  }

  private static List<String> fields(String line) {
    List<String> fields = new ArrayList<>();
    StringBuilder field = new StringBuilder();
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      if (c == '\\' && i + 1 < line.length()) {
        field.append(line.charAt(++i));
      } else if (c == ':' && fields.size() < FIELDS - 1) {
        fields.add(field.toString());
        field.setLength(0);
      } else {
        field.append(c);
      }
    }
    fields.add(field.toString());
    return fields;
  }

  /** As libpq, which ignores a file that others may read. */
  private static boolean othersMayRead(Path file) throws IOException {
    if (!Files.getFileStore(file).supportsFileAttributeView("posix")) {
      return false;
    }
    Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
    return permissions.contains(PosixFilePermission.GROUP_READ)
        || permissions.contains(PosixFilePermission.OTHERS_READ);
  }
}
