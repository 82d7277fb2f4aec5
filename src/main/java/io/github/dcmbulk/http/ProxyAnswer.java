package io.github.dcmbulk.http;

import io.github.dcmbulk.http.TransportException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A proxy's answer to CONNECT (RFC 9110 §9.3.6), or 407 in answer to a plain http request.
 *
 * @param status the HTTP status; 0 when the answer is not HTTP
 * @param schemes the authentication schemes that it offers, as it names them
 * @param redirect the scheme and host of a redirect; null for none
 */
public record ProxyAnswer(int status, List<String> schemes, @Nullable String redirect) {
  private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([0-9]{3})\\b.*");
  private static final Pattern SCHEME =
      Pattern.compile("\\s*([A-Za-z][A-Za-z0-9-]{0,29})(\\s+[^=].*)?\\s*", Pattern.DOTALL);
  private static final int MOST_SCHEMES = 6;

  /** Copies the list. */
  public ProxyAnswer {
    schemes = List.copyOf(schemes);
  }

  /** Parses an answer's head. */
  static ProxyAnswer parse(String head) {
    Matcher status = STATUS.matcher(head);
    if (!status.lookingAt()) {
      return new ProxyAnswer(0, List.of(), null);
    }
    List<String> challenges = new ArrayList<>();
    String location = null;
    for (String line : head.split("\r?\n", -1)) {
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      String value = line.substring(colon + 1).strip();
      // Some proxies send the status and header of an origin server: 401 and WWW-Authenticate.
      if (name.equalsIgnoreCase("proxy-authenticate")
          || name.equalsIgnoreCase("www-authenticate")) {
        challenges.add(value);
      } else if (name.equalsIgnoreCase("location")) {
        location = value;
      }
    }
    int code = Integer.parseInt(status.group(1));
    return new ProxyAnswer(code, schemes(challenges), code / 100 == 3 ? host(location) : null);
  }

  /** Reads a 407 that came in place of the server's answer. */
  static ProxyAnswer of(HttpAnswer answer) {
    String challenges = answer.header("proxy-authenticate");
    return new ProxyAnswer(
        answer.status(), schemes(challenges == null ? List.of() : List.of(challenges)), null);
  }

  /** The schemes of challenges (RFC 9110 §11.6.1); one line can contain several. */
  private static List<String> schemes(List<String> challenges) {
    List<String> schemes = new ArrayList<>();
    for (String challenge : challenges) {
      for (String part : challenge.replaceAll("\"[^\"]*\"?", "").split(",", -1)) {
        Matcher scheme = SCHEME.matcher(part);
        boolean isNew =
            scheme.matches() && schemes.stream().noneMatch(scheme.group(1)::equalsIgnoreCase);
        if (isNew && schemes.size() < MOST_SCHEMES) {
          schemes.add(scheme.group(1));
        }
      }
    }
    return schemes;
  }

  private static @Nullable String host(@Nullable String location) {
    try {
      return location == null ? null : HttpUrl.parse(location).toString();
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  /** Whether the proxy connected. */
  public boolean isOpen() {
    return status >= 200 && status < 300;
  }

  private boolean wantsLogin() {
    return status == 407 || status == 401;
  }

  /** 5xx: the proxy cannot reach the host, but does not refuse the client. */
  Kind kind() {
    return status >= 500 ? Kind.CONNECT : Kind.PROXY;
  }

  /**
   * What happened, for messages.
   *
   * @param url URL of the request
   * @param hasUser whether a proxy user is configured
   */
  public String what(HttpUrl url, boolean hasUser) {
    if (status == 0) {
      return "the proxy's answer is not HTTP";
    }
    if (wantsLogin()) {
      return (hasUser ? "the proxy did not accept the user" : "the proxy requires a user")
          + " ("
          + status
          + (schemes.isEmpty() ? ")" : ", it offers " + String.join(", ", schemes) + ")");
    }
    if (status >= 300 && status < 400) {
      return "the proxy answered with a redirect"
          + (redirect == null ? "" : " to " + redirect)
          + " ("
          + status
          + "), as for a log-in by browser";
    }
    // Squid and others answer 5xx when the host cannot be found or does not answer.
    return status >= 500
        ? "it cannot reach " + url + " (" + status + ")"
        : "the proxy refused to connect (" + status + ")";
  }

  /** What the user can do; parameters as for {@link #what}. */
  public String remedy(HttpUrl url, boolean hasUser) {
    if (wantsLogin()) {
      boolean isBasic = schemes.isEmpty() || schemes.stream().anyMatch("Basic"::equalsIgnoreCase);
      if (!isBasic) {
        return "dcmbulk logs in with Basic only: run a relay on this machine that does "
            + String.join(" or ", schemes)
            + ", such as cntlm or px, and name it with --proxy http://127.0.0.1:PORT";
      }
      return hasUser
          ? "user or password are wrong: check --proxy-user and --proxy-password-file"
          : "set --proxy-user and --proxy-password-file";
    }
    if (status >= 300 && status < 400) {
      return "ask the proxy's operators for access without a browser, or list the host in"
          + " --no-proxy";
    }
    if (status >= 500) {
      return "ask the proxy's operators, or list the host in --no-proxy";
    }
    return status == 403
        ? "have it allow CONNECT to port "
            + url.port()
            + " of "
            + url.host()
            + ", or list the host in --no-proxy"
        : "check --proxy: is that port an http proxy that allows CONNECT?";
  }

  /** The failure of a request. */
  TransportException failure(HttpUrl url, boolean hasUser) {
    return new TransportException(kind(), url, what(url, hasUser), null, remedy(url, hasUser));
  }
}
