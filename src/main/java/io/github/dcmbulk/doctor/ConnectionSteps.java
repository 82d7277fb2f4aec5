package io.github.dcmbulk.doctor;

import io.github.dcmbulk.http.ConnectionProbe;
import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.ProxyAnswer;
import io.github.dcmbulk.http.TlsReport;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks the connection to a host: name, TCP, proxy, TLS. Each host is checked once. */
final class ConnectionSteps {
  private static final int ADDRESSES_SHOWN = 3;
  private static final String PROXY = "proxy";

  private final ConnectionProbe probe;
  private final ConnectionProbe direct;
  private final TlsWords words;
  private final Consumer<StepFinding> sink;
  private final Map<String, Boolean> hosts = new HashMap<>();
  private final Map<String, Boolean> endpoints = new HashMap<>();

  ConnectionSteps(HttpSettings http, Clock clock, Consumer<StepFinding> sink)
      throws UsageException {
    this.probe = new ConnectionProbe(http);
    this.direct = new ConnectionProbe(http.withProxy(null));
    this.words = new TlsWords(clock);
    this.sink = sink;
  }

  /**
   * Checks the host of that URL.
   *
   * @param role its role, for findings
   * @return whether a request can be sent to it
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  boolean examine(String role, HttpUrl url) throws UsageException {
    String key = url.toString();
    Boolean known = endpoints.get(key);
    if (known == null) {
      known = walk(role, url);
      endpoints.put(key, known);
    }
    return known;
  }

  private boolean walk(String role, HttpUrl url) throws UsageException {
    HttpUrl proxy = probe.proxyFor(url);
    boolean isReached = proxy == null ? reach(role, url) : reachProxy(proxy);
    if (proxy != null) {
      isReached = proxied(url, isReached);
    }
    if (!isReached) {
      sink.accept(StepFinding.skipped("tls", url.toString(), "no connection"));
      return false;
    }
    return url.isSecure() ? secure(probe, url) : plain(url);
  }

  /** Checks the connection to the proxy, with TLS if its URL says so. */
  private boolean reachProxy(HttpUrl proxy) throws UsageException {
    String key = proxy.toString();
    Boolean known = endpoints.get(key);
    if (known == null) {
      known = reach(PROXY, proxy) && (!proxy.isSecure() || secure(direct, proxy));
      endpoints.put(key, known);
    }
    return known;
  }

  /** Checks name and connection. */
  private boolean reach(String role, HttpUrl url) {
    Boolean known = hosts.get(url.toString());
    if (known != null) {
      return known;
    }
    boolean isResolved = resolve(role, url);
    boolean isConnected = false;
    if (isResolved) {
      isConnected = connect(role, url);
    } else {
      sink.accept(StepFinding.skipped("tcp", url.toString(), "no address"));
    }
    hosts.put(url.toString(), isConnected);
    return isConnected;
  }

  private boolean resolve(String role, HttpUrl url) {
    String target = "(" + role + " host) " + url.host();
    try {
      List<InetAddress> addresses = probe.resolve(url);
      String shown =
          addresses.stream()
              .limit(ADDRESSES_SHOWN)
              .map(InetAddress::getHostAddress)
              .collect(Collectors.joining(", "));
      int more = addresses.size() - ADDRESSES_SHOWN;
      sink.accept(
          StepFinding.ok("dns", target, shown + (more > 0 ? " and " + more + " more" : "")));
      return true;
    } catch (UnknownHostException e) {
      sink.accept(
          StepFinding.failed(
              "dns",
              target,
              "the name does not resolve",
              "check its spelling and this machine's name server: getent hosts " + url.host(),
              ExitCode.UNREACHABLE));
      return false;
    }
  }

  private boolean connect(String role, HttpUrl url) {
    try {
      ConnectionProbe.Connected connected = probe.connect(url);
      sink.accept(
          StepFinding.ok(
              "tcp",
              url.toString(),
              "%s connects in %d ms"
                  .formatted(connected.address().getHostAddress(), connected.millis())));
      return true;
    } catch (IOException e) {
      sink.accept(
          StepFinding.failed(
              "tcp",
              url.toString(),
              unconnected(e),
              unconnectedRemedy(e, role, url),
              ExitCode.UNREACHABLE));
      return false;
    }
  }

  private static String unconnected(IOException e) {
    if (e instanceof SocketTimeoutException) {
      return "no answer in time";
    }
    return e instanceof NoRouteToHostException ? "no route to the host" : "connection refused";
  }

  private static String unconnectedRemedy(IOException e, String role, HttpUrl url) {
    boolean isProxy = role.equals(PROXY);
    if (e instanceof SocketTimeoutException || e instanceof NoRouteToHostException) {
      return "a firewall may be in between: ask for access to port "
          + url.port()
          + (isProxy ? ", or check --proxy" : ", or set --proxy");
    }
    return "nothing listens on port "
        + url.port()
        + (isProxy ? ": check --proxy, or ask its operators" : ": check the URL and the service");
  }

  /** Checks the proxy's answer to a request for that URL. */
  private boolean proxied(HttpUrl url, boolean isReached) throws UsageException {
    String target = url.toString();
    if (!isReached) {
      sink.accept(StepFinding.skipped("proxy", target, "no connection to the proxy"));
      return false;
    }
    if (!url.isSecure()) {
      sink.accept(StepFinding.ok("proxy", target, "reachable; plain http requests go through it"));
      return true;
    }
    try {
      ProxyAnswer answer = probe.askProxy(url);
      sink.accept(answered(url, answer));
      return answer.isOpen();
    } catch (IOException e) {
      sink.accept(
          StepFinding.failed(
              "proxy",
              target,
              "the proxy does not answer",
              "check --proxy: is it an http proxy, and its scheme right?",
              ExitCode.UNREACHABLE));
      return false;
    }
  }

  private StepFinding answered(HttpUrl url, ProxyAnswer answer) {
    boolean hasUser = probe.hasProxyUser(url);
    if (answer.isOpen()) {
      String how = hasUser ? ", with the user's password" : "";
      return StepFinding.ok("proxy", url.toString(), "the proxy opened a tunnel" + how);
    }
    return StepFinding.failed(
        "proxy",
        url.toString(),
        answer.what(url, hasUser),
        answer.remedy(url, hasUser),
        ExitCode.UNREACHABLE);
  }

  private boolean secure(ConnectionProbe way, HttpUrl url) throws UsageException {
    try {
      TlsReport report = way.handshake(url);
      sink.accept(words.finding(url, report));
      return report.problem() == TlsReport.Problem.NONE;
    } catch (IOException e) {
      sink.accept(
          StepFinding.failed(
              "tls", url.toString(), "the connection broke", "try again", ExitCode.UNREACHABLE));
      return false;
    }
  }

  private boolean plain(HttpUrl url) {
    sink.accept(
        url.isLoopback()
            ? StepFinding.ok("tls", url.toString(), "plain http, on this machine only")
            : StepFinding.warning(
                "tls",
                url.toString(),
                "plain http: others on the network can read tokens and images",
                "use https if the service has it"));
    return true;
  }

  /**
   * Whether the port of a plain http URL uses TLS; checked only after a failure.
   *
   * @throws UsageException the certificates of the settings cannot be used (exit 2)
   */
  boolean isSecretlyTls(@Nullable HttpUrl url) throws UsageException {
    if (url == null || url.isSecure() || probe.proxyFor(url) != null) {
      return false;
    }
    try {
      return switch (probe.handshake(url).problem()) {
        case NONE, UNTRUSTED, EXPIRED, NOT_YET_VALID, OTHER_HOST, CLIENT_CERTIFICATE -> true;
        case NOT_TLS, REFUSED, CLOSED, TIMEOUT -> false;
      };
    } catch (IOException e) {
      return false;
    }
  }
}
