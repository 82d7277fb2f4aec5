package io.github.dcmbulk.http;

import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Settings of connections.
 *
 * @param connectTimeout limit for a TCP connection, and again for the TLS handshake
 * @param readTimeout longest time without data in either direction; an answer that arrives slowly
 *     is aborted after twice this time
 * @param userAgent the User-Agent header
 * @param proxy the proxy for https; null for none. System properties and environment variables are
 *     not read
 * @param plainProxy the proxy for http; null for none
 * @param tls certificates in addition to the system's
 * @param client the HTTP client to use
 */
public record HttpSettings(
    Duration connectTimeout,
    Duration readTimeout,
    String userAgent,
    @Nullable Proxy proxy,
    @Nullable Proxy plainProxy,
    Tls tls,
    Client client) {

  /** 10 s to connect, 60 s to read, no proxy, the system's trust. */
  public static final HttpSettings DEFAULT =
      new HttpSettings(
          Duration.ofSeconds(10),
          Duration.ofSeconds(60),
          "dcmbulk",
          null,
          null,
          Tls.SYSTEM,
          Client.DCMBULK);

  /** An HTTP client, by the interface of the AWS SDK for Java. */
  public enum Client {
    /** dcmbulk's own client. */
    DCMBULK,
    /** The SDK's apache5-client. */
    APACHE5,
    /** The SDK's aws-crt-client, where it is on the class path. */
    CRT
  }

  /**
   * A proxy.
   *
   * @param url its URL; with https, the connection to the proxy is encrypted as well
   * @param user for Basic authentication; null for none
   * @param password for Basic authentication; null for none
   * @param noProxy hosts that are reached directly: names with their subdomains, IP addresses,
   *     networks as {@code 10.0.0.0/8}, {@code *} for all
   */
  public record Proxy(
      HttpUrl url, @Nullable String user, @Nullable Secret password, List<String> noProxy) {
    /** Copies the list. */
    public Proxy {
      noProxy = List.copyOf(noProxy);
    }
  }

  /**
   * Certificates, all PEM files; TLS is 1.2 or 1.3 whatever is given.
   *
   * @param caFile authorities trusted in addition to the system's; null for none
   * @param clientCertificate the client's certificate chain; null for none
   * @param clientKey the client's private key, PKCS#8, not encrypted; null for none
   */
  public record Tls(
      @Nullable Path caFile, @Nullable Path clientCertificate, @Nullable Path clientKey) {
    /** The system's trust, no client certificate. */
    public static final Tls SYSTEM = new Tls(null, null, null);

    /**
     * Reads the files, so that an unusable one is found before the first delivery.
     *
     * @throws UsageException a file cannot be used; the message names it
     */
    public void requireUsable() throws UsageException {
      if (caFile != null || clientCertificate != null || clientKey != null) {
        TlsSetup.context(this);
      }
    }
  }

  /** Checks the numbers. */
  public HttpSettings {
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("the connect time-out must be more than nothing");
    }
    if (readTimeout.isNegative() || readTimeout.isZero()) {
      throw new IllegalArgumentException("the read time-out must be more than nothing");
    }
  }

  /** A copy with other timeouts. */
  public HttpSettings withTimeouts(Duration connect, Duration read) {
    return new HttpSettings(connect, read, userAgent, proxy, plainProxy, tls, client);
  }

  /** A copy with another proxy for http and https. */
  public HttpSettings withProxy(@Nullable Proxy newProxy) {
    return new HttpSettings(
        connectTimeout, readTimeout, userAgent, newProxy, newProxy, tls, client);
  }

  /** A copy with other certificates. */
  public HttpSettings withTls(Tls newTls) {
    return new HttpSettings(
        connectTimeout, readTimeout, userAgent, proxy, plainProxy, newTls, client);
  }

  /** A copy with another HTTP client. */
  public HttpSettings withClient(Client newClient) {
    return new HttpSettings(
        connectTimeout, readTimeout, userAgent, proxy, plainProxy, tls, newClient);
  }
}
