package io.github.dcmbulk.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoutesTest {
  @ParameterizedTest
  @CsvSource({
    "lake.example.org, lake.example.org, false",
    "lake.example.org, example.org, false",
    "lake.example.org, .example.org, false",
    "lake.example.org, *.example.org, false",
    "fakeexample.org, example.org, true",
    "LAKE.example.org, lake.EXAMPLE.org, false",
    "10.1.2.3, 10.0.0.0/8, false",
    "11.1.2.3, 10.0.0.0/8, true",
    "10.1.2.3, 10.1.2.3, false",
    "[fd00::1], fd00::/8, false",
    "[::1], ::1, false",
    "lake.example.org, lake.example.org:443, false",
    "lake.example.org, lake.example.org:8443, true",
    "[fd00::1], [fd00::1]:443, false",
    "[fd00::1], fd00::1:443, true",
    "anything, *, false",
    "anything, '', true",
    "lake.example.org, 10.0.0.0/8, true",
  })
  void someHostsAreReachedDirectly(String host, String noProxy, boolean proxied) {
    HttpUrl proxy = HttpUrl.parse("http://proxy.example.org:3128");
    Proxy rules = new Proxy(proxy, null, null, List.of("other", noProxy));
    Routes routes = new Routes(HttpSettings.DEFAULT.withProxy(rules));
    assertThat(routes.to(HttpUrl.parse("https://" + host + "/")).proxied()).isEqualTo(proxied);
  }

  @Test
  void httpAndHttpsCanGoDifferentWays() throws Exception {
    Proxy proxy = new Proxy(HttpUrl.parse("http://proxy.example.org"), null, null, List.of());
    HttpSettings base = HttpSettings.DEFAULT;
    Routes routes =
        new Routes(
            new HttpSettings(
                base.connectTimeout(),
                base.readTimeout(),
                base.userAgent(),
                proxy,
                null,
                base.tls(),
                base.client()));
    assertThat(routes.proxyFor(HttpUrl.parse("https://lake.example.org"))).isEqualTo(proxy);
    assertThat(routes.proxyFor(HttpUrl.parse("http://lake.example.org"))).isNull();
  }
}
