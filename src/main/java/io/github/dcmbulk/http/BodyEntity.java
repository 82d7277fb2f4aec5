package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/**
 * A body on its way to the network, in pieces of {@link Buffers#SIZE}, out of memory without a copy
 * or out of reads of that size. Makes sure of its length: neither a file that was cut nor one that
 * has grown is sent whole.
 */
final class BodyEntity extends AbstractHttpEntity {
  private final HttpBody body;
  private final Flight flight;
  private final Buffers buffers;
  private long unread;

  BodyEntity(HttpBody body, Flight flight, Buffers buffers) {
    super((String) null, null);
    this.body = body;
    this.flight = flight;
    this.buffers = buffers;
    this.unread = body.length();
  }

  @Override
  public long getContentLength() {
    return body.length();
  }

  @Override
  public boolean isStreaming() {
    return true;
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("a body writes itself");
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    try (InputStream bytes = body.stream()) {
      if (bytes instanceof ByteArrayInputStream memory) {
        requireLength(memory);
        memory.transferTo(new Pieces(out));
      } else {
        copy(bytes, out);
      }
    }
  }

  @Override
  public void close() throws IOException {
    body.stream().close();
  }

  private void copy(InputStream bytes, OutputStream out) throws IOException {
    byte[] buffer = buffers.take();
    try {
      while (unread > 0) {
        int count = fill(bytes, buffer);
        tellProgress();
        out.write(buffer, 0, count);
      }
    } finally {
      buffers.give(buffer);
    }
  }

  private void requireLength(ByteArrayInputStream memory) throws SourceException {
    if (memory.available() != unread) {
      throw new SourceException(
          "holds " + memory.available() + " bytes where " + unread + " are to be sent");
    }
  }

  private void tellProgress() {
    if (unread == 0) {
      flight.sent();
    } else {
      flight.moved();
    }
  }

  private int fill(InputStream bytes, byte[] buffer) throws IOException {
    flight.busyAtHome();
    try {
      int count = bytes.read(buffer, 0, (int) Math.min(buffer.length, unread));
      if (count <= 0) {
        throw new SourceException("ended " + unread + " bytes early");
      }
      unread -= count;
      if (unread == 0 && bytes.read() >= 0) {
        throw new SourceException("holds more than " + body.length() + " bytes");
      }
      return count;
    } catch (SourceException | InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new SourceException("could not be read", e);
    } finally {
      flight.moved();
    }
  }

  /** Splits what is written, so that it can be told from a write that stands still. */
  private final class Pieces extends OutputStream {
    private final OutputStream out;

    Pieces(OutputStream out) {
      this.out = out;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
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
