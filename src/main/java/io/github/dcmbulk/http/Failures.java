package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpBody.SourceException;
import io.github.dcmbulk.http.TransportException.Kind;
import java.io.EOFException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hc.core5.http.ConnectionClosedException;
import org.apache.hc.core5.http.NoHttpResponseException;
import org.jspecify.annotations.Nullable;

/** Sorts what the client throws into the kinds that lead to different decisions. */
final class Failures {
  private Failures() {}

  static TransportException of(HttpUrl url, Throwable thrown) {
    SourceException source = find(thrown, SourceException.class);
    if (source != null) {
      return new TransportException(Kind.SOURCE, url, String.valueOf(source.getMessage()), source);
    }
    if (has(thrown, UnknownHostException.class)) {
      return new TransportException(Kind.DNS, url, "the host's name does not resolve", thrown);
    }
    if (has(thrown, ConnectException.class)) {
      return new TransportException(Kind.CONNECT, url, "connection refused", thrown);
    }
    if (has(thrown, NoRouteToHostException.class)) {
      return new TransportException(Kind.CONNECT, url, "no route to the host", thrown);
    }
    TlsFailure tls = TlsFailure.of(thrown);
    if (tls != null && tls.kind() == Kind.TRUST) {
      return new TransportException(tls.kind(), url, tls.what(), thrown, tls.remedy());
    }
    if (has(thrown, SocketTimeoutException.class) || has(thrown, InterruptedIOException.class)) {
      return new TransportException(Kind.TIMEOUT, url, "no answer in time", thrown);
    }
    if (isReset(thrown)) {
      return new TransportException(Kind.RESET, url, "the connection broke", thrown);
    }
    if (tls != null) {
      return new TransportException(tls.kind(), url, tls.what(), thrown, tls.remedy());
    }
    return new TransportException(Kind.PROTOCOL, url, "the answer is not HTTP", thrown);
  }

  private static boolean isReset(Throwable thrown) {
    return has(thrown, SocketException.class)
        || has(thrown, NoHttpResponseException.class)
        || has(thrown, ConnectionClosedException.class)
        || has(thrown, EOFException.class);
  }

  static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return find(thrown, type) != null;
  }

  static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 12; depth++) {
      if (type.isInstance(cause)) {
        return type.cast(cause);
      }
      cause = cause.getCause();
    }
    return null;
  }
}
