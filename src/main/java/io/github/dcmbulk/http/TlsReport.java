package io.github.dcmbulk.http;

import java.security.cert.X509Certificate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a TLS handshake showed.
 *
 * @param problem what is wrong; {@link Problem#NONE} when a request would go through
 * @param protocol such as {@code TLSv1.3}; null when there was no handshake
 * @param chain the server's certificates, its own first; empty when none came
 * @param voucher whose authority vouches for it; null when none does
 * @param alert the name of the alert that the server sent; null when it sent none
 */
public record TlsReport(
    Problem problem,
    @Nullable String protocol,
    List<X509Certificate> chain,
    @Nullable Voucher voucher,
    @Nullable String alert) {

  /** Copies the chain. */
  public TlsReport {
    chain = List.copyOf(chain);
  }

  /** What can be wrong with a handshake. */
  public enum Problem {
    /** Nothing. */
    NONE,
    /** No authority that is trusted here vouches for the certificate. */
    UNTRUSTED,
    /** A certificate of the chain has ended. */
    EXPIRED,
    /** A certificate of the chain has not begun, or our clock is behind. */
    NOT_YET_VALID,
    /** The certificate is for other hosts. */
    OTHER_HOST,
    /** The server does not accept our certificate, or wants one. */
    OUR_CERTIFICATE,
    /** Something else than TLS is spoken there. */
    NOT_TLS,
    /** The server sent an alert, or the two have no version or cipher in common. */
    REFUSED,
    /** The connection ended in the middle. */
    CLOSED,
    /** No answer came in time. */
    TIMEOUT
  }

  /** Where the authority that vouches is known from. */
  public enum Voucher {
    /** The authorities that this Java trusts. */
    SYSTEM,
    /** The file of additional authorities. */
    CA_FILE
  }
}
