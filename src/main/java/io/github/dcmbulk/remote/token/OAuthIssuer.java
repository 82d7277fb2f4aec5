package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AccessToken;
import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.EndpointUrl;
import io.github.dcmbulk.remote.ServiceSettings;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.TokenMethod;
import io.github.dcmbulk.remote.request.AttemptFailure;
import io.github.dcmbulk.remote.request.AttemptFailure.Kind;
import io.github.dcmbulk.remote.request.Endpoint;
import io.github.dcmbulk.remote.request.InstrumentedClient;
import io.github.dcmbulk.remote.request.ResponseClassifier;
import io.github.dcmbulk.remote.request.RetryAfter;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tokens from an OAuth2 endpoint. The documented request is a GET with the client in HTTP Basic and
 * the parameters in the query; standard servers want a POST (RFC 6749 §4.4), and differ in how they
 * want the client's secret. The first way that works is used for the rest of the run.
 */
final class OAuthIssuer implements TokenIssuer {
  /** From this difference on, an assertion may have been refused for its times. */
  private static final Duration TOLERABLE_SKEW = Duration.ofSeconds(5);

  private final InstrumentedClient client;
  private final Endpoint endpoint;
  private final ServiceSettings settings;
  private final TokenRequests requests;
  private final Clock clock;
  private TokenStyle style;
  private boolean isSettled;
  private String why = "";

  OAuthIssuer(
      InstrumentedClient client, EndpointUrl configured, ServiceSettings settings, Clock clock)
      throws UsageException {
    this.client = client;
    this.endpoint = new Endpoint(configured);
    this.settings = settings;
    this.requests = new TokenRequests(settings.credentials(), settings.scope());
    this.clock = clock;
    this.style = TokenStyle.first(settings);
  }

  @Override
  public AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException {
    Instant asked = clock.instant();
    TokenReply reply = negotiate(endpoint.url());
    HttpUrl asGiven = endpoint.asGiven(reply.url(), reply.answer());
    if (asGiven != null) {
      TokenReply there = negotiate(asGiven);
      reply = there.isTokenEndpoint() ? there : reply;
    }
    if (!reply.isGranted()) {
      throw refused(reply);
    }
    AccessToken token = granted(reply, asked);
    endpoint.isAt(reply.url());
    style = reply.style();
    isSettled = true;
    return token;
  }

  /** Tries the ways that the answers suggest; returns the answer that is most useful. */
  private TokenReply negotiate(HttpUrl url)
      throws AttemptFailure, DcmbulkException, InterruptedException {
    TokenReply reply = signed(url);
    if (settings.tokenMethod() == TokenMethod.AUTO && reply.wantsPost()) {
      TokenReply posted = ask(reply.url(), style.posting());
      if (!posted.isWithoutEndpoint() && (posted.isTokenEndpoint() || reply.refusesGet())) {
        why = ", as GET was answered with " + reply.answer().status();
        style = style.posting();
        reply = posted;
      }
    }
    if (!isSettled && reply.refusesClient()) {
      for (TokenStyle other : otherStyles(reply)) {
        TokenReply next = ask(reply.url(), other);
        if (next.isTokenEndpoint() && !next.refusesClient()) {
          why = ", the client by " + other.auth() + ", as " + reply.style().auth() + " was refused";
          return next;
        }
      }
    }
    return reply;
  }

  /** Sends the request; again when the answer shows that the assertion used a wrong clock. */
  private TokenReply signed(HttpUrl url)
      throws AttemptFailure, DcmbulkException, InterruptedException {
    Instant before = client.serviceTime(url);
    TokenReply reply = ask(url, style);
    if (!requests.areSigned() || reply.isGranted()) {
      return reply;
    }
    Instant after = client.serviceTime(url);
    if (isOff(before, after)) {
      return ask(url, style, after);
    }
    // The Date header may come from a proxy with a wrong clock.
    return isOff(before, clock.instant()) ? ask(url, style, clock.instant()) : reply;
  }

  private static boolean isOff(Instant one, Instant other) {
    return Duration.between(one, other).abs().compareTo(TOLERABLE_SKEW) > 0;
  }

  /** After a refused client: other ways to send its secret. */
  private List<TokenStyle> otherStyles(TokenReply reply) {
    List<TokenStyle> others = new ArrayList<>();
    if (settings.clientAuth() == ClientAuth.AUTO && requests.hasSecret()) {
      if (requests.encodingMatters()) {
        others.add(reply.style().raw());
      }
      if (settings.tokenMethod() != TokenMethod.GET) {
        others.add(TokenStyle.form());
      }
    }
    return others;
  }

  private TokenReply ask(HttpUrl url, TokenStyle by)
      throws AttemptFailure, DcmbulkException, InterruptedException {
    return ask(url, by, client.serviceTime(url));
  }

  private TokenReply ask(HttpUrl url, TokenStyle by, Instant now)
      throws AttemptFailure, DcmbulkException, InterruptedException {
    HttpAnswer answer = client.send(Step.TOKEN, requests.write(url, by, now), 0);
    HttpUrl slash = Endpoint.slash(url, answer);
    if (slash == null) {
      return TokenReply.of(url, by, answer, requests.secrets());
    }
    HttpAnswer there = client.send(Step.TOKEN, requests.write(slash, by, now), 0);
    return TokenReply.of(slash, by, there, requests.secrets());
  }

  private AccessToken granted(TokenReply reply, Instant asked) throws AttemptFailure {
    TokenBody body = reply.body();
    TokenAnswer answer = body == null ? null : TokenAnswer.of(body);
    if (answer == null) {
      throw new AttemptFailure(
          Step.TOKEN,
          reply.isCutShort() ? Kind.TRANSIENT : Kind.FOREIGN,
          "token-answer",
          reply.asked() + " was answered with " + reply.shape());
    }
    if (answer.refreshToken() != null) {
      requests.rotate(answer.refreshToken());
    }
    Duration lifetime = answer.lifetime();
    return new AccessToken(
        answer.token(),
        asked,
        lifetime == null ? null : asked.plus(lifetime),
        answer.scope(),
        reply.origin() + why,
        answer.remarks());
  }

  /** Classifies a refusal: the user can fix it (exit code 3), or it may be temporary. */
  private AttemptFailure refused(TokenReply reply) throws AccessRefusedException {
    TokenRefusal refusal = reply.refusal();
    int status = reply.answer().status();
    String what = reply.asked() + " was refused (" + reply.cause() + ")";
    if (refusal.passes() && status < 500) {
      return new AttemptFailure(
          Step.TOKEN, Kind.UNAVAILABLE, "token-" + refusal.code(), what, after(reply), null);
    }
    if (refusal.code().equals("invalid_scope")) {
      String scope = settings.scope();
      throw new AccessRefusedException(
          what + ", " + (scope == null ? "no scope was requested" : "requested: " + scope),
          "correct --scope");
    }
    boolean isRefreshed = settings.credentials() instanceof Credentials.RefreshToken;
    if (refusal.code().equals("invalid_grant") && isRefreshed) {
      throw new AccessRefusedException(
          what, "the refresh token is no longer valid: log in again and store the new one");
    }
    if (reply.refusesClient() || reply.refusesAccess()) {
      throw new AccessRefusedException(what, remedy(refusal));
    }
    String detail =
        refusal.isNone()
            ? reply.asked() + " was answered with " + status + reply.page() + reply.pointingTo()
            : what;
    AttemptFailure sorted =
        ResponseClassifier.of(
            Step.TOKEN, reply.url(), reply.answer(), client.serviceTime(reply.url()));
    AttemptFailure explained =
        new AttemptFailure(
            Step.TOKEN, sorted.kind(), sorted.code(), detail, sorted.retryAfter(), null);
    return reply.page().isEmpty() || sorted.kind() != Kind.FOREIGN
        ? explained
        : explained.withRemedy(
            "check --token-url and --token-method, and ask your network's administrators whether a"
                + " web filter or a login page is in between");
  }

  private @Nullable Duration after(TokenReply reply) {
    return RetryAfter.of(reply.answer(), client.serviceTime(reply.url()));
  }

  /**
   * What the user can do. {@code unauthorized_client} means that the client may not use the grant
   * (RFC 6749 §5.2); Keycloak also uses it for a wrong secret.
   */
  private String remedy(TokenRefusal refusal) {
    return refusal.code().equals("unauthorized_client")
        ? check() + "; or this client may not use this grant: ask the service's operators"
        : check();
  }

  private String check() {
    if (requests.areSigned()) {
      return "check the client id, and that the service knows this key's public half; it may want"
          + " --client-key-id";
    }
    if (settings.credentials() instanceof Credentials.ClientAssertion) {
      return "check the client id, and which issuer, subject and audience the service expects of"
          + " the assertion in --client-assertion-file";
    }
    if (!requests.hasSecret()) {
      return "check the client id and the refresh token";
    }
    return settings.clientAuth() == ClientAuth.AUTO
        ? "check the client id and secret"
        : "check the client id and secret; some servers want them in another way: --client-auth";
  }
}
