package io.github.dcmbulk.journal.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.BitSet;

/**
 * Which pages of a journal its log holds, as SQLite will read it: up to the first frame whose salts
 * or checksum are not right (SQLite file format, §4: the write-ahead log). SQLite does not notice
 * that a journal lost its end while there is a log: it reads zeros for the missing part.
 */
final class WalFile {
  private static final int HEADER = 32;
  private static final int FRAME_HEADER = 24;

  /** The last bit is the byte order of the checksums: 1 for big-endian. */
  private static final int MAGIC = 0x377F0682;

  private final BitSet pages = new BitSet();
  private ByteOrder order = ByteOrder.BIG_ENDIAN;
  private int first;
  private int second;
  private long length;

  private WalFile() {}

  /** Reads the log beside a journal; without one it has no pages. */
  static WalFile of(Path journal) throws IOException {
    WalFile log = new WalFile();
    try (FileChannel channel =
        FileChannel.open(JournalFile.log(journal), StandardOpenOption.READ)) {
      log.read(channel);
    } catch (NoSuchFileException e) {
      // There is none.
    }
    return log;
  }

  /** How many pages the journal has after the log's last commit; 0 if the log has none. */
  long length() {
    return length;
  }

  /** Whether it contains every page from that one on, counted from 1. */
  boolean holdsAll(long from, long to) {
    return from > to || pages.nextClearBit((int) from) > to;
  }

  private void read(FileChannel channel) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(HEADER);
    if (!fill(header, channel, 0) || (header.getInt(0) & ~1) != MAGIC) {
      return;
    }
    order = (header.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    sum(header, 0, 24);
    if (matches(header, 24)) {
      readFrames(channel, header.getInt(8), header.getLong(16));
    }
  }

  private void readFrames(FileChannel channel, int pageSize, long salts) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + pageSize);
    BitSet seen = new BitSet();
    for (long at = HEADER; fill(frame, channel, at); at += frame.capacity()) {
      sum(frame, 0, 8);
      sum(frame, FRAME_HEADER, pageSize);
      // After the last frame there may be frames of an earlier use of the log, with other salts.
      if (frame.getLong(8) != salts || !matches(frame, 16)) {
        return;
      }
      seen.set(frame.getInt(0));
      if (frame.getInt(4) != 0) {
        length = frame.getInt(4) & 0xFFFFFFFFL;
        pages.or(seen);
        seen.clear();
      }
    }
  }

  /** Fills the buffer; false if the log ends before. */
  private static boolean fill(ByteBuffer into, FileChannel channel, long from) throws IOException {
    into.clear();
    while (into.hasRemaining()) {
      if (channel.read(into, from + into.position()) < 0) {
        return false;
      }
    }
    return true;
  }

  /** Continues the checksum with two words. */
  private void sum(ByteBuffer bytes, int from, int count) {
    ByteBuffer words = bytes.duplicate().order(order);
    for (int i = from; i < from + count; i += 8) {
      first += words.getInt(i) + second;
      second += words.getInt(i + 4) + first;
    }
  }

  private boolean matches(ByteBuffer bytes, int at) {
    return bytes.getInt(at) == first && bytes.getInt(at + 4) == second;
  }
}
