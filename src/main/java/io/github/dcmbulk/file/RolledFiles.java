package io.github.dcmbulk.file;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * The earlier files of a rolling file: compressed in the background, and deleted by age and total
 * size where that is allowed. A failure never ends a run: the next call repeats the work.
 */
final class RolledFiles implements AutoCloseable {
  /** Limit of the total size, for files that may be deleted. */
  private static final long MOST_BYTES = 1_000_000_000;

  private static final Pattern STAMPED = Pattern.compile("\\.\\d{8}-\\d{6}(-\\d{3})?(\\.gz)?");
  private static final String PART_OF_THIS_PROCESS = "." + ProcessHandle.current().pid() + ".part";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Path current;
  private final @Nullable Duration keep;
  private final ExecutorService worker =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "rolled-files");
            thread.setDaemon(true);
            return thread;
          });

  RolledFiles(Path current, @Nullable Duration keep) {
    this.current = current;
    this.keep = keep;
  }

  /** A name for the file that is renamed at that time; names sort by time. */
  Path free(String stamp) {
    String name = current.getFileName() + "." + stamp;
    Path free = current.resolveSibling(name);
    for (int i = 1; isTaken(free); i++) {
      free = current.resolveSibling(String.format("%s-%03d", name, i));
    }
    return free;
  }

  private static boolean isTaken(Path file) {
    return Files.exists(file) || Files.exists(compressed(file));
  }

  /** Compresses and deletes in the background. */
  void tidyUp(Instant now) {
    worker.execute(
        () -> {
          try {
            for (Path file : all()) {
              if (!file.toString().endsWith(".gz")) {
                compress(file);
              }
            }
            prune(now);
          } catch (IOException e) {
            // Another process was faster, or the disk is full: the next call repeats it.
          }
        });
  }

  private List<Path> all() throws IOException {
    String name = current.getFileName().toString();
    try (Stream<Path> files = Files.list(current.getParent())) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(name))
          .filter(
              file ->
                  STAMPED.matcher(file.getFileName().toString().substring(name.length())).matches())
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }

  private static Path compressed(Path file) {
    return file.resolveSibling(file.getFileName() + ".gz");
  }

  private static void compress(Path file) throws IOException {
    Path part = file.resolveSibling(file.getFileName() + PART_OF_THIS_PROCESS);
    // One channel for lock and bytes: closing another one would release the lock (fcntl(2)).
    // Closing
    // the stream that wrote the file releases it too; then two processes compress the file, and
    // each writes a part of its own.
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      if (channel.tryLock() == null) {
        return;
      }
      Files.deleteIfExists(part);
      PrivateFiles.createIfAbsent(part);
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(part), 1 << 16)) {
        Channels.newInputStream(channel).transferTo(out);
      }
      Files.move(part, compressed(file), StandardCopyOption.REPLACE_EXISTING);
      Files.delete(file);
      deleteParts(file);
    } catch (OverlappingFileLockException e) {
      // Another process compresses it already.
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /** Deletes what killed processes left when they compressed this file. */
  private static void deleteParts(Path file) throws IOException {
    String name = file.getFileName() + ".";
    try (Stream<Path> files = Files.list(file.getParent())) {
      for (Path part : (Iterable<Path>) files::iterator) {
        String other = part.getFileName().toString();
        if (other.startsWith(name) && other.endsWith(".part")) {
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private void prune(Instant now) throws IOException {
    if (keep == null) {
      return;
    }
    long bytes = 0;
    for (Path file : all()) {
      bytes += Files.size(file);
      Instant written = Files.getLastModifiedTime(file).toInstant();
      if (bytes > MOST_BYTES || written.plus(keep).isBefore(now)) {
        Files.delete(file);
      }
    }
  }

  /** Waits for the work in progress. */
  @Override
  public void close() {
    worker.shutdown();
    try {
      worker.awaitTermination(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
