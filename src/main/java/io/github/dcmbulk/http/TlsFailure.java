package io.github.dcmbulk.http;

import io.github.dcmbulk.http.TransportException.Kind;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.Locale;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Cause and remedy of a failed TLS handshake, in terms that network administrators use; Java's
 * messages have neither.
 *
 * @param kind trust, or anything else
 * @param what what happened, in a few words
 * @param remedy what to do; null for none
 */
record TlsFailure(Kind kind, String what, @Nullable String remedy) {

  /** Classifies the failure; null when it is not one of TLS. */
  static @Nullable TlsFailure of(Throwable thrown) {
    if (TransportFailureClassifier.has(thrown, CertificateExpiredException.class)) {
      return untrusted(
          "the server's certificate has expired", "have it renewed, or set this machine's clock");
    }
    if (TransportFailureClassifier.has(thrown, CertificateNotYetValidException.class)) {
      return untrusted("the server's certificate is not valid yet", "set this machine's clock");
    }
    SSLException ssl = TransportFailureClassifier.find(thrown, SSLException.class);
    String text = ssl == null ? "" : String.valueOf(ssl.getMessage()).toLowerCase(Locale.ROOT);
    if (isOtherHost(thrown)) {
      return untrusted(
          "the server's certificate names another host",
          "use the host name that the certificate is issued for");
    }
    if (TransportFailureClassifier.has(thrown, CertificateException.class)
        || TransportFailureClassifier.has(thrown, CertPathValidatorException.class)) {
      return untrusted(
          "the server's certificate is not trusted",
          "give the authority's certificate with --ca-file");
    }
    return ssl == null ? null : ofAlert(text);
  }

  /** Whether a trusted certificate names another host: Java has no exception type for it. */
  static boolean isOtherHost(Throwable thrown) {
    if (TransportFailureClassifier.has(thrown, SSLPeerUnverifiedException.class)) {
      return true;
    }
    CertificateException e = TransportFailureClassifier.find(thrown, CertificateException.class);
    String text = e == null ? "" : String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
    return text.contains("no subject alternative") || text.contains("no name matching");
  }

  /** By the alerts of RFC 8446 §6. */
  private static TlsFailure ofAlert(String text) {
    if (text.contains("fatal alert")
        && (text.contains("certificate") || text.contains("unknown_ca"))) {
      return untrusted(
          "the server does not accept the client certificate",
          "check --client-cert and --client-key");
    }
    if (text.contains("protocol_version")
        || text.contains("protocol version")
        || text.contains("serverhello version")) {
      return new TlsFailure(
          Kind.TLS,
          "the server supports neither TLS 1.2 nor 1.3",
          "enable TLS 1.2 or 1.3 on the server");
    }
    if (text.contains("unrecognized ssl message") || text.contains("plaintext")) {
      return new TlsFailure(
          Kind.TLS, "the server does not use TLS on this port", "check the port, or use http");
    }
    return new TlsFailure(Kind.TLS, "the TLS handshake failed", null);
  }

  private static TlsFailure untrusted(String what, String remedy) {
    return new TlsFailure(Kind.TRUST, what, remedy);
  }
}
