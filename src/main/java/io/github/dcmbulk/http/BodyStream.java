package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * One reading of a request's body. Fails when it holds fewer or more bytes than announced, so that
 * neither a file that was cut nor one that has grown is sent whole, and tells the deadline what
 * time belongs to reading and what to the network. HTTP clients take what they have read to the
 * network before they read on.
 */
final class BodyStream extends FilterInputStream {
  private final HttpBody body;
  private final RequestDeadline deadline;
  private final Buffers buffers;
  private long unread;

  BodyStream(HttpBody body, InputStream bytes, RequestDeadline deadline, Buffers buffers) {
    super(bytes);
    this.body = body;
    this.deadline = deadline;
    this.buffers = buffers;
    this.unread = body.length();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (unread == 0 || length == 0) {
      return length == 0 ? 0 : -1;
    }
    int count = fill(into, offset, length);
    tellProgress();
    return count;
  }

  @Override
  public long skip(long count) {
    return 0;
  }

  @Override
  public boolean markSupported() {
    return false;
  }

  /** Writes all bytes, in pieces of {@link Buffers#SIZE}. */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    if (body.inMemory()) {
      in.transferTo(new Pieces(out));
      if (unread > 0) {
        throw endedEarly();
      }
    } else {
      copy(out);
    }
    return body.length();
  }

  private void copy(OutputStream out) throws IOException {
    byte[] buffer = buffers.take();
    try {
      while (unread > 0) {
        int count = fill(buffer, 0, buffer.length);
        tellProgress();
        out.write(buffer, 0, count);
      }
    } finally {
      buffers.give(buffer);
    }
  }

  private int fill(byte[] into, int offset, int length) throws IOException {
    deadline.reading();
    try {
      int count = in.read(into, offset, (int) Math.min(length, unread));
      if (count <= 0) {
        throw endedEarly();
      }
      unread -= count;
      if (unread == 0 && in.read() >= 0) {
        throw tooLong();
      }
      return count;
    } catch (SourceException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException("could not be read", e);
    } finally {
      deadline.progress();
    }
  }

  private void tellProgress() {
    if (unread == 0) {
      deadline.bodySent();
    } else {
      deadline.progress();
    }
  }

  private SourceException endedEarly() {
    return new SourceException("ended " + unread + " bytes early");
  }

  private SourceException tooLong() {
    return new SourceException("holds more than " + body.length() + " bytes");
  }

  /** Splits what is written, so that a long write can be told from one that stands still. */
  private final class Pieces extends OutputStream {
    private final OutputStream out;

    Pieces(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > unread) {
        throw tooLong();
      }
      for (int done = 0; done < length; done += Buffers.SIZE) {
        int piece = Math.min(Buffers.SIZE, length - done);
        unread -= piece;
        tellProgress();
        out.write(bytes, offset + done, piece);
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }
}
