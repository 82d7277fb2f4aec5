package io.github.dcmbulk.cli.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Secret;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
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
    new CommandLine(options).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(arguments);
    return options.network.toSettings(environment, "test");
  }

  private static Proxy given(String url, String... direct) {
    return new Proxy(HttpUrl.parse(url), null, null, List.of(direct));
  }

  private static Proxy ofEnvironment(String url, String... direct) {
    return given(url, withLoopback(direct).toArray(String[]::new));
  }

  private static List<String> withLoopback(String... direct) {
    return Stream.concat(Stream.of(direct), Stream.of("localhost", "127.0.0.0/8", "::1")).toList();
  }

  @Test
  void httpsAndHttpHaveVariablesOfTheirOwn() {
    HttpSettings settings =
        settings(
            Map.of(
                "HTTPS_PROXY", FROM_ENVIRONMENT,
                "http_proxy", "plain.example.org:8080",
                "NO_PROXY", " pacs, .example.org other"));
    assertThat(settings.proxy())
        .isEqualTo(ofEnvironment(FROM_ENVIRONMENT, "pacs", ".example.org", "other"));
    assertThat(settings.plainProxy())
        .isEqualTo(ofEnvironment("http://plain.example.org:8080", "pacs", ".example.org", "other"));
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
    assertThat(other.proxy()).isEqualTo(given("http://given.example.org", "a"));
    assertThat(other.plainProxy()).isEqualTo(other.proxy());
    assertThat(settings(environment, "--no-proxy", "*").proxy())
        .isEqualTo(ofEnvironment(FROM_ENVIRONMENT, "*"));
  }

  @Test
  void userAndPasswordMayStandInTheUrl() {
    Map<String, String> environment = Map.of("HTTPS_PROXY", "http://me:p%40ss+1@env.example.org");
    assertThat(settings(environment).proxy())
        .isEqualTo(
            new Proxy(
                HttpUrl.parse("http://env.example.org"),
                "me",
                Secret.of("p@ss+1"),
                withLoopback()));
  }

  @Test
  void whatIsNoProxyOfOursIsNamedWithoutItsPassword() {
    assertThatThrownBy(() -> settings(Map.of("HTTPS_PROXY", "socks5://me:s3cret@env.example.org")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("HTTPS_PROXY")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void aPercentSignInAPasswordIsNamedWithoutIt() {
    assertThatThrownBy(() -> settings(Map.of("HTTPS_PROXY", "http://me:50%zz@env.example.org")))
        .isInstanceOf(ParameterException.class)
        .hasMessageContaining("%25")
        .hasMessageNotContaining("zz");
  }
}
