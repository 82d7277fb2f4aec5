package io.github.dcmbulk.http.engine;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Sends the TLS records of one write together: Java's TLS makes records of 16 KiB, and one system
 * call for each takes longer than one for all. Thread-safe: another thread may close the connection
 * with an alert.
 */
final class HeldOutput extends FilterOutputStream {
  /** Bytes. */
  private static final int MOST = 72 * 1024;

  private byte[] held = {};
  private int count;
  private boolean holds;

  HeldOutput(OutputStream out) {
    super(out);
  }

  /** Output that holds what {@code secure} writes here until the end of each of its writes. */
  OutputStream together(OutputStream secure) {
    return new FilterOutputStream(secure) {
      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        hold();
        try {
          secure.write(bytes, offset, length);
        } finally {
          release();
        }
      }
    };
  }

  private synchronized void hold() {
    if (held.length == 0) {
      held = new byte[MOST];
    }
    holds = true;
  }

  private synchronized void release() throws IOException {
    holds = false;
    flush();
  }

  @Override
  public synchronized void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public synchronized void write(byte[] bytes, int offset, int length) throws IOException {
    if (count + length > held.length) {
      send();
    }
    if (!holds || length > held.length) {
      out.write(bytes, offset, length);
    } else {
      System.arraycopy(bytes, offset, held, count, length);
      count += length;
    }
  }

  @Override
  public synchronized void flush() throws IOException {
    if (!holds) {
      send();
    }
  }

  private void send() throws IOException {
    int all = count;
    count = 0;
    if (all > 0) {
      out.write(held, 0, all);
    }
  }
}
