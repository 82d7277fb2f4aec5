package io.github.dcmbulk.http.engine;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A TCP connection whose reads another thread limits: those of a TLS handshake and of a proxy's
 * answer as well. Reads of few bytes are buffered, because Java's TLS reads the head of each record
 * (RFC 8446 §5.1) separately. Used by one thread, except {@link #checkRead}.
 */
final class WatchedSocket extends Socket {
  /** Bytes of the longest TLS record (RFC 8446 §5.2), with its head. */
  private static final int RECORD = 5 + (1 << 14) + 256;

  private final ReadTimeout timeout;
  private @Nullable InputStream in;
  private @Nullable HeldOutput out;

  /** Not connected yet; with that limit of each read. */
  WatchedSocket(Duration longestRead) {
    this.timeout = new ReadTimeout(longestRead, this::breakOff);
  }

  /** Sets the limit of reads that begin later. */
  void limitReads(Duration longest) {
    timeout.limit(longest);
  }

  /** Closes the socket if a read takes too long. */
  void checkRead() {
    timeout.check();
  }

  /** The peer is told by a reset: nothing that was not sent yet is sent later. */
  private void breakOff() throws IOException {
    try {
      setSoLinger(true, 0);
    } finally {
      close();
    }
  }

  @Override
  public synchronized InputStream getInputStream() throws IOException {
    if (in == null) {
      in = new Input(super.getInputStream(), timeout);
    }
    return in;
  }

  @Override
  public synchronized HeldOutput getOutputStream() throws IOException {
    if (out == null) {
      out = new HeldOutput(super.getOutputStream());
    }
    return out;
  }

  /**
   * A read that takes too long throws {@link java.net.SocketTimeoutException}. A
   * BufferedInputStream would ask the socket for more after each short read, with a system call.
   */
  private static final class Input extends FilterInputStream {
    private final ReadTimeout timeout;
    private final byte[] buffer = new byte[RECORD];
    private int next;
    private int end;

    Input(InputStream in, ReadTimeout timeout) {
      super(in);
      this.timeout = timeout;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (next == end) {
        if (length >= RECORD) {
          return received(into, offset, length);
        }
        next = 0;
        end = 0;
        int count = received(buffer, 0, RECORD);
        if (count < 0) {
          return count;
        }
        end = count;
      }
      int count = Math.min(length, end - next);
      System.arraycopy(buffer, next, into, offset, count);
      next += count;
      return count;
    }

    private int received(byte[] into, int offset, int length) throws IOException {
      timeout.begin();
      try {
        return in.read(into, offset, length);
      } finally {
        timeout.end();
      }
    }

    @Override
    public long skip(long count) throws IOException {
      int skipped = (int) Math.min(Math.max(0, count), end - next);
      next += skipped;
      return skipped > 0 ? skipped : in.skip(count);
    }

    @Override
    public int available() throws IOException {
      return end - next + in.available();
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
