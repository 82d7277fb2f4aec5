package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import io.github.dcmbulk.model.Count;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * Reads a request's body once. Throws when the body has fewer or more bytes than announced, so that
 * a file that was cut or has grown is not sent as a whole one. Reports to the deadline whether time
 * is spent on reading or on the network; HTTP clients send what they have read before they read on.
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
    reportProgress();
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
        reportProgress();
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

  private void reportProgress() {
    if (unread == 0) {
      deadline.bodySent();
    } else {
      deadline.progress();
    }
  }

  private SourceException endedEarly() {
    return new SourceException("ended " + Count.of(unread, "byte") + " early");
  }

  private SourceException tooLong() {
    return new SourceException("has more than " + Count.of(body.length(), "byte"));
  }

  /**
   * Splits what is written, so that the deadline can distinguish a long write from a blocked one.
   */
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
        reportProgress();
        out.write(bytes, offset + done, piece);
      }
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }
  }
}
