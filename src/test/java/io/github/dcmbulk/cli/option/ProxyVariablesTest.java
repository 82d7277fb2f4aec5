package io.github.dcmbulk.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Secret;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.ParameterException;

/** Proxies of the environment, and what comes before them. */
class ProxyVariablesTest {
  private static final String FROM_ENVIRONMENT = "http://env.example.org:3128";

  @Command
  private static final class Options {
    @Mixin private final NetworkOptions network = new NetworkOptions();
  }

  private static HttpSettings settings(Map<String, String> environment, String... arguments) {
    Options options = new Options();
    new CommandLine(options).parseArgs(arguments);
    return options.network.toSettings(environment, "test");
  }

  private static Proxy proxy(String url, String... direct) {
    return new Proxy(HttpUrl.parse(url), null, null, List.of(direct));
  }

  @Test
  void httpsAndHttpHaveVariablesOfTheirOwn() {
    HttpSettings settings =
        settings(
            Map.of(
                "HTTPS_PROXY", FROM_ENVIRONMENT,
                "http_proxy", "plain.example.org:8080",
                "NO_PROXY", "localhost, .example.org"));
    assertThat(settings.proxy()).isEqualTo(proxy(FROM_ENVIRONMENT, "localhost", ".example.org"));
    assertThat(settings.plainProxy())
        .isEqualTo(proxy("http://plain.example.org:8080", "localhost", ".example.org"));
  }

  @Test
  void whatAWebServerMayHaveSetIsNotBelieved() {
    HttpSettings settings = settings(Map.of("HTTP_PROXY", FROM_ENVIRONMENT));
    assertThat(settings.proxy()).isNull();
    assertThat(settings.plainProxy()).isNull();
  }

  @Test
  void optionsComeFirst() {
    Map<String, String> environment = Map.of("https_proxy", FROM_ENVIRONMENT, "NO_PROXY", "a");
    HttpSettings other = settings(environment, "--proxy", "http://given.example.org");
    assertThat(other.proxy()).isEqualTo(proxy("http://given.example.org", "a"));
    assertThat(other.plainProxy()).isEqualTo(other.proxy());
    assertThat(settings(environment, "--no-proxy", "*").proxy())
        .isEqualTo(proxy(FROM_ENVIRONMENT, "*"));
  }

  @Test
  void userAndPasswordMayStandInTheUrl() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://me:p%40ss+1@env.example.org");
    assertThat(settings(environment).proxy())
        .isEqualTo(
            new Proxy(
                HttpUrl.parse("http://env.example.org"), "me", Secret.of("p@ss+1"), List.of()));
  }

  @Test
  void whatIsNoProxyOfOursIsNamedWithoutItsPassword() {
    assertThatThrownBy(() -> settings(Map.of("HTTPS_PROXY", "socks5://me:s3cret@env.example.org")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("s3cret");
  }
}
