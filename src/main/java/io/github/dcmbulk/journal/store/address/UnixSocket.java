package io.github.dcmbulk.journal.store.address;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A Unix domain socket as the kind of socket that a JDBC driver knows; Java has such only as
 * channels. Reading and writing are for one thread each; closing is for any.
 */
final class UnixSocket extends Socket {
  private final Path path;
  private @Nullable SocketChannel channel;
  private @Nullable Selector readable;
  private @Nullable Selector writable;
  private volatile int timeoutMillis;
  private volatile boolean closed;

  UnixSocket(Path path) {
    this.path = path;
  }

  @Override
  public void connect(@Nullable SocketAddress ignored) throws IOException {
    connect(ignored, 0);
  }

  /** Connects to the path; the kernel answers at once, so there is no time to limit. */
  @Override
  public void connect(@Nullable SocketAddress ignored, int timeout) throws IOException {
    SocketChannel opened = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      opened.connect(UnixDomainSocketAddress.of(path));
      opened.configureBlocking(false);
      readable = Selector.open();
      opened.register(readable, SelectionKey.OP_READ);
      writable = Selector.open();
      opened.register(writable, SelectionKey.OP_WRITE);
      channel = opened;
    } catch (IOException e) {
      opened.close();
      throw e;
    }
  }

  private SocketChannel open() throws SocketException {
    SocketChannel opened = channel;
    if (opened == null || closed) {
      throw new SocketException("the socket is not connected");
    }
    return opened;
  }

  /** Waits until something can be read or written. */
  private static void await(@Nullable Selector selector, int millis) throws IOException {
    if (selector == null) {
      throw new SocketException("the socket is not connected");
    }
    int ready = selector.select(millis);
    selector.selectedKeys().clear();
    if (ready == 0 && selector.isOpen() && millis > 0) {
      throw new SocketTimeoutException("no answer within " + millis + " ms");
    }
  }

  @Override
  public InputStream getInputStream() {
    return new InputStream() {
      @Override
      public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
      }

      @Override
      public int read(byte[] bytes, int from, int length) throws IOException {
        if (length == 0) {
          return 0;
        }
        ByteBuffer into = ByteBuffer.wrap(bytes, from, length);
        int n = open().read(into);
        while (n == 0) {
          await(readable, timeoutMillis);
          n = open().read(into);
        }
        return n;
      }
    };
  }

  @Override
  public OutputStream getOutputStream() {
    return new OutputStream() {
      @Override
      public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int length) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes, from, length);
        while (out.hasRemaining()) {
          if (open().write(out) == 0) {
            await(writable, timeoutMillis);
          }
        }
      }
    };
  }

  @Override
  public synchronized void setSoTimeout(int millis) {
    timeoutMillis = millis;
  }

  @Override
  public synchronized int getSoTimeout() {
    return timeoutMillis;
  }

  /** Means nothing here. */
  @Override
  public void setTcpNoDelay(boolean on) {}

  /** Means nothing here. */
  @Override
  public void setKeepAlive(boolean on) {}

  @Override
  public synchronized void setReceiveBufferSize(int size) {}

  @Override
  public synchronized void setSendBufferSize(int size) {}

  @Override
  public synchronized int getSendBufferSize() {
    return 1 << 16;
  }

  @Override
  public synchronized int getReceiveBufferSize() {
    return 1 << 16;
  }

  @Override
  public boolean isConnected() {
    return channel != null;
  }

  @Override
  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() throws IOException {
    closed = true;
    SocketChannel opened = channel;
    if (opened != null) {
      opened.close();
    }
    for (Selector selector : new Selector[] {readable, writable}) {
      if (selector != null) {
        selector.close();
      }
    }
  }

  @Override
  public String toString() {
    return "UnixSocket[" + path + "]";
  }
}
