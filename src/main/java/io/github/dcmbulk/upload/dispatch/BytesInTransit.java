package io.github.dcmbulk.upload.dispatch;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongConsumer;

/**
 * Number of sent bytes of instances whose outcome is not known yet, so that a progress bar moves
 * while a large one is being sent. Small ones are sent in one piece, and are not counted.
 * Thread-safe.
 */
public final class BytesInTransit {
  /** From this size on an instance is counted: a second's worth of a slow line. */
  static final long LARGE = 1 << 20;

  private final LongAdder bytes = new LongAdder();

  /** Sent bytes of all instances in flight. */
  public long bytes() {
    return bytes.sum();
  }

  /**
   * One instance is sent; to be closed when its outcome was handed to the journal.
   *
   * @param moved receives the length of each sent piece of a large instance; a negative number when
   *     it is sent again
   */
  Part begin(LongConsumer moved) {
    return new Part(moved);
  }

  /** The part of one instance. */
  final class Part implements AutoCloseable {
    private final LongConsumer moved;
    private final AtomicLong counted = new AtomicLong();

    private Part(LongConsumer moved) {
      this.moved = moved;
    }

    /** The same content; a large one is counted while it is read, from zero for each sending. */
    InputStream watch(long size, InputStream in) {
      startOver();
      return size < LARGE ? in : new Watched(in, this);
    }

    private void read(long count) {
      counted.addAndGet(count);
      bytes.add(count);
      moved.accept(count);
    }

    private void startOver() {
      long before = counted.getAndSet(0);
      if (before != 0) {
        bytes.add(-before);
        moved.accept(-before);
      }
    }

    @Override
    public void close() {
      startOver();
    }
  }

  /** A stream that counts the bytes read. */
  private static final class Watched extends FilterInputStream {
    private final Part part;

    Watched(InputStream in, Part part) {
      super(in);
      this.part = part;
    }

    @Override
    public int read() throws IOException {
      int next = super.read();
      if (next >= 0) {
        part.read(1);
      }
      return next;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      int count = super.read(into, offset, length);
      if (count > 0) {
        part.read(count);
      }
      return count;
    }
  }
}
