package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalFile;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Sqlite;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Copies a journal to a file while a run may be writing to it. The copy is the journal as it was at
 * one moment; the copy of a journal in a database is a journal in a file as well.
 */
public final class JournalBackup {
  private JournalBackup() {}

  /**
   * What was backed up.
   *
   * @param files rows of files
   * @param delivered files among them that are delivered
   * @param bytes size of the backup, in bytes
   */
  public record Copied(long files, long delivered, long bytes) {}

  /**
   * Writes a backup, verifies it, and renames it: a file of that name is always complete.
   *
   * @param target the new file; mode 0600
   * @param overwrite whether a file that is there may be replaced
   * @param listener receives the progress
   * @throws UsageException there is no such journal, or the target exists already
   * @throws JournalException the journal is damaged, or the backup cannot be written
   */
  public static Copied run(
      JournalStore journal, Path target, boolean overwrite, JournalAudit.Listener listener)
      throws DcmbulkException {
    requireFree(journal, target, overwrite);
    @Nullable Path fresh = null;
    try {
      fresh = JournalFile.fresh(target);
      listener.begins("copying the journal", 0);
      copy(journal, fresh);
      JournalAudit.Findings found = JournalAudit.run(new SqliteStore(fresh), false, listener);
      if (!found.problems().isEmpty()) {
        throw new JournalException(
            "the backup of " + journal.name() + " is not in order: " + found.problems().get(0),
            "run `dcmbulk journal verify`: either the journal or the disk is at fault");
      }
      Copied copied = measure(fresh);
      requireFree(journal, target, overwrite);
      JournalFile.settle(fresh, target);
      return copied;
    } catch (IOException e) {
      throw unwritable(target, e.getMessage(), e);
    } finally {
      discard(fresh);
    }
  }

  private static void copy(JournalStore journal, Path fresh)
      throws UsageException, JournalException, IOException {
    if (journal instanceof SqliteStore file) {
      file.copyTo(fresh);
    } else {
      DatabaseCopy.run(journal, fresh);
    }
  }

  private static void requireFree(JournalStore journal, Path target, boolean overwrite)
      throws UsageException {
    if (!Files.exists(target)) {
      return;
    }
    if (Files.isDirectory(target)) {
      throw new UsageException(target + " is a directory", "name a file in it");
    }
    if (isSame(journal, target)) {
      throw new UsageException(target + " is the journal itself", "name another file");
    }
    if (!overwrite) {
      throw new UsageException(
          target + " is there already", "name another file, or replace it with --overwrite");
    }
    if (Sqlite.holdsLog(target)) {
      throw new UsageException(
          target + " is a journal with a log, perhaps of a run that is going on",
          "name another file");
    }
  }

  private static boolean isSame(JournalStore journal, Path target) throws UsageException {
    try {
      return journal.isKeptIn(target);
    } catch (IOException e) {
      throw new UsageException(target + " cannot be looked at", "check its permissions", e);
    }
  }

  private static Copied measure(Path copy) throws DcmbulkException, IOException {
    try (JournalReader reader = JournalReader.open(copy)) {
      Map<FileState, Long> files = reader.summary().files();
      return new Copied(
          files.values().stream().mapToLong(Long::longValue).sum(),
          files.getOrDefault(FileState.UPLOADED, 0L),
          Files.size(copy));
    }
  }

  private static JournalException unwritable(Path target, @Nullable String why, Exception e) {
    return new JournalException(
        "the backup " + target + " cannot be written: " + why,
        "check the directory's permissions and its free space, or name another file",
        e);
  }

  private static void discard(@Nullable Path fresh) {
    try {
      if (fresh != null) {
        Files.deleteIfExists(fresh);
      }
    } catch (IOException e) {
      // The next backup of that name removes the temporary file.
      return;
    }
  }
}
