package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.Route;
import java.net.Socket;
import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Idle connections: as many as there were concurrent requests. Knows all sockets, so that reads
 * which take too long can be ended. Thread-safe.
 */
final class ConnectionPool {
  /** Limits reuse, so that DNS changes take effect during a long run. */
  private static final long LIFETIME = Duration.ofMinutes(5).toNanos();

  /** Shorter than the idle timeouts of common servers, so that they rarely close first. */
  private static final long IDLE_LIFETIME = Duration.ofSeconds(15).toNanos();

  private final Map<Route, Deque<Connection>> idle = new ConcurrentHashMap<>();
  private final Set<WatchedSocket> open = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  /** A socket is about to be connected. */
  void watch(WatchedSocket socket) {
    open.add(socket);
  }

  /** Ends reads that take too long. */
  void checkReads() {
    open.removeIf(Socket::isClosed);
    open.forEach(WatchedSocket::checkRead);
  }

  /** The connection that was used last; null when there is none. */
  @Nullable Connection lease(Route route) {
    Deque<Connection> there = idle.get(route);
    if (there == null) {
      return null;
    }
    Connection connection = there.pollFirst();
    while (connection != null && isSpent(connection)) {
      connection.close(CloseMode.GRACEFUL);
      connection = there.pollFirst();
    }
    return connection;
  }

  /** Returns a connection that may be used again. */
  void release(Connection connection) {
    idle.computeIfAbsent(connection.route(), route -> new ConcurrentLinkedDeque<>())
        .addFirst(connection);
    if (closed) {
      close();
    }
  }

  /** Closes connections that were idle for as long as one that was found closed. */
  void evict(Route route, long idleNanos) {
    Deque<Connection> there = idle.get(route);
    if (there != null) {
      close(there, connection -> connection.idle() >= idleNanos);
    }
  }

  /** Closes connections that were idle for too long. */
  void evictSpent() {
    idle.values().forEach(there -> close(there, ConnectionPool::isSpent));
  }

  void close() {
    closed = true;
    idle.values().forEach(there -> close(there, connection -> true));
  }

  private static boolean isSpent(Connection connection) {
    return connection.age() >= LIFETIME
        || connection.idle() >= IDLE_LIFETIME
        || connection.isOverdue();
  }

  /** Only the thread that removed a connection from the pool may close it. */
  private static void close(Deque<Connection> there, Predicate<Connection> which) {
    for (Connection connection : there) {
      if (which.test(connection) && there.removeFirstOccurrence(connection)) {
        connection.close(CloseMode.GRACEFUL);
      }
    }
  }
}
