package io.github.dcmbulk.http;

import io.github.dcmbulk.http.HttpSettings.Proxy;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Decides which hosts are reached through the proxy, by the rules of curl for {@code NO_PROXY}. */
public final class Routes {
  /** A host with a port; an IPv6 address has one only in brackets. */
  private static final Pattern WITH_PORT =
      Pattern.compile("([^:\\[\\]]+|\\[[^\\]]+]):([0-9]{1,5})");

  private final @Nullable Proxy https;
  private final @Nullable Proxy http;

  /** Uses the proxies of those settings. */
  public Routes(HttpSettings settings) {
    this.https = settings.proxy();
    this.http = settings.plainProxy();
  }

  /** The route to a URL's host. */
  public Route to(HttpUrl url) {
    return new Route(url.isSecure(), url.host(), url.port(), proxyFor(url) != null);
  }

  /** The proxy for a URL's host; null for none. */
  public @Nullable Proxy proxyFor(HttpUrl url) {
    Proxy proxy = url.isSecure() ? https : http;
    return proxy == null || isDirect(proxy.noProxy(), url) ? null : proxy;
  }

  private static boolean isDirect(List<String> rules, HttpUrl url) {
    String name = unbracketed(url.host());
    return rules.stream().anyMatch(rule -> matches(rule, name, url.port()));
  }

  private static boolean matches(String entry, String host, int port) {
    String rule = entry.strip().toLowerCase(Locale.ROOT);
    Matcher withPort = WITH_PORT.matcher(rule);
    if (withPort.matches()) {
      return withPort.group(2).equals(Integer.toString(port))
          && matches(withPort.group(1), host, port);
    }
    rule = unbracketed(rule);
    if (rule.isEmpty()) {
      return false;
    }
    if (rule.equals("*")) {
      return true;
    }
    if (rule.indexOf('/') > 0) {
      return isInNetwork(rule, host);
    }
    String name = rule.startsWith("*.") ? rule.substring(2) : rule.replaceFirst("^\\.", "");
    return host.equals(name) || host.endsWith("." + name);
  }

  private static boolean isInNetwork(String network, String host) {
    byte[] address = literal(host);
    byte[] base = literal(network.substring(0, network.indexOf('/')));
    if (address.length == 0 || address.length != base.length) {
      return false;
    }
    int bits;
    try {
      bits = Integer.parseInt(network.substring(network.indexOf('/') + 1));
    } catch (NumberFormatException e) {
      return false;
    }
    for (int i = 0; i < Math.min(bits, address.length * 8); i++) {
      int mask = 0x80 >> (i % 8);
      if ((address[i / 8] & mask) != (base[i / 8] & mask)) {
        return false;
      }
    }
    return true;
  }

  /** The bytes of an IP address; empty for a name, which is not resolved. */
  private static byte[] literal(String host) {
    if (!host.matches("[0-9.]+|[0-9a-f:.]*:[0-9a-f:.]*")) {
      return new byte[0];
    }
    try {
      return InetAddress.getByName(host).getAddress();
    } catch (UnknownHostException e) {
      return new byte[0];
    }
  }

  private static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }
}
