package io.github.dcmbulk.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Which pages of a journal its log holds (SQLite file format, §4: the write-ahead log). SQLite does
 * not notice that a journal lost its end while there is a log: it takes what is missing for zeros.
 *
 * @param pages numbers of the pages that the log has a committed version of, counted from 1
 * @param length how many pages the journal has after the log's last commit; 0 where it holds none
 */
record JournalLog(BitSet pages, long length) {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  /** Looks through the log beside a journal; without one it holds nothing. */
  static JournalLog of(Path journal) throws IOException {
    JournalLog log = new JournalLog(new BitSet(), 0);
    try (FileChannel channel =
        FileChannel.open(JournalFile.log(journal), StandardOpenOption.READ)) {
      ByteBuffer header = read(channel, 0, HEADER);
      return header.hasRemaining() ? log.reading(channel, header) : log;
    } catch (NoSuchFileException e) {
      return log;
    }
  }

  private JournalLog reading(FileChannel channel, ByteBuffer header) throws IOException {
    int pageSize = header.getInt(8);
    long salts = header.getLong(16);
    BitSet seen = new BitSet();
    long committed = 0;
    for (long at = HEADER; ; at += FRAME_HEADER + pageSize) {
      ByteBuffer frame = read(channel, at, FRAME_HEADER);
      // Frames of an earlier round lie behind the last one, with other salts.
      if (!frame.hasRemaining()
          || frame.getLong(8) != salts
          || at + FRAME_HEADER + pageSize > channel.size()) {
        return new JournalLog(pages, committed);
      }
      seen.set(frame.getInt(0));
      if (frame.getInt(4) != 0) {
        committed = frame.getInt(4) & 0xFFFFFFFFL;
        pages.or(seen);
        seen.clear();
      }
    }
  }

  /** Those bytes; nothing where the log ends before. */
  private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      int read = channel.read(bytes, from + bytes.position());
      if (read < 0) {
        return ByteBuffer.allocate(0);
      }
    }
    return bytes.flip();
  }

  /** Whether it holds every page from that one on, counted from 1. */
  boolean holdsAll(long first, long last) {
    return first > last || pages.nextClearBit((int) first) > last;
  }
}
