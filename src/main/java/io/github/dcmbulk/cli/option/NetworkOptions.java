package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How connections are made. */
public final class NetworkOptions {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--connect-timeout",
      paramLabel = "DURATION",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time limit for opening a connection (default: ${DEFAULT-VALUE}).")
  private Duration connectTimeout;

  @Option(
      names = "--read-timeout",
      paramLabel = "DURATION",
      defaultValue = "60s",
      converter = DurationConverter.class,
      description = "Longest time without data on a connection (default: ${DEFAULT-VALUE}).")
  private Duration readTimeout;

  @Option(
      names = "--proxy",
      paramLabel = "URL",
      description = "Proxy to use (default: $HTTPS_PROXY, $http_proxy).")
  private @Nullable String proxy;

  @Option(
      names = "--proxy-user",
      paramLabel = "NAME",
      description = "User name for the proxy; the password is in DCMBULK_PROXY_PASSWORD.")
  private @Nullable String proxyUser;

  @Option(
      names = "--proxy-password-file",
      paramLabel = "FILE",
      description = "File with the password for the proxy.")
  private @Nullable Path proxyPasswordFile;

  @Option(
      names = "--no-proxy",
      paramLabel = "HOST",
      split = ",",
      hideParamSyntax = true,
      description = "Hosts to reach without the proxy, separated by commas (default: $NO_PROXY).")
  private List<String> noProxy = List.of();

  @Option(
      names = "--ca-file",
      paramLabel = "PEM",
      description = "Certificates of authorities to trust in addition to the system's.")
  private @Nullable Path caFile;

  @Option(names = "--client-cert", paramLabel = "PEM", description = "Our certificate chain.")
  private @Nullable Path clientCertificate;

  @Option(
      names = "--client-key",
      paramLabel = "PEM",
      description = "Its private key, PKCS#8, not encrypted.")
  private @Nullable Path clientKey;

  @Option(
      names = "--http-client",
      paramLabel = "CLIENT",
      defaultValue = "dcmbulk",
      description =
          "For trials: dcmbulk, apache5 or crt; see docs/http-clients.md (default:"
              + " ${DEFAULT-VALUE}).")
  private HttpSettings.Client httpClient;

  /** Files that hold secrets. */
  List<Path> secretFiles(Map<String, String> environment) {
    // The password of a proxy that is not used is not read.
    Path password =
        proxy == null || proxyUser == null
            ? null
            : new Secrets(command, environment).source("proxy-password", proxyPasswordFile);
    return Stream.of(password, clientKey).filter(Objects::nonNull).toList();
  }

  /** The proxies of the environment that are used because there is no {@code --proxy}. */
  public List<ProxyVariables.InForce> environmentProxies(Map<String, String> environment) {
    return proxy != null ? List.of() : new ProxyVariables(command, environment, noProxy).inForce();
  }

  /** Which HTTP client carries the requests. */
  HttpSettings.Client httpClient() {
    return httpClient;
  }

  /** The engine's settings, with secrets from that environment where no file holds them. */
  public HttpSettings toSettings(Map<String, String> environment, String userAgent) {
    positive("--connect-timeout", connectTimeout);
    positive("--read-timeout", readTimeout);
    if ((clientCertificate == null) != (clientKey == null)) {
      throw Flags.wrong(command, "--client-cert and --client-key belong together; give both");
    }
    ProxyVariables variables = new ProxyVariables(command, environment, noProxy);
    HttpSettings.Proxy chosen = proxy(environment, variables);
    return new HttpSettings(
        connectTimeout,
        readTimeout,
        userAgent,
        chosen == null ? variables.https() : chosen,
        chosen == null ? variables.http() : chosen,
        new HttpSettings.Tls(
            readable("--ca-file", caFile),
            readable("--client-cert", clientCertificate),
            readable("--client-key", clientKey)),
        httpClient);
  }

  private HttpSettings.@Nullable Proxy proxy(
      Map<String, String> environment, ProxyVariables variables) {
    if (proxy == null) {
      return null;
    }
    HttpUrl url;
    try {
      url = HttpUrl.parse(proxy);
    } catch (IllegalArgumentException e) {
      throw Flags.wrong(
          command,
          "--proxy is "
              + e.getMessage()
              + "; write it as http://proxy.example.org:3128, the user in --proxy-user");
    }
    Secret password =
        proxyUser == null
            ? null
            : new Secrets(command, environment).find("proxy-password", proxyPasswordFile);
    return new HttpSettings.Proxy(url, proxyUser, password, variables.direct());
  }

  private @Nullable Path readable(String option, @Nullable Path file) {
    return file == null ? null : Flags.readable(command, option, file);
  }

  private void positive(String option, Duration duration) {
    if (duration.isZero()) {
      throw Flags.wrong(command, option + " must be more than 0");
    }
  }

  /** Longest time without data. */
  Duration readTimeout() {
    return readTimeout;
  }
}
