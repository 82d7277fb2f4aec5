package io.github.dcmbulk.dicom.read;

import io.github.dcmbulk.dicom.verdict.Check;
import io.github.dcmbulk.dicom.verdict.CheckFailure;
import io.github.dcmbulk.model.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/**
 * A file, read by position. The first read contains the whole header of most instances. A read
 * after a skip is small, and consecutive reads grow, so that few bytes of a file are read, and a
 * long header with few calls.
 */
final class FileInput extends Input {
  private static final int HEAD = 8 << 10;

  /** Bytes. Longer headers rarely need a third read, and the first two stay below 20 KiB. */
  private static final int REST_OF_HEAD = 11 << 10;

  private static final int AFTER_SKIP = 2 << 10;

  /** Bytes. To read over a gap of this size costs less than another call. */
  private static final int SMALL_GAP = 4 << 10;

  private final FileChannel channel;
  private final ByteBuffer transfer;
  private final long size;
  private final ReadLimit limit;
  private int lastRead;

  FileInput(FileChannel channel, long size, byte[] window, ByteBuffer transfer, ReadLimit limit) {
    super(window);
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
    return switch (lastRead) {
      case 0 -> HEAD;
      case HEAD -> REST_OF_HEAD;
      default -> 2 * lastRead;
    };
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
