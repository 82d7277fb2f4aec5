package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The journal as a file. It is created in one step, so that an existing file is either a complete
 * journal or damaged, and never taken as an empty one.
 */
public final class JournalFile {
  private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
  private static final int HEADER = 100;
  private static final Set<String> NETWORK =
      Set.of("nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "fuse.sshfs", "9p", "afs");

  private JournalFile() {}

  /**
   * Makes an empty journal if there is no file; checks its header otherwise.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public static void prepare(Path file) throws JournalException {
    try {
      if (Files.exists(file)) {
        inspect(file);
      } else {
        requireNoLog(file);
        create(file);
      }
    } catch (SQLException e) {
      throw Sqlite.failure(file, e);
    } catch (IOException e) {
      throw unusable(file, e);
    }
  }

  /**
   * Refuses to create a journal next to a log: the log has data of a journal that no longer exists.
   *
   * @throws JournalException the journal cannot be read or written
   */
  public static void requireNoLog(Path file) throws JournalException {
    if (Sqlite.holdsLog(file)) {
      throw new JournalException(
          "the journal " + file + " is missing, but its log " + log(file).getFileName() + " exists",
          "restore the journal beside it; to start a new journal, move the log away as well");
    }
  }

  /** The log, which may contain the latest changes. */
  public static Path log(Path file) {
    return file.resolveSibling(file.getFileName() + "-wal");
  }

  /**
   * Refuses a directory, before anything is created next to it.
   *
   * @throws UsageException it is a directory (exit 2)
   */
  public static void requireNoDirectory(Path file) throws UsageException {
    if (Files.isDirectory(file)) {
      throw new UsageException(
          "the journal " + file + " is a directory", "name a file with --journal");
    }
  }

  /**
   * Refuses a place where a journal cannot be kept, before anything is created there: that is wrong
   * usage, in contrast to a disk that fails later.
   *
   * @throws UsageException it is such a place (exit 2)
   */
  public static void requireWritable(Path file) throws UsageException {
    Path existing = file.toAbsolutePath();
    while (existing != null && !Files.exists(existing)) {
      existing = existing.getParent();
    }
    String why = null;
    if (existing == null || !Files.isWritable(existing)) {
      why = existing + " may not be written";
    } else if (!existing.equals(file.toAbsolutePath()) && !Files.isDirectory(existing)) {
      why = existing + " is no directory";
    }
    if (why != null) {
      throw new UsageException(
          "the journal " + file + " cannot be kept there: " + why,
          "fix the permissions, or name another file with --journal");
    }
  }

  /**
   * Refuses a file that is no journal of dcmbulk, or that lost its end. May be called while a run
   * writes: the log is read first; if it is gone afterwards, its content is in the journal.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws IOException it cannot be read
   */
  public static void inspect(Path file) throws IOException, JournalException {
    WalFile log = WalFile.of(file);
    ByteBuffer header = header(file);
    int pageSize = header.getShort(16) & 0xFFFF;
    pageSize = pageSize == 1 ? 65536 : pageSize;
    long pages = log.length() == 0 ? header.getInt(28) & 0xFFFFFFFFL : log.length();
    long size = Files.size(file);
    if (!log.holdsAll(size / pageSize + 1, pages)) {
      throw Sqlite.damaged(
          file, "it is cut off after %,d of %,d bytes".formatted(size, pages * pageSize), null);
    }
  }

  /**
   * Checks the beginning of the file, whatever its length.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws IOException it cannot be read
   */
  public static ByteBuffer header(Path file) throws IOException, JournalException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    long size;
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      size = channel.size();
      while (header.hasRemaining() && channel.read(header) >= 0) {}
    }
    if (size == 0) {
      throw Sqlite.lost(file, "it is empty");
    }
    if (header.hasRemaining()) {
      throw Sqlite.lost(file, "it is cut off after " + Count.of(size, "byte"));
    }
    byte[] magic = new byte[MAGIC.length];
    header.flip().get(magic);
    if (!Arrays.equals(magic, MAGIC)) {
      throw Sqlite.lost(file, "it does not begin like a journal");
    }
    if (header.getInt(68) != Schema.APPLICATION_ID) {
      throw new JournalException(
          file + " is not a journal of dcmbulk", "name another file with --journal");
    }
    int version = header.getInt(60);
    if (version > Schema.VERSION) {
      throw new JournalException(
          "the journal " + file + " was written by a newer dcmbulk (schema " + version + ")",
          "use that version, or name another file with --journal");
    }
    if (version < 1) {
      throw Sqlite.damaged(file, "its schema has the impossible number " + version, null);
    }
    return header;
  }

  private static void create(Path file) throws IOException, SQLException {
    createDirectories(file.toAbsolutePath().getParent());
    Path fresh = fresh(file);
    try (Connection connection = Sqlite.writer(fresh)) {
      Schema.create(connection);
      Sql.number(connection, "PRAGMA wal_checkpoint(TRUNCATE)");
    }
    settle(fresh, file);
  }

  /**
   * Creates an empty file next to a new journal, in which the journal is prepared.
   *
   * @throws IOException it cannot be created
   */
  public static Path fresh(Path file) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(fresh);
    // The log of an earlier attempt would be taken as this one's.
    Files.deleteIfExists(log(fresh));
    createPrivate(fresh);
    return fresh;
  }

  /**
   * The prepared file is complete: it gets the journal's name.
   *
   * @throws IOException it cannot be forced to the disk, or not be renamed
   */
  public static void settle(Path fresh, Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * Makes an empty temporary journal: nothing waits for the disk.
   *
   * @param file not there yet, in a directory that only its owner can enter
   * @param eachFileOnce whether no file occurs twice, so that none is looked up by name
   * @throws SQLException the database failed
   */
  public static Connection scratch(Path file, boolean eachFileOnce) throws SQLException {
    Connection connection = Sqlite.scratch(file);
    Schema.create(connection);
    Schema.forScratch(connection, eachFileOnce);
    return connection;
  }

  /**
   * Creates the directories that are missing, for the owner only.
   *
   * @throws IOException one cannot be created
   */
  public static void createDirectories(@Nullable Path dir) throws IOException {
    if (dir != null && !Files.isDirectory(dir)) {
      Files.createDirectories(dir, ownerOnly("rwx------"));
    }
  }

  /**
   * Creates an empty file, for the owner only.
   *
   * @throws IOException it exists, or cannot be created
   */
  public static void createPrivate(Path file) throws IOException {
    Files.createFile(file, ownerOnly("rw-------"));
  }

  private static FileAttribute<?>[] ownerOnly(String permissions) {
    boolean posix = FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Whether the file lies on a network share, where locks between hosts cannot be relied on. */
  public static boolean onNetworkShare(Path file) {
    try {
      String type = Files.getFileStore(file).type().toLowerCase(Locale.ROOT);
      return NETWORK.contains(type);
    } catch (IOException e) {
      return false;
    }
  }

  /** The failure as a message. */
  public static JournalException unusable(Path file, IOException e) {
    String why = e.getMessage();
    if (e instanceof AccessDeniedException) {
      why = "permission denied";
    } else if (e instanceof NoSuchFileException) {
      why = "no file can be created in its directory";
    } else if (e instanceof FileSystemException system && system.getReason() != null) {
      why = system.getReason().toLowerCase(Locale.ROOT);
    }
    if (why == null) {
      why = e.getClass().getSimpleName();
    }
    return new JournalException(
        "the journal " + file + " cannot be opened: " + why,
        "check the permissions and the space of its directory, or name another file with"
            + " --journal",
        e);
  }
}
