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
import org.jspecify.annotations.Nullable;

/**
 * Classifies the exceptions of an HTTP client. It knows the exceptions of Java's library; clients
 * that have others translate them.
 */
public final class TransportFailureClassifier {
  private TransportFailureClassifier() {}

  /** A kind with its message and remedy. */
  private record Failure(Kind kind, String what, @Nullable String remedy) {
    Failure(Kind kind, String what) {
      this(kind, what, null);
    }
  }

  /** The kind of a failure. */
  public static Kind kind(Throwable thrown) {
    return classify(thrown).kind;
  }

  static TransportException of(HttpUrl url, Throwable thrown) {
    Failure failure = classify(thrown);
    return new TransportException(failure.kind, url, failure.what, thrown, failure.remedy);
  }

  private static Failure classify(Throwable thrown) {
    SourceException source = find(thrown, SourceException.class);
    if (source != null) {
      return new Failure(Kind.SOURCE, String.valueOf(source.getMessage()));
    }
    if (has(thrown, UnknownHostException.class)) {
      return new Failure(Kind.DNS, "the host's name does not resolve");
    }
    if (has(thrown, ConnectTimeoutException.class)) {
      return new Failure(Kind.CONNECT, "no connection in time");
    }
    if (has(thrown, ConnectException.class)) {
      return new Failure(Kind.CONNECT, "connection refused");
    }
    if (has(thrown, NoRouteToHostException.class)) {
      return new Failure(Kind.CONNECT, "no route to the host");
    }
    if (has(thrown, ProxyRefusedException.class)) {
      return new Failure(
          Kind.PROXY,
          "the proxy refused to connect",
          "check --proxy, --proxy-user and --proxy-password-file");
    }
    TlsFailure tls = TlsFailure.of(thrown);
    if (tls != null && tls.kind() == Kind.TRUST) {
      return new Failure(tls.kind(), tls.what(), tls.remedy());
    }
    if (has(thrown, SocketTimeoutException.class) || has(thrown, InterruptedIOException.class)) {
      return new Failure(Kind.TIMEOUT, "no answer in time");
    }
    if (has(thrown, SocketException.class) || has(thrown, EOFException.class)) {
      return new Failure(Kind.RESET, "the connection broke");
    }
    if (tls != null) {
      return new Failure(tls.kind(), tls.what(), tls.remedy());
    }
    LongHeadException longHead = find(thrown, LongHeadException.class);
    return new Failure(
        Kind.PROTOCOL,
        longHead == null ? "the answer is not HTTP" : String.valueOf(longHead.getMessage()));
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
