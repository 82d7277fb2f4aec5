package io.github.dcmbulk.http.engine;

import java.io.IOException;
import java.io.InputStream;

/**
 * An answer's body. Its end gives the connection back to the pool; closed before its end, it closes
 * the connection, because what is left would be taken for the next answer.
 */
final class ResponseBody extends InputStream {
  /** Learns how the reading of an answer ended. */
  interface Owner {
    /**
     * The answer was read to its end.
     *
     * @throws IOException the connection could not be looked at
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

  /** One more read, as who unpacks a body may stop before its very end. */
  @Override
  public void close() throws IOException {
    if (!done && read() >= 0) {
      done = true;
      owner.abandon();
    }
  }
}
