package io.github.dcmbulk.http.engine;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.TlsSetup;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Set;
import javax.net.ssl.KeyManager;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;

/**
 * The SDK's client over Apache HttpClient 5, with dcmbulk's proxies, trust and timeouts. In
 * contrast to dcmbulk's own client it sends {@code //} in a path as {@code /%2F}, and does not
 * repeat a request on a connection that the server had closed.
 */
final class Apache5Engine {
  /** More than there are concurrent requests: they are limited elsewhere. */
  private static final int CONNECTIONS = 4096;

  private static final Duration LIFETIME = Duration.ofMinutes(5);
  private static final Duration IDLE_LIFETIME = Duration.ofSeconds(15);

  private Apache5Engine() {}

  static ForeignClient open(HttpSettings settings) throws UsageException {
    TrustManager[] trust;
    KeyManager[] keys;
    try {
      trust = TlsSetup.trustManagers(settings.tls());
      keys = TlsSetup.keyManagers(settings.tls());
    } catch (GeneralSecurityException | IOException e) {
      throw TlsSetup.unusable(e);
    }
    return new ForeignClient(
        settings,
        proxy ->
            Apache5HttpClient.builder()
                .connectionTimeout(settings.connectTimeout())
                .connectionAcquisitionTimeout(settings.connectTimeout())
                .socketTimeout(settings.readTimeout())
                .connectionTimeToLive(LIFETIME)
                .connectionMaxIdleTime(IDLE_LIFETIME)
                .maxConnections(CONNECTIONS)
                .tcpKeepAlive(true)
                .expectContinueEnabled(false)
                .tlsTrustManagersProvider(() -> trust)
                .tlsKeyManagersProvider(() -> keys)
                .proxyConfiguration(proxyConfiguration(proxy))
                .build(),
        Apache5Engine::translated);
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
    way.endpoint(URI.create(proxy.url().toString()));
    if (proxy.user() != null) {
      Secret password = proxy.password();
      way.username(proxy.user())
          .password(password == null ? "" : password.reveal())
          .preemptiveBasicAuthenticationEnabled(true);
    }
    return way.build();
  }

  private static IOException translated(Exception e) {
    return e instanceof ConnectTimeoutException
        ? new io.github.dcmbulk.http.ConnectTimeoutException(e)
        : HttpCoreFailures.translated(e);
  }
}
