package io.github.dcmbulk.sandbox.oauth;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.file.SandboxAudit;
import io.github.dcmbulk.sandbox.http.Form;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.settings.ClientAuthentication;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET} and {@code POST /oauth2/token}: client credentials (RFC 6749 §4.4) and refresh tokens
 * (§6), with errors of §5.2. The client authenticates with HTTP Basic or, in a form, with {@code
 * client_secret}; a client with registered keys authenticates only with an assertion that it signed
 * (RFC 7523).
 */
public final class TokenEndpoint {
  private static final int LONGEST_FORM = 16 * 1024;
  private static final Duration REFRESH_LIFETIME = Duration.ofDays(1);

  /** Use of tokens for presign requests. */
  public static final String ACCESS = "access";

  private static final String REFRESH = "refresh";

  private final SandboxSettings.Client client;
  private final @Nullable ClientAssertions assertions;
  private final SandboxSettings.Tokens rules;
  private final AccessTokens tokens;
  private final Faults faults;
  private final TokenFaults tokenFaults;
  private final SandboxAudit audit;

  /** Issues tokens by those settings. */
  public TokenEndpoint(
      SandboxSettings settings,
      String url,
      AccessTokens tokens,
      Faults faults,
      SandboxAudit audit) {
    this.client = settings.client();
    this.assertions =
        client.keys() == null
            ? null
            : new ClientAssertions(client.id(), client.keys(), url, settings.clock());
    this.rules = settings.tokens();
    this.tokens = tokens;
    this.faults = faults;
    this.tokenFaults = new TokenFaults(faults);
    this.audit = audit;
  }

  /**
   * Answers a token request.
   *
   * @throws IOException the client has closed the connection
   */
  public Reply answer(RequestExchange exchange) throws IOException {
    Outcome outcome = outcome(exchange);
    audit
        .line("token")
        .with("status", outcome.reply.status())
        .with("outcome", outcome.name)
        .with("method", exchange.method())
        .with("remotePort", exchange.remotePort())
        .write();
    return outcome.reply.with("Cache-Control", "no-store").with("Pragma", "no-cache");
  }

  private Outcome outcome(RequestExchange exchange) throws IOException {
    if (rules.methods().stream().noneMatch(method -> method.name().equals(exchange.method()))) {
      return new Outcome("method-not-allowed", allowed(Reply.empty(405)));
    }
    Optional<Reply> instead = tokenFaults.instead(exchange);
    if (instead.isPresent()) {
      return new Outcome("fault", instead.get());
    }
    Form form;
    try {
      form = Form.parse(exchange.method().equals("GET") ? exchange.query() : formText(exchange));
    } catch (IllegalArgumentException e) {
      return error(400, "invalid_request", "the parameters cannot be read");
    }
    String fault =
        faults.strikes(FaultKind.TOKEN_REFUSED)
            ? "client authentication failed"
            : unauthenticated(exchange, form);
    return fault == null ? grant(form) : error(401, "invalid_client", fault);
  }

  private Outcome grant(Form form) {
    String grant = form.get("grant_type");
    if (grant == null) {
      return error(400, "invalid_request", "grant_type is missing");
    }
    if (grant.equals("refresh_token") && rules.refresh()) {
      String token = form.get("refresh_token");
      if (token == null
          || tokens.check(REFRESH, token, client.scope()) != AccessTokens.TokenStatus.VALID) {
        return error(400, "invalid_grant", "the refresh token is not valid");
      }
    } else if (!grant.equals("client_credentials")) {
      return error(400, "unsupported_grant_type", "only client_credentials is supported");
    }
    String scope = form.get("scope");
    if (scope != null && !scope.isEmpty() && !scope.equals(client.scope())) {
      return error(400, "invalid_scope", "there is no such scope");
    }
    return issued();
  }

  private Outcome issued() {
    String scope = faults.strikes(FaultKind.TOKEN_UNSCOPED) ? "none" : client.scope();
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("access_token", tokens.issue(ACCESS, client.id(), scope, rules.lifetime()));
    body.put("token_type", "Bearer");
    body.put("expires_in", rules.lifetime().toSeconds());
    body.put("scope", scope);
    if (rules.refresh()) {
      body.put("refresh_token", tokens.issue(REFRESH, client.id(), scope, REFRESH_LIFETIME));
    }
    tokenFaults.distort(body);
    return new Outcome("issued", Reply.json(200, body));
  }

  /** Why the client is not authenticated; null when it is. */
  private @Nullable String unauthenticated(RequestExchange exchange, Form form) {
    if (assertions == null) {
      return authenticated(exchange, form) ? null : "client authentication failed";
    }
    String assertion = form.get("client_assertion");
    boolean posted = exchange.method().equals("POST") && exchange.header("Authorization") == null;
    return posted
            && assertion != null
            && ClientAssertions.TYPE.equals(form.get("client_assertion_type"))
        ? assertions.fault(assertion)
        : "the client must post an assertion that it signed";
  }

  /** Whether the client uses exactly one method of authentication, correctly (RFC 6749 §2.3). */
  private boolean authenticated(RequestExchange exchange, Form form) {
    String header = exchange.header("Authorization");
    boolean inForm = exchange.method().equals("POST") && form.get("client_secret") != null;
    if (header == null) {
      return inForm
          && rules.authentications().contains(ClientAuthentication.POST)
          && matches(form.get("client_id"), form.get("client_secret"));
    }
    if (inForm || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return false;
    }
    String pair;
    try {
      byte[] decoded = Base64.getDecoder().decode(header.substring(6).strip());
      pair = new String(decoded, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return false;
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return false;
    }
    String id = pair.substring(0, colon);
    String secret = pair.substring(colon + 1);
    Set<ClientAuthentication> taken = rules.authentications();
    return (taken.contains(ClientAuthentication.BASIC_RAW) && matches(id, secret))
        || (taken.contains(ClientAuthentication.BASIC) && matches(decoded(id), decoded(secret)));
  }

  /** Form-decoded as RFC 6749 §2.3.1 demands; many clients do not encode, so both are accepted. */
  private static @Nullable String decoded(String text) {
    try {
      return Form.decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private boolean matches(@Nullable String id, @Nullable String secret) {
    return id != null
        && secret != null
        && sameBytes(id + '\0' + secret, client.id() + '\0' + client.secret());
  }

  private static boolean sameBytes(String a, String b) {
    return MessageDigest.isEqual(
        a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
  }

  private static String formText(RequestExchange exchange) throws IOException {
    String type = exchange.header("Content-Type");
    if (type == null
        || !type.toLowerCase(Locale.ROOT).startsWith("application/x-www-form-urlencoded")) {
      throw new IllegalArgumentException("not a form");
    }
    if (exchange.contentLength() > LONGEST_FORM) {
      throw new IllegalArgumentException("too long");
    }
    byte[] text = exchange.body().readNBytes(LONGEST_FORM);
    return new String(text, StandardCharsets.UTF_8);
  }

  private Reply allowed(Reply reply) {
    return reply.with(
        "Allow", String.join(", ", rules.methods().stream().map(Enum::name).sorted().toList()));
  }

  private static Outcome error(int status, String code, String description) {
    Reply reply = Reply.json(status, Map.of("error", code, "error_description", description));
    return new Outcome(
        code, status == 401 ? reply.with("WWW-Authenticate", "Basic realm=\"sandbox\"") : reply);
  }

  private record Outcome(String name, Reply reply) {}
}
