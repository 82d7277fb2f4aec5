package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** TLS 1.2 and 1.3, with verification that cannot be switched off. */
public final class TlsSetup {
  private static final char[] IN_MEMORY = {};

  private TlsSetup() {}

  /**
   * A context with the given trust and client certificate.
   *
   * @throws UsageException a certificate or key cannot be used
   */
  public static SSLContext context(Tls settings) throws UsageException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keyManagers(settings), trustManagers(settings), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw unusable(e);
    }
  }

  /** The certificates or the key cannot be used for a TLS context. */
  public static UsageException unusable(Exception cause) {
    return new UsageException(
        "the certificates cannot be used for TLS",
        "check that certificate and key belong together",
        cause);
  }

  /**
   * The trust managers that verify servers.
   *
   * @throws UsageException the file of authorities cannot be used
   * @throws GeneralSecurityException this Java cannot verify certificates
   * @throws IOException this Java cannot keep certificates
   */
  public static TrustManager[] trustManagers(Tls settings)
      throws UsageException, GeneralSecurityException, IOException {
    Path caFile = settings.caFile();
    if (caFile == null) {
      return new TrustManager[] {systemTrust()};
    }
    List<X509Certificate> authorities = new ArrayList<>(Pem.certificates(caFile));
    authorities.addAll(List.of(x509(null).getAcceptedIssuers()));
    return new TrustManager[] {new SystemTrust(trustIn(authorities))};
  }

  /** The authorities that Java and the operating system trust. */
  static X509TrustManager systemTrust() throws GeneralSecurityException {
    return new SystemTrust(x509(null));
  }

  /** Only these authorities. */
  static X509ExtendedTrustManager trustIn(List<X509Certificate> authorities)
      throws GeneralSecurityException, IOException {
    KeyStore store = emptyStore();
    for (int i = 0; i < authorities.size(); i++) {
      store.setCertificateEntry("ca-" + i, authorities.get(i));
    }
    return x509(store);
  }

  private static X509ExtendedTrustManager x509(@Nullable KeyStore store)
      throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    for (TrustManager manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager x509) {
        return x509;
      }
    }
    throw new GeneralSecurityException("this Java verifies no X.509 certificates");
  }

  /**
   * The client's certificate; null for none.
   *
   * @throws UsageException certificate or key cannot be used
   * @throws GeneralSecurityException this Java cannot use the key
   * @throws IOException this Java cannot keep certificates
   */
  public static KeyManager @Nullable [] keyManagers(Tls settings)
      throws UsageException, GeneralSecurityException, IOException {
    Path certificate = settings.clientCertificate();
    Path key = settings.clientKey();
    if (certificate == null && key == null) {
      return null;
    }
    if (certificate == null || key == null) {
      throw new UsageException(
          "a client certificate needs both its file and its key", "--client-cert and --client-key");
    }
    List<X509Certificate> chain = Pem.certificates(certificate);
    PrivateKey privateKey = Pem.privateKey(key);
    if (!Pem.belong(privateKey, chain.get(0).getPublicKey())) {
      throw new UsageException(
          key + " is not the key of " + certificate,
          "--client-cert and --client-key must belong together, the client's certificate first in"
              + " its file");
    }
    KeyStore store = emptyStore();
    store.setKeyEntry("client", privateKey, IN_MEMORY, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, IN_MEMORY);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
