package io.github.dcmbulk.upload;

import io.github.dcmbulk.remote.InstanceContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * How many bytes have left of instances whose fate is not known yet, so that a progress bar moves
 * while a large one is on its way. Small ones arrive before anyone looks, and are not counted.
 * Thread-safe.
 */
final class UnderWay {
  /** From this size on an instance is counted: a second's worth of a slow line. */
  static final long LARGE = 1 << 20;

  private final LongAdder bytes = new LongAdder();

  /** The bytes of all instances under way. */
  long bytes() {
    return bytes.sum();
  }

  /** One instance sets out; to be closed when its fate is committed. */
  Part begin() {
    return new Part();
  }

  /** One instance's share. */
  final class Part implements AutoCloseable {
    private final AtomicLong counted = new AtomicLong();

    private Part() {}

    /** Counts what is read of the content, if it is large; each sending begins anew. */
    InstanceContent watch(InstanceContent content) {
      return content.size() < LARGE ? content : new Watched(content, this);
    }

    private void read(long count) {
      counted.addAndGet(count);
      bytes.add(count);
    }

    private void startOver() {
      bytes.add(-counted.getAndSet(0));
    }

    @Override
    public void close() {
      startOver();
    }
  }

  /** Content that tells how much of it was read. */
  private record Watched(InstanceContent content, Part part) implements InstanceContent {
    @Override
    public long size() {
      return content.size();
    }

    @Override
    public byte[] md5() {
      return content.md5();
    }

    @Override
    public byte @Nullable [] sha256() {
      return content.sha256();
    }

    @Override
    public InputStream open() throws IOException {
      part.startOver();
      return new FilterInputStream(content.open()) {
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
      };
    }
  }
}
