package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.ConnectTimeoutException;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpSettings.Tls;
import io.github.dcmbulk.http.ProxyRefusedException;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.security.cert.CertificateException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.crt.http.HttpException;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtHttpClient;
import software.amazon.awssdk.http.crt.ProxyConfiguration;

/**
 * The SDK's client over the AWS Common Runtime, which is native code. It uses the operating
 * system's trust only, has no client certificates, and puts no port into the Host header.
 */
final class CrtEngine {
  /** More than there are concurrent requests: they are limited elsewhere. */
  private static final int CONNECTIONS = 4096;

  private static final Duration IDLE_LIFETIME = Duration.ofSeconds(15);

  private CrtEngine() {}

  /**
   * Opens the client.
   *
   * @throws UsageException certificates are configured, which it cannot use
   * @throws LinkageError it is not on the class path, or has no native code for this platform
   */
  static ForeignClient open(HttpSettings settings) throws UsageException {
    if (!settings.tls().equals(Tls.SYSTEM)) {
      throw new UsageException(
          "--http-client crt can use neither --ca-file nor --client-cert",
          "have the authority trusted by the operating system, or use another --http-client");
    }
    // Loads the native code, so that a platform without it is reported at once.
    new CRT();
    return new ForeignClient(settings, proxy -> client(settings, proxy), CrtEngine::translated);
  }

  private static SdkHttpClient client(HttpSettings settings, @Nullable Proxy proxy) {
    AwsCrtHttpClient.Builder client =
        AwsCrtHttpClient.builder()
            .connectionTimeout(settings.connectTimeout())
            .tlsNegotiationTimeout(settings.connectTimeout())
            .connectionAcquisitionTimeout(settings.connectTimeout().multipliedBy(2))
            .connectionMaxIdleTime(IDLE_LIFETIME)
            .maxConcurrency(CONNECTIONS);
    client.proxyConfiguration(proxyConfiguration(proxy));
    return client.build();
  }

  private static ProxyConfiguration proxyConfiguration(@Nullable Proxy proxy) {
    ProxyConfiguration.Builder way =
        ProxyConfiguration.builder()
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false)
            .nonProxyHosts(Set.of());
    if (proxy == null) {
      return way.build();
    }
    way.scheme(proxy.url().scheme()).host(proxy.url().host()).port(proxy.url().port());
    if (proxy.user() != null) {
      Secret password = proxy.password();
      way.username(proxy.user()).password(password == null ? "" : password.reveal());
    }
    return way.build();
  }

  private static IOException translated(Exception e) {
    String error = errorName(e);
    if (error == null) {
      return e instanceof IOException io ? io : new IOException(e);
    }
    IOException translated = translated(error);
    if (translated.getCause() == null) {
      translated.initCause(e);
    }
    return translated;
  }

  /** By the error names of aws-c-io and aws-c-http, such as {@code AWS_IO_SOCKET_TIMEOUT}. */
  private static IOException translated(String error) {
    if (error.startsWith("AWS_IO_DNS_")) {
      return new UnknownHostException(error);
    }
    if (error.equals("AWS_IO_SOCKET_TIMEOUT")) {
      return new ConnectTimeoutException(new SocketTimeoutException(error));
    }
    if (error.equals("AWS_IO_SOCKET_CONNECTION_REFUSED")) {
      return new ConnectException(error);
    }
    if (error.contains("PROXY")) {
      return new ProxyRefusedException(error);
    }
    if (error.contains("TLS") && error.contains("TIMEOUT")) {
      return new SocketTimeoutException(error);
    }
    if (error.contains("TLS") && error.contains("NEGOTIATION")) {
      return new SSLException(new CertificateException(error));
    }
    if (error.contains("SOCKET") || error.contains("CONNECTION_CLOSED")) {
      return new SocketException(error);
    }
    return new ProtocolException(error);
  }

  private static @Nullable String errorName(Throwable thrown) {
    Throwable cause = thrown;
    for (int depth = 0; cause != null && depth < 12; depth++) {
      if (cause instanceof HttpException http) {
        return CRT.awsErrorName(http.getErrorCode());
      }
      if (cause instanceof CrtRuntimeException crt) {
        return crt.errorName;
      }
      cause = cause.getCause();
    }
    return null;
  }
}
