package io.github.dcmbulk.http;

import java.time.Duration;
import java.util.Deque;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Predicate;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;

/**
 * Connections that wait for the next request: as many as there were requests at once. Thread-safe.
 */
final class Connections {
  /** So that a name that points elsewhere is noticed during a long run. */
  private static final long LIFETIME = Duration.ofMinutes(5).toNanos();

  /** Below the idle time-outs of common servers, so that they seldom close first. */
  private static final long IDLE_LIFETIME = Duration.ofSeconds(15).toNanos();

  private final Map<Route, Deque<Connection>> waiting = new ConcurrentHashMap<>();
  private volatile boolean closed;

  /** The one that was used last; null when there is none. */
  @Nullable Connection take(Route route) {
    Deque<Connection> there = waiting.get(route);
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

  /** It waits for the next request. */
  void give(Connection connection) {
    waiting
        .computeIfAbsent(connection.route(), route -> new ConcurrentLinkedDeque<>())
        .addFirst(connection);
    if (closed) {
      close();
    }
  }

  /** One of them was found closed: those that have waited as long are closed as well. */
  void distrust(Route route, long idleNanos) {
    Deque<Connection> there = waiting.get(route);
    if (there != null) {
      close(there, connection -> connection.idle() >= idleNanos);
    }
  }

  /** Closes those that waited for too long. */
  void tidy() {
    waiting.values().forEach(there -> close(there, Connections::isSpent));
  }

  void close() {
    closed = true;
    waiting.values().forEach(there -> close(there, connection -> true));
  }

  private static boolean isSpent(Connection connection) {
    return connection.age() >= LIFETIME
        || connection.idle() >= IDLE_LIFETIME
        || connection.isOverdue();
  }

  /** Only whoever takes a connection out may close it. */
  private static void close(Deque<Connection> there, Predicate<Connection> which) {
    for (Connection connection : there) {
      if (which.test(connection) && there.removeFirstOccurrence(connection)) {
        connection.close(CloseMode.GRACEFUL);
      }
    }
  }
}
