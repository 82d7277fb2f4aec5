package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.JournalException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Forces the log to the disk: SQLite itself does not wait for it, so that a commit survives the end
 * of the process at once, and a power cut after this.
 */
final class SqliteGuard implements JournalStore.CommitGuard {
  private final Path file;
  private final boolean durable;
  private final @Nullable Object identity;
  private final PreparedStatement lock;

  /**
   * Guards the commits of that connection.
   *
   * @param durable whether the journal is permanent
   */
  SqliteGuard(Path file, Connection writer, boolean durable) throws SQLException {
    this.file = file;
    this.durable = durable;
    this.identity = identity(file);
    this.lock = writer.prepareStatement(Sqlite.TAKE_LOCK);
  }

  @Override
  public void begin() throws SQLException {
    lock.executeUpdate();
  }

  @Override
  public void sync() throws JournalException {
    if (!durable) {
      return;
    }
    if (!Objects.equals(identity, identity(file))) {
      throw new JournalException(
          "the journal " + file + " was removed or replaced while the run was writing to it",
          "restore it; without it, everything that it recorded is sent again");
    }
    Path wal = JournalFile.log(file);
    if (!Files.exists(wal)) {
      return;
    }
    try (FileChannel log = FileChannel.open(wal, StandardOpenOption.WRITE)) {
      log.force(false);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
  }

  /** Identifies the file, because another one may get its name; null if it does not exist. */
  private static @Nullable Object identity(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).fileKey();
    } catch (IOException e) {
      return null;
    }
  }
}
