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
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
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
    if (has(thrown, ConnectTimeoutException.class)) {
      return new TransportException(Kind.CONNECT, url, "no connection in time", thrown);
    }
    if (has(thrown, ConnectException.class)) {
      return new TransportException(Kind.CONNECT, url, "connection refused", thrown);
    }
    if (has(thrown, NoRouteToHostException.class)) {
      return new TransportException(Kind.CONNECT, url, "no route to the host", thrown);
    }
    if (isAboutTrust(thrown)) {
      return new TransportException(Kind.TRUST, url, trustText(thrown), thrown);
    }
    if (has(thrown, SocketTimeoutException.class) || has(thrown, InterruptedIOException.class)) {
      return new TransportException(Kind.TIMEOUT, url, "no answer in time", thrown);
    }
    if (isReset(thrown)) {
      return new TransportException(Kind.RESET, url, "the connection broke", thrown);
    }
    if (has(thrown, SSLException.class)) {
      return new TransportException(Kind.TLS, url, "the TLS handshake failed", thrown);
    }
    return new TransportException(Kind.PROTOCOL, url, "the answer is not HTTP", thrown);
  }

  private static boolean isReset(Throwable thrown) {
    return has(thrown, SocketException.class)
        || has(thrown, NoHttpResponseException.class)
        || has(thrown, ConnectionClosedException.class)
        || has(thrown, EOFException.class);
  }

  private static boolean isAboutTrust(Throwable thrown) {
    return has(thrown, CertificateException.class)
        || has(thrown, CertPathValidatorException.class)
        || has(thrown, SSLPeerUnverifiedException.class)
        || isAlertAboutUs(thrown);
  }

  /** The alerts of RFC 8446 §6.2 by which a server refuses the client's certificate. */
  private static boolean isAlertAboutUs(Throwable thrown) {
    SSLException ssl = find(thrown, SSLException.class);
    String text = ssl == null ? "" : String.valueOf(ssl.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("fatal alert")
        && (text.contains("certificate") || text.contains("unknown_ca"));
  }

  private static String trustText(Throwable thrown) {
    return isAlertAboutUs(thrown)
        ? "the server does not accept the client certificate"
        : "the server's certificate is not trusted or names another host";
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    return find(thrown, type) != null;
  }

  private static <T extends Throwable> @Nullable T find(Throwable thrown, Class<T> type) {
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
