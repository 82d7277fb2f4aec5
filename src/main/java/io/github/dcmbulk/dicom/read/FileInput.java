package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.model.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file, read by position. The first read is as long as the header of the file before was, because
 * the headers of one series have about the same length. A read after a skip is small, and
 * consecutive reads grow, so that few bytes of a file are read, and a long header with few calls.
 */
final class FileInput extends Input {
  /** Bytes that are read first if nothing is known of the header's length, and at most. */
  static final int HEAD = 8 << 10;

  /** First reads are multiples of this. To copy more bytes costs more time than is lost by it. */
  private static final int STEP = 1 << 10;

  /** Bytes by which a header may be longer than the one before without a second read. */
  private static final int SLACK = 256;

  /** Bytes. Longer headers rarely need a third read, and the first two stay below 20 KiB. */
  private static final int REST_OF_HEAD = 11 << 10;

  private static final int AFTER_SKIP = 2 << 10;

  /** Bytes. To read over a gap of this size costs less than another call. */
  private static final int SMALL_GAP = 4 << 10;

  private final FileChannel channel;
  private final ByteBuffer transfer;
  private final long size;
  private final ReadLimit limit;
  private final int head;
  private long headEnd = -1;
  private int lastRead;

  /**
   * Reads that file.
   *
   * @param head bytes of the first read
   */
  FileInput(
      FileChannel channel,
      long size,
      byte[] window,
      ByteBuffer transfer,
      ReadLimit limit,
      int head) {
    super(window);
    this.head = head;
    this.channel = channel;
    this.size = size;
    this.transfer = transfer;
    this.limit = limit;
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public boolean rewinds() {
    return true;
  }

  @Override
  public boolean skipTo(long position) {
    return position <= size;
  }

  @Override
  boolean fetch(long position, int count) throws IOException, CheckFailure {
    if (position + count > size) {
      return false;
    }
    boolean sequential =
        position >= windowStart && position <= windowStart + windowLength + SMALL_GAP;
    if (!sequential && headEnd < 0) {
      headEnd = requestedEnd();
    }
    lastRead = sequential ? Math.min(more(), CAPACITY) : AFTER_SKIP;
    int wanted = (int) Math.min(Math.max(lastRead, count), size - position);
    await(wanted);
    transfer.clear().limit(wanted);
    windowLength = 0;
    while (transfer.position() < count) {
      if (channel.read(transfer, position + transfer.position()) < 0) {
        throw new CheckFailure(
            Check.UNCHANGED,
            Reason.CHANGED,
            position,
            0,
            "the file became shorter while it was read");
      }
    }
    windowStart = position;
    windowLength = transfer.position();
    transfer.flip().get(bytes, 0, windowLength);
    return true;
  }

  private int more() {
    if (lastRead == 0) {
      return head;
    }
    if (windowStart == 0 && lastRead < HEAD) {
      return HEAD;
    }
    return lastRead == HEAD ? REST_OF_HEAD : 2 * lastRead;
  }

  /**
   * How long the first read of the next file should be. Not less than half of this one, because
   * files with short and with long headers may alternate.
   */
  int nextHead() {
    long needed = headEnd < 0 ? requestedEnd() : headEnd;
    long steps = (needed + SLACK + STEP - 1) / STEP;
    return (int) Math.min(HEAD, Math.max(steps * STEP, head / 2));
  }

  private void await(int bytes) throws IOException {
    try {
      limit.await(bytes);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException().initCause(e);
    }
  }
}
