package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;

/**
 * A body on its way to the client, in pieces of {@link Buffers#SIZE}, out of memory without a copy
 * or out of reads of that size. Makes sure of its length: neither a file that was cut nor one that
 * has grown is sent whole.
 */
final class BodyStream extends InputStream {
  private static final byte[] NONE = {};

  private final HttpBody body;
  private final Flight flight;
  private final Buffers buffers;
  private byte[] buffer = NONE;
  private long unread;
  private int position;
  private int filled;

  BodyStream(HttpBody body, Flight flight, Buffers buffers) {
    this.body = body;
    this.flight = flight;
    this.buffers = buffers;
    this.unread = body.length();
  }

  /** Writes all of it, one piece after the other. */
  void writeTo(OutputStream out) throws IOException {
    if (body.stream() instanceof ByteArrayInputStream memory) {
      requireLength(memory);
      memory.transferTo(new Pieces(out));
      return;
    }
    while (fill()) {
      tellProgress();
      out.write(buffer, 0, filled);
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (position == filled && !fill()) {
      return -1;
    }
    int count = Math.min(length, filled - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    if (position == filled) {
      tellProgress();
    }
    return count;
  }

  @Override
  public int available() {
    return filled - position;
  }

  @Override
  public void close() throws IOException {
    if (buffer != NONE) {
      byte[] used = buffer;
      buffer = NONE;
      position = 0;
      filled = 0;
      unread = 0;
      buffers.give(used);
    }
    body.stream().close();
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

  private boolean fill() throws IOException {
    position = 0;
    filled = 0;
    if (unread == 0) {
      return false;
    }
    flight.busyAtHome();
    if (buffer == NONE) {
      buffer = buffers.take();
    }
    try {
      int count = body.stream().read(buffer, 0, (int) Math.min(buffer.length, unread));
      if (count <= 0) {
        throw new SourceException("ended " + unread + " bytes early");
      }
      unread -= count;
      if (unread == 0 && body.stream().read() >= 0) {
        throw new SourceException("holds more than " + body.length() + " bytes");
      }
      filled = count;
      return true;
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
