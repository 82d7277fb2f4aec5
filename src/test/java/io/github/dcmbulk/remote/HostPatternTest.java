package io.github.dcmbulk.remote;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.http.HttpUrl;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which hosts a pattern of {@code --upload-host} names. */
class HostPatternTest {
  @ParameterizedTest
  @CsvSource({
    "*.example.org, https://store.example.org/a, true",
    "*.example.org, https://store.example.org:8443/a, true",
    "*.example.org, https://example.org.attacker.test/a, false",
    "store.example.org:443, https://STORE.example.org/a, true",
    "store.example.org:443, https://store.example.org:8443/a, false",
    "[::1], http://[::1]:8080/a, true",
    "::1, http://[::1]:8080/a, true",
    "[::1]:8080, http://[::1]:8080/a, true",
    "[::1]:8080, http://[::1]:8081/a, false",
    "2001:DB8::2, https://[2001:db8::2]/a, true",
  })
  void matches(String pattern, String url, boolean expected) throws Exception {
    assertThat(HostPattern.of(pattern).matches(HttpUrl.parse(url))).isEqualTo(expected);
  }
}
