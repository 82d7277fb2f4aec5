package io.github.dcmbulk.http;

import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts the authorities of Java and, on Linux, those of the operating system: a Java runtime that
 * is not the distribution's does not know authorities that an administrator added. The system's are
 * read only when Java's are not sufficient, because reading takes longer than a handshake.
 * Thread-safe.
 */
final class SystemTrust extends X509ExtendedTrustManager {
  /** Files with all authorities on Debian, Fedora, SUSE and Alpine. */
  private static final List<Path> BUNDLES =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"),
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"),
          Path.of("/etc/ssl/ca-bundle.pem"),
          Path.of("/etc/ssl/cert.pem"));

  /** A method that verifies a chain. */
  private interface Question {
    void ask(X509ExtendedTrustManager authorities) throws CertificateException;
  }

  private final X509ExtendedTrustManager first;
  private final List<Path> bundles;
  private @Nullable X509ExtendedTrustManager all;

  /** Uses those authorities first, then the system's as well. */
  SystemTrust(X509ExtendedTrustManager first) {
    this(first, BUNDLES);
  }

  SystemTrust(X509ExtendedTrustManager first, List<Path> bundles) {
    this.first = first;
    this.bundles = bundles;
  }

  private void verify(Question question) throws CertificateException {
    try {
      question.ask(first);
    } catch (CertificateException e) {
      X509ExtendedTrustManager more = isUnknownAuthority(e) ? all() : null;
      if (more == null) {
        throw e;
      }
      question.ask(more);
    }
  }

  /** Other errors, such as an expired certificate, do not depend on the authorities. */
  private static boolean isUnknownAuthority(CertificateException e) {
    return e.getCause() instanceof CertPathBuilderException;
  }

  private synchronized @Nullable X509ExtendedTrustManager all() throws CertificateException {
    Path bundle = bundles.stream().filter(Files::isReadable).findFirst().orElse(null);
    if (all == null && bundle != null) {
      try {
        List<X509Certificate> authorities = new ArrayList<>(List.of(first.getAcceptedIssuers()));
        authorities.addAll(Pem.certificates(bundle));
        all = TlsSetup.trustIn(authorities);
      } catch (UsageException | GeneralSecurityException | IOException e) {
        throw new CertificateException(bundle + " cannot be used", e);
      }
    }
    return all;
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    verify(authorities -> authorities.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    verify(authorities -> authorities.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    verify(authorities -> authorities.checkServerTrusted(chain, type, engine));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    throw new CertificateException("this side is the client");
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
      throws CertificateException {
    checkClientTrusted(chain, type);
  }

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return first.getAcceptedIssuers();
  }
}
