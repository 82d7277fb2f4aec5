package io.github.dcmbulk.http;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Details of a TLS handshake.
 *
 * @param problem what is wrong; {@link Problem#NONE} when a request would succeed
 * @param protocol such as {@code TLSv1.3}; null when there was no handshake
 * @param chain the server's certificates, its own first; empty when none was received
 * @param trustSource source of the authority that the chain ends at; null when it is not trusted
 * @param alert the name of the alert that the server sent; null when it sent none
 */
public record TlsReport(
    Problem problem,
    @Nullable String protocol,
    List<X509Certificate> chain,
    @Nullable TrustSource trustSource,
    @Nullable String alert) {

  /** Copies the chain. */
  public TlsReport {
    chain = List.copyOf(chain);
  }

  /** What can be wrong with a handshake. */
  public enum Problem {
    /** Nothing. */
    NONE,
    /** The certificate is from an authority that is not trusted here. */
    UNTRUSTED,
    /** A certificate of the chain has expired. */
    EXPIRED,
    /** A certificate of the chain is not valid yet, or the local clock is behind. */
    NOT_YET_VALID,
    /** The certificate is for other hosts. */
    OTHER_HOST,
    /** The server refuses the client certificate, or demands one. */
    CLIENT_CERTIFICATE,
    /** The server does not use TLS. */
    NOT_TLS,
    /** The server sent an alert, or there is no common version or cipher suite. */
    REFUSED,
    /** The connection was closed during the handshake. */
    CLOSED,
    /** No answer within the timeout. */
    TIMEOUT
  }

  /** Source of the trusted authority. */
  public enum TrustSource {
    /** The authorities that Java and the system trust. */
    SYSTEM,
    /** The file of additional authorities. */
    CA_FILE
  }
}
