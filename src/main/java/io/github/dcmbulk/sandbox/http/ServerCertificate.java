package io.github.dcmbulk.sandbox.http;

import io.github.dcmbulk.sandbox.file.OwnerOnlyFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import javax.net.ServerSocketFactory;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A new key with a self-signed certificate for the loopback address, made by the {@code keytool} of
 * the running Java. The key stays in memory.
 */
public final class ServerCertificate {
  private static final String ALIAS = "sandbox";

  /** PKCS #12 needs a password; the directory's mode protects the key. */
  private static final char[] PASSWORD = "sandbox".toCharArray();

  private static final int PATIENCE_SECONDS = 120;

  private final Certificate certificate;
  private final ServerSocketFactory sockets;

  private ServerCertificate(KeyStore store) throws GeneralSecurityException {
    this.certificate = store.getCertificate(ALIAS);
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    this.sockets = context.getServerSocketFactory();
  }

  /**
   * Makes a key and its certificate.
   *
   * @throws IOException {@code keytool} is missing or fails
   */
  public static ServerCertificate create() throws IOException {
    Path directory = Files.createTempDirectory("dcmbulk-sandbox");
    Path file = directory.resolve("key.p12");
    try {
      keytool(file, directory.resolve("keytool.txt"));
      KeyStore store = KeyStore.getInstance("PKCS12");
      try (InputStream in = Files.newInputStream(file)) {
        store.load(in, PASSWORD);
      }
      return new ServerCertificate(store);
    } catch (GeneralSecurityException e) {
      throw new IOException("no certificate can be made", e);
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(directory.resolve("keytool.txt"));
      Files.delete(directory);
    }
  }

  private static void keytool(Path store, Path output) throws IOException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-keyalg",
                "EC",
                "-validity",
                "365",
                "-alias",
                ALIAS,
                "-dname",
                "CN=dcmbulk sandbox",
                "-ext",
                "SAN=ip:127.0.0.1,ip:::1,dns:localhost",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString(),
                "-storepass",
                new String(PASSWORD))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      if (!keytool.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
        throw new IOException("keytool made no certificate: " + Files.readString(output).strip());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a certificate was made");
    } finally {
      keytool.destroyForcibly();
    }
  }

  /**
   * Writes the certificate as PEM (RFC 7468); replaces an existing file.
   *
   * @throws IOException the file cannot be written
   */
  public void writeTo(Path file) throws IOException {
    String body;
    try {
      body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(certificate.getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IOException("the certificate cannot be encoded", e);
    }
    Files.deleteIfExists(file);
    try (OutputStream out = OwnerOnlyFiles.create(file)) {
      out.write(
          ("-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n")
              .getBytes(StandardCharsets.US_ASCII));
    }
  }

  /** Creates server sockets that use TLS with this certificate. */
  ServerSocketFactory sockets() {
    return sockets;
  }
}
