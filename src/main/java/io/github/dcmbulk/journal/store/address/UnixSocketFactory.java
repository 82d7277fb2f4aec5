package io.github.dcmbulk.journal.store.address;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.SocketFactory;

/**
 * Connects to a server on this machine by its Unix domain socket, whatever address is asked for.
 * PostgreSQL can then ask the kernel who connects ({@code peer}), and needs no password.
 */
public final class UnixSocketFactory extends SocketFactory {
  private final Path socket;

  /**
   * Made by the driver, from its name.
   *
   * @param socket path of the socket
   */
  public UnixSocketFactory(String socket) {
    this.socket = Path.of(socket);
  }

  /** Where a server's socket lies (PostgreSQL 18, §19.3.1, unix_socket_directories). */
  static String path(String directory, int port) {
    return Path.of(directory, ".s.PGSQL." + port).toString();
  }

  @Override
  public Socket createSocket() {
    return new UnixSocket(socket);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return connected();
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress from, int fromPort)
      throws IOException {
    return connected();
  }

  private Socket connected() throws IOException {
    UnixSocket made = new UnixSocket(socket);
    made.connect(null, 0);
    return made;
  }
}
