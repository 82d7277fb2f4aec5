package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/**
 * Hands a body to the client, which asks for 4 KiB at a time, out of memory or out of larger reads,
 * and makes sure of its length: neither a file that was cut nor one that has grown is sent whole.
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

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    if (body.stream() instanceof ByteArrayInputStream memory) {
      return readMemory(memory, into, offset, length);
    }
    if (position == filled && !fill()) {
      return -1;
    }
    int count = Math.min(length, filled - position);
    System.arraycopy(buffer, position, into, offset, count);
    position += count;
    if (unread == 0 && position == filled) {
      flight.sent();
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

  private int readMemory(ByteArrayInputStream memory, byte[] into, int offset, int length)
      throws IOException {
    if (memory.available() != unread) {
      throw new SourceException(
          "holds " + memory.available() + " bytes where " + unread + " are to be sent");
    }
    int count = memory.read(into, offset, length);
    unread -= Math.max(0, count);
    if (unread == 0) {
      flight.sent();
    } else {
      flight.moved();
    }
    return count;
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
}
