package io.github.dcmbulk.receipt;

import io.github.dcmbulk.file.AtomicFile;
import io.github.dcmbulk.file.PrivateFiles;
import io.github.dcmbulk.journal.DeliveredStudy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Writes receipts: one JSON file for each delivered study, and an index whose lines contain the
 * name of a receipt, its digest, and the digest of the previous line. Files are never replaced: a
 * study that changed gets another receipt and another line. Memory: about 300 bytes for each study.
 */
public final class Receipts {
  private final Path directory;
  private final Clock clock;
  private final Map<String, Last> last = new HashMap<>();
  private long lines;
  private String head = ChainLine.NONE;
  private long written;
  private long unchanged;

  /** Digest of a study's newest receipt, and the number of its receipts. */
  private record Last(String sha256, int count) {}

  /**
   * What was written.
   *
   * @param written receipts of new and changed studies
   * @param unchanged studies whose receipt is still correct
   * @param lines number of lines of the index
   * @param head digest of the last line, which covers all lines
   */
  public record Written(long written, long unchanged, long lines, String head) {}

  private Receipts(Path directory, Clock clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /**
   * Writes receipts of the studies that have none, or changed since the last one.
   *
   * @param directory created if it does not exist
   * @throws UsageException another process writes there, or the chain is broken
   * @throws IOException the directory cannot be written
   */
  public static Written write(JournalReader journal, Path directory, Clock clock)
      throws IOException, DcmbulkException {
    Files.createDirectories(directory);
    PrivateFiles.createIfAbsent(directory.resolve(Index.NAME));
    Receipts receipts = new Receipts(directory, clock);
    try (FileChannel index =
            FileChannel.open(
                directory.resolve(Index.NAME), StandardOpenOption.READ, StandardOpenOption.WRITE);
        FileLock lock = lock(index)) {
      if (lock == null) {
        throw new UsageException(
            "another process writes receipts to " + directory, "wait until it is done");
      }
      receipts.readChain(index);
      journal.studies().delivered(study -> receipts.add(study, index));
      index.force(true);
    }
    return new Written(receipts.written, receipts.unchanged, receipts.lines, receipts.head);
  }

  private static @Nullable FileLock lock(FileChannel index) throws IOException {
    try {
      return index.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private void readChain(FileChannel channel) throws IOException, UsageException {
    dropUnfinishedLine(channel);
    try (Index index = Index.open(directory)) {
      for (ChainLine line = index.next(); line != null; line = index.next()) {
        Last known = last.get(line.study());
        last.put(line.study(), new Last(line.sha256(), known == null ? 1 : known.count() + 1));
      }
      lines = index.lines();
      head = index.head();
      channel.position(index.end());
    } catch (Index.BrokenException e) {
      throw new UsageException(
          "the receipts in " + directory + " cannot be continued: " + e.getMessage(),
          "check them with `dcmbulk verify-receipt`, and write to a new directory");
    }
  }

  /** Removes the incomplete last line of a process that was killed. */
  private static void dropUnfinishedLine(FileChannel channel) throws IOException {
    long end = channel.size();
    ByteBuffer one = ByteBuffer.allocate(1);
    while (end > 0) {
      one.clear();
      channel.read(one, end - 1);
      if (one.get(0) == '\n') {
        break;
      }
      end--;
    }
    channel.truncate(end);
  }

  private void add(DeliveredStudy study, FileChannel index) throws IOException {
    String text = ReceiptJson.of(study);
    String sha256 = Sha256.of(text.getBytes(StandardCharsets.UTF_8));
    Last known = last.get(study.studyInstanceUid());
    if (known != null && known.sha256().equals(sha256)) {
      unchanged++;
      return;
    }
    int count = known == null ? 1 : known.count() + 1;
    String name = ReceiptName.of(study.studyInstanceUid(), count);
    try (AtomicFile file = AtomicFile.create(directory.resolve(name))) {
      file.writer().write(text);
      file.commit();
    }
    Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
    ChainLine line = new ChainLine(lines + 1, study.studyInstanceUid(), name, sha256, now, head);
    byte[] bytes = line.text().getBytes(StandardCharsets.UTF_8);
    ByteBuffer whole = ByteBuffer.allocate(bytes.length + 1).put(bytes).put((byte) '\n').flip();
    while (whole.hasRemaining()) {
      index.write(whole);
    }
    head = Sha256.of(bytes);
    lines++;
    written++;
    last.put(study.studyInstanceUid(), new Last(sha256, count));
  }
}
