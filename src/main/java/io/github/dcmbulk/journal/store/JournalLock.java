package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalBusyException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * One run at a time. The operating system's lock on a file beside the journal ends with the process
 * that holds it, so there is nothing to clean up after a killed run; the file's text names the
 * holder.
 */
public final class JournalLock implements JournalStore.Lock {
  private final @Nullable FileChannel channel;

  private JournalLock(@Nullable FileChannel channel) {
    this.channel = channel;
  }

  /** No lock, for a temporary journal. */
  public static JournalLock none() {
    return new JournalLock(null);
  }

  /**
   * Takes the lock.
   *
   * @throws JournalBusyException another run holds it; the message names its process and host
   */
  public static JournalLock take(Path journal) throws DcmbulkException {
    JournalFile.requireNoDirectory(journal);
    Path file = fileOf(journal);
    try {
      JournalFile.createDirectories(journal.toAbsolutePath().getParent());
      if (!Files.exists(file)) {
        createQuietly(file);
      }
      // Never through a link: the target would be emptied.
      FileChannel channel =
          FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      if (tryLock(channel) == null) {
        String holder = text(channel);
        channel.close();
        throw new JournalBusyException(
            "another run holds the journal " + journal + ": " + holder,
            "wait until it has ended, or wait for it with --wait-lock 10m, or name another journal"
                + " with --journal");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap(
              ("process " + ProcessHandle.current().pid() + " on " + host())
                  .getBytes(StandardCharsets.UTF_8)),
          0);
      return new JournalLock(channel);
    } catch (IOException e) {
      throw JournalFile.unusable(journal, e);
    }
  }

  /** The process that holds the journal; null if it is free. */
  public static @Nullable String holder(Path journal) {
    Path file = fileOf(journal);
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return null;
    }
    try (FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS)) {
      return tryLock(channel) == null ? text(channel) : null;
    } catch (IOException e) {
      return null;
    }
  }

  @Override
  public void close() {
    if (channel == null) {
      return;
    }
    try {
      channel.truncate(0);
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process at the latest.
      return;
    }
  }

  /** The lock file of a journal. */
  public static Path fileOf(Path journal) {
    return journal.resolveSibling(journal.getFileName() + ".lock");
  }

  private static void createQuietly(Path file) throws IOException {
    try {
      JournalFile.createPrivate(file);
    } catch (FileAlreadyExistsException e) {
      // Another run was faster; the lock decides.
      return;
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String text(FileChannel channel) throws IOException {
    ByteBuffer text = ByteBuffer.allocate(300);
    channel.read(text, 0);
    return new String(text.array(), 0, text.position(), StandardCharsets.UTF_8)
        .replaceAll("\\p{Cntrl}", "?");
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "this host";
    }
  }
}
