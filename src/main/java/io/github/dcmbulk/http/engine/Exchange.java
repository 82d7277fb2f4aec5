package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.Route;
import io.github.dcmbulk.http.TransportException.Kind;
import io.github.dcmbulk.http.TransportFailureClassifier;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;

/**
 * One request and its answer. Repeated once, on a new connection, when an idle one turned out to be
 * closed: servers may close idle connections at any time (RFC 9112 §9.3.1), and did not read the
 * request. Used by one thread; {@link #abort} may be called by any.
 */
final class Exchange implements ExecutableHttpRequest {
  /** A connection that was closed earlier reports it within a round trip. */
  private static final long ROUND_TRIP = TimeUnit.SECONDS.toNanos(1);

  /** Opens a connection. */
  @FunctionalInterface
  interface Opener {
    /**
     * Connects.
     *
     * @param onSocket receives each socket before it blocks
     * @throws IOException no connection could be made
     */
    Connection connect(Consumer<Closeable> onSocket) throws IOException;
  }

  private final Route route;
  private final ClassicHttpRequest request;
  private final ConnectionPool pool;
  private final long idleNanos;
  private final Opener opener;
  private @Nullable Closeable held;
  private boolean aborted;
  private boolean answered;

  /**
   * Prepares a request.
   *
   * @param idleNanos idle time after which a server may have closed a connection
   * @param opener opens a connection when the pool has none
   */
  Exchange(
      Route route, ClassicHttpRequest request, ConnectionPool pool, long idleNanos, Opener opener) {
    this.route = route;
    this.request = request;
    this.pool = pool;
    this.idleNanos = idleNanos;
    this.opener = opener;
  }

  @Override
  public HttpExecuteResponse call() throws IOException {
    Connection kept = pool.lease(route);
    if (kept == null) {
      return over(opener.connect(this::hold));
    }
    boolean hasIdled = kept.idle() >= idleNanos;
    long begun = System.nanoTime();
    try {
      return over(kept);
    } catch (IOException e) {
      boolean isStale = hasIdled && !answered && System.nanoTime() - begun < ROUND_TRIP;
      if (!isStale || isAborted() || TransportFailureClassifier.kind(e) != Kind.RESET) {
        throw e;
      }
      pool.evict(route, idleNanos);
      return over(opener.connect(this::hold));
    }
  }

  /** Sends the request and reads the head of its answer. */
  private HttpExecuteResponse over(Connection connection) throws IOException {
    boolean isOver = false;
    try {
      hold(() -> connection.close(CloseMode.IMMEDIATE));
      ClassicHttpResponse response = connection.execute(request);
      answered = true;
      HttpExecuteResponse.Builder answer =
          HttpExecuteResponse.builder().response(new CoreResponse(response));
      HttpEntity entity = response.getEntity();
      if (entity == null || entity.getContentLength() == 0) {
        complete(connection, response);
      } else {
        ResponseBody body =
            new ResponseBody(entity.getContent(), new Reading(connection, response));
        answer.responseBody(AbortableInputStream.create(body, this));
      }
      isOver = true;
      return answer.build();
    } catch (IOException | HttpException e) {
      throw HttpCoreFailures.translated(e);
    } finally {
      if (!isOver) {
        connection.close(CloseMode.IMMEDIATE);
      }
    }
  }

  /** Sets what {@link #abort} closes; closes it at once if the request was aborted. */
  private void hold(Closeable connection) {
    synchronized (this) {
      if (!aborted) {
        held = connection;
        return;
      }
    }
    close(connection);
  }

  /** The connection is returned to the pool: {@link #abort} does nothing from now on. */
  private void complete(Connection connection, ClassicHttpResponse response) throws IOException {
    boolean reusable;
    synchronized (this) {
      held = null;
      reusable = !aborted && connection.isReusable(request, response) && connection.isOpen();
    }
    if (reusable) {
      pool.release(connection);
    } else {
      connection.close(CloseMode.IMMEDIATE);
    }
  }

  private synchronized boolean isAborted() {
    return aborted;
  }

  @Override
  public void abort() {
    Closeable connection;
    synchronized (this) {
      aborted = true;
      connection = held;
      held = null;
    }
    if (connection != null) {
      close(connection);
    }
  }

  private static void close(Closeable connection) {
    try {
      connection.close();
    } catch (IOException e) {
      // The connection is closed in any case.
      return;
    }
  }

  /** Handles the end of the answer's body. */
  private final class Reading implements ResponseBody.Owner {
    private final Connection connection;
    private final ClassicHttpResponse response;

    Reading(Connection connection, ClassicHttpResponse response) {
      this.connection = connection;
      this.response = response;
    }

    @Override
    public void complete() throws IOException {
      Exchange.this.complete(connection, response);
    }

    @Override
    public void abandon() {
      connection.close(CloseMode.IMMEDIATE);
    }
  }
}
