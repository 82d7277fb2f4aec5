package io.github.dcmbulk.cli.option;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Secret;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Proxies that the environment names, as curl and rclone read it: {@code HTTPS_PROXY} and {@code
 * NO_PROXY} in either case, {@code http_proxy} in lower case only, because web servers hand a
 * client's {@code Proxy} header to programs as {@code HTTP_PROXY}. As by rclone, this machine
 * itself is never reached through them.
 *
 * @param noProxy the hosts of {@code --no-proxy}, in place of those of the environment
 */
public record ProxyVariables(
    CommandSpec command, Map<String, String> environment, List<String> noProxy) {
  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.0/8", "::1");

  /**
   * A setting that the environment makes.
   *
   * @param key what it sets
   * @param value without user and password
   * @param variable where it comes from
   */
  public record InForce(String key, String value, String variable) {}

  /** What the environment sets. */
  List<InForce> inForce() {
    List<InForce> settings = new ArrayList<>();
    Proxy https = https();
    Proxy http = http();
    if (https != null) {
      settings.add(
          new InForce(
              "proxy for https", https.url().toString(), used("https_proxy", "HTTPS_PROXY")));
    }
    if (http != null) {
      settings.add(new InForce("proxy for http", http.url().toString(), "http_proxy"));
    }
    if (!settings.isEmpty() && noProxy.isEmpty() && !direct().isEmpty()) {
      settings.add(
          new InForce("no proxy for", String.join(",", direct()), used("NO_PROXY", "no_proxy")));
    }
    return settings;
  }

  private String used(String... variables) {
    for (String variable : variables) {
      if (!environment.getOrDefault(variable, "").isBlank()) {
        return variable;
      }
    }
    return variables[0];
  }

  /** For https; null for none. */
  @Nullable Proxy https() {
    return first("https_proxy", "HTTPS_PROXY");
  }

  /** For http; null for none. */
  @Nullable Proxy http() {
    return first("http_proxy");
  }

  /** Hosts that are reached directly. */
  List<String> direct() {
    if (!noProxy.isEmpty()) {
      return noProxy;
    }
    String hosts = environment.getOrDefault("NO_PROXY", environment.getOrDefault("no_proxy", ""));
    // curl separates by spaces as well.
    return List.of(hosts.split("[,\\s]+")).stream().filter(host -> !host.isEmpty()).toList();
  }

  private @Nullable Proxy first(String... variables) {
    for (String variable : variables) {
      String text = environment.getOrDefault(variable, "").strip();
      if (!text.isEmpty()) {
        return proxy(variable, text);
      }
    }
    return null;
  }

  private Proxy proxy(String variable, String text) {
    String url = text.contains("://") ? text : "http://" + text;
    int host = url.indexOf("://") + 3;
    int at = url.lastIndexOf('@');
    List<String> direct = Stream.concat(direct().stream(), LOOPBACK.stream()).toList();
    try {
      if (at < host) {
        return new Proxy(HttpUrl.parse(url), null, null, direct);
      }
      String[] user = url.substring(host, at).split(":", 2);
      Secret password = user.length == 1 ? null : Secret.of(decoded(user[1]));
      HttpUrl bare = HttpUrl.parse(url.substring(0, host) + url.substring(at + 1));
      return new Proxy(bare, decoded(user[0]), password, direct);
    } catch (IllegalArgumentException e) {
      throw Flags.wrong(
          command,
          "the environment variable " + variable + " is " + e.getMessage() + "; or give --proxy");
    }
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Its message quotes the password.
      throw new IllegalArgumentException(
          "no URL: a % in its user or password must be written as %25");
    }
  }
}
