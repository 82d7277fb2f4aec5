package io.github.dcmbulk.http;

import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Key;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;

/** A key and a self-signed certificate, made by the JDK's keytool. */
public final class TestIdentity {
  private static final char[] PASSWORD = "changeit".toCharArray();

  private final Path dir;
  private final String name;
  private final KeyStore store = KeyStore.getInstance("PKCS12");

  public TestIdentity(Path dir, String name) throws Exception {
    this(dir, name, List.of());
  }

  /** The same with more arguments for keytool, such as other dates. */
  public TestIdentity(Path dir, String name, List<String> more) throws Exception {
    this.dir = dir;
    this.name = name;
    Path file = dir.resolve(name + ".p12");
    List<String> command = new ArrayList<>(more);
    command.addAll(
        0,
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-keyalg",
            "EC",
            "-alias",
            "it",
            "-dname",
            "CN=" + name,
            "-ext",
            "SAN=ip:127.0.0.1,dns:" + name,
            "-keystore",
            file.toString(),
            "-storepass",
            new String(PASSWORD)));
    Process keytool =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve(name + ".log").toFile())
            .start();
    if (!keytool.waitFor(300, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new IllegalStateException("keytool: " + Files.readString(dir.resolve(name + ".log")));
    }
    try (InputStream in = Files.newInputStream(file)) {
      store.load(in, PASSWORD);
    }
  }

  public Path certificate() throws Exception {
    return pem("CERTIFICATE", store.getCertificate("it").getEncoded());
  }

  public Path key() throws Exception {
    Key key = Objects.requireNonNull(store.getKey("it", PASSWORD));
    return pem("PRIVATE KEY", key.getEncoded());
  }

  private Path pem(String type, byte[] der) throws Exception {
    Path file = dir.resolve(name + "-" + type.replace(' ', '-') + ".pem");
    String body = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    String text = "-----BEGIN " + type + "-----\n" + body + "\n-----END " + type + "-----\n";
    return Files.writeString(file, text);
  }

  /** A server's context that shows this identity and trusts that client. */
  public SSLContext context(TestIdentity client) throws Exception {
    KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
    keys.init(store, PASSWORD);
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("client", client.store.getCertificate("it"));
    TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
    trust.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), trust.getTrustManagers(), null);
    return context;
  }
}
