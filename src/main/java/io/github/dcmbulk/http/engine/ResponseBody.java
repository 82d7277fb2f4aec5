package io.github.dcmbulk.http.engine;

import java.io.IOException;
import java.io.InputStream;

/**
 * An answer's body. When it was read to its end, the connection returns to the pool. When it is
 * closed before, the connection is closed, because the rest would be read as the next answer.
 */
final class ResponseBody extends InputStream {
  /** Receives the end of an answer. */
  interface Owner {
    /**
     * The answer was read to its end.
     *
     * @throws IOException the connection's state could not be checked
     */
    void complete() throws IOException;

    /** The answer will not be read to its end. */
    void abandon();
  }

  private final InputStream bytes;
  private final Owner owner;
  private boolean done;

  ResponseBody(InputStream bytes, Owner owner) {
    this.bytes = bytes;
    this.owner = owner;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (done) {
      return -1;
    }
    try {
      int count = bytes.read(into, offset, length);
      if (count < 0) {
        done = true;
        owner.complete();
      }
      return count;
    } catch (IOException e) {
      throw HttpCoreFailures.translated(e);
    }
  }

  @Override
  public int available() throws IOException {
    return done ? 0 : bytes.available();
  }

  /** Reads once more, because a decompressor may stop just before the end. */
  @Override
  public void close() throws IOException {
    if (!done && read() >= 0) {
      done = true;
      owner.abandon();
    }
  }
}
