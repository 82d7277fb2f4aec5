package io.github.dcmbulk.remote;

import com.nimbusds.oauth2.sdk.AccessTokenResponse;
import com.nimbusds.oauth2.sdk.AuthorizationGrant;
import com.nimbusds.oauth2.sdk.ClientCredentialsGrant;
import com.nimbusds.oauth2.sdk.ErrorObject;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.RefreshTokenGrant;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.token.RefreshToken;
import com.nimbusds.oauth2.sdk.token.Tokens;
import com.nimbusds.oauth2.sdk.util.JSONObjectUtils;
import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpBody;
import io.github.dcmbulk.http.HttpCall;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.AttemptFailure.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/**
 * Tokens from an OAuth2 endpoint. The documented way is a GET with the client in HTTP Basic and the
 * parameters in the query; a standard server wants a POST (RFC 6749 §4.4). What would be secret in
 * a query (assertions, refresh tokens) is posted from the start.
 */
final class OAuthIssuer implements TokenIssuer {
  private static final Set<Integer> NO_GET = Set.of(404, 405, 501);
  private static final Set<String> NO_GET_ERRORS =
      Set.of("unsupported_grant_type", "invalid_request");

  /** Beyond it, an assertion's times may be why it was refused. */
  private static final Duration TOLERABLE_SKEW = Duration.ofMinutes(1);

  private final Wire wire;
  private final HttpUrl endpoint;
  private final Credentials credentials;
  private final @Nullable Scope scope;
  private final @Nullable AssertionSigner signer;
  private final Clock clock;
  private final boolean mayTurnToPost;
  private boolean post;
  private String whyPost = "";
  private @Nullable RefreshToken rotated;

  OAuthIssuer(Wire wire, HttpUrl endpoint, ServiceSettings settings, Clock clock)
      throws UsageException {
    this.wire = wire;
    this.endpoint = endpoint;
    this.credentials = settings.credentials();
    this.scope = settings.scope() == null ? null : Scope.parse(settings.scope());
    this.clock = clock;
    this.signer =
        credentials instanceof Credentials.PrivateKeyJwt jwt ? new AssertionSigner(jwt) : null;
    boolean documented = credentials instanceof Credentials.ClientSecret;
    this.post =
        settings.tokenMethod() == TokenMethod.POST
            || (settings.tokenMethod() == TokenMethod.AUTO && !documented);
    this.mayTurnToPost = settings.tokenMethod() == TokenMethod.AUTO;
  }

  @Override
  public AccessToken issue() throws AttemptFailure, DcmbulkException, InterruptedException {
    Instant ours = wire.serviceTime();
    HttpAnswer answer = ask();
    if (signer != null && !answer.isSuccess() && isOff(ours, wire.serviceTime())) {
      // The assertion went by our clock; the answer told the service's.
      answer = ask();
    }
    if (!post && mayTurnToPost && wantsPost(answer)) {
      post = true;
      whyPost = ", as GET was answered with " + answer.status();
      answer = ask();
    }
    if (!answer.isSuccess()) {
      throw refused(answer);
    }
    return granted(answer);
  }

  /** Whether a request has shown that the service's time is another than was thought. */
  private static boolean isOff(Instant before, Instant after) {
    return Duration.between(before, after).abs().compareTo(TOLERABLE_SKEW) > 0;
  }

  private HttpAnswer ask() throws AttemptFailure, UsageException, InterruptedException {
    // Built anew each time: an assertion is good for a few minutes only.
    TokenRequest.Builder builder = builder();
    HTTPRequest request = (scope == null ? builder : builder.scope(scope)).build().toHTTPRequest();
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Accept", "application/json");
    headers.put("Cache-Control", "no-store");
    if (request.getAuthorization() != null) {
      headers.put("Authorization", request.getAuthorization());
    }
    if (!post) {
      return wire.send(Step.TOKEN, HttpCall.get(endpoint.withQuery(request.getBody()), headers), 0);
    }
    headers.put("Content-Type", "application/x-www-form-urlencoded");
    byte[] form = request.getBody().getBytes(StandardCharsets.UTF_8);
    return wire.send(Step.TOKEN, HttpCall.post(endpoint, headers, HttpBody.of(form)), 0);
  }

  private TokenRequest.Builder builder() throws UsageException {
    if (credentials instanceof Credentials.RefreshToken refresh && refresh.secret() == null) {
      return new TokenRequest.Builder(
          endpoint.uri(), new ClientID(refresh.clientId()), grant(refresh));
    }
    return new TokenRequest.Builder(endpoint.uri(), client(), grant());
  }

  private AuthorizationGrant grant() {
    return credentials instanceof Credentials.RefreshToken refresh
        ? grant(refresh)
        : new ClientCredentialsGrant();
  }

  private AuthorizationGrant grant(Credentials.RefreshToken refresh) {
    RefreshToken newest = rotated;
    return new RefreshTokenGrant(
        newest == null ? new RefreshToken(refresh.refreshToken().reveal()) : newest);
  }

  private ClientAuthentication client() throws UsageException {
    if (credentials instanceof Credentials.ClientSecret client) {
      return basic(client.clientId(), client.secret());
    }
    if (credentials instanceof Credentials.RefreshToken refresh && refresh.secret() != null) {
      return basic(refresh.clientId(), refresh.secret());
    }
    if (signer != null) {
      return signer.sign(endpoint, wire.serviceTime());
    }
    throw new IllegalStateException("no client authentication for " + credentials.getClass());
  }

  private static ClientAuthentication basic(
      String clientId, io.github.dcmbulk.model.Secret secret) {
    return new ClientSecretBasic(new ClientID(clientId), new Secret(secret.reveal()));
  }

  private static boolean wantsPost(HttpAnswer answer) {
    return NO_GET.contains(answer.status())
        || (answer.status() == 400 && NO_GET_ERRORS.contains(errorCode(answer)));
  }

  private AccessToken granted(HttpAnswer answer) throws AttemptFailure {
    JSONObject json;
    try {
      json = JSONObjectUtils.parse(answer.text());
    } catch (ParseException e) {
      boolean begun = answer.text().startsWith("{");
      throw new AttemptFailure(
          Step.TOKEN,
          begun ? Kind.TRANSIENT : Kind.FOREIGN,
          "token-answer",
          endpoint
              + " answered to token with "
              + (begun
                  ? "broken JSON"
                  : "no JSON but " + PresignAnswer.describe(answer.text(), answer.mediaType())));
    }
    try {
      AccessTokenResponse response = AccessTokenResponse.parse(json);
      Tokens tokens = response.getTokens();
      if (tokens.getRefreshToken() != null) {
        rotate(tokens.getRefreshToken());
      }
      BearerAccessToken bearer = tokens.getBearerAccessToken();
      if (bearer == null) {
        throw new ParseException("not a bearer token");
      }
      return token(bearer);
    } catch (ParseException e) {
      throw new AttemptFailure(
          Step.TOKEN,
          Kind.FOREIGN,
          "token-answer",
          endpoint + " answered to token with JSON that holds no bearer token (RFC 6749 §5.1)");
    }
  }

  private void rotate(RefreshToken newest) {
    rotated = newest;
    if (credentials instanceof Credentials.RefreshToken refresh && refresh.file() != null) {
      RefreshTokenFile.replace(
          refresh.file(), io.github.dcmbulk.model.Secret.of(newest.getValue()));
    }
  }

  private AccessToken token(BearerAccessToken bearer) {
    Instant now = clock.instant();
    // Zero stands for an answer without expires_in.
    Instant expires = bearer.getLifetime() > 0 ? now.plusSeconds(bearer.getLifetime()) : null;
    Scope granted = bearer.getScope() == null ? scope : bearer.getScope();
    return new AccessToken(
        io.github.dcmbulk.model.Secret.of(bearer.getValue()),
        now,
        expires,
        granted == null ? null : granted.toString(),
        (post ? "POST " : "GET ") + endpoint + whyPost);
  }

  /** Sorts a refusal: ours to mend (exit 3), or the endpoint's to get over. */
  private AttemptFailure refused(HttpAnswer answer) throws AccessRefusedException {
    String error = errorCode(answer);
    String cause = answer.status() + (error.isEmpty() ? "" : " " + error);
    String what = endpoint + " refused the token request (" + cause + ")";
    if (error.equals("invalid_scope")) {
      String asked = scope == null ? "no scope was asked for" : "asked for: " + scope;
      throw new AccessRefusedException(what + ", " + asked, "correct --scope");
    }
    if (error.equals("invalid_grant")) {
      throw new AccessRefusedException(
          what, "the refresh token is spent: log in again and store the new one");
    }
    if (answer.status() == 401 || answer.status() == 403 || error.endsWith("_client")) {
      throw new AccessRefusedException(
          what,
          signer == null
              ? "check the client id and secret"
              : "check the client id, and that the service knows this key's public half; it may"
                  + " want --client-key-id");
    }
    return Diagnosis.of(Step.TOKEN, endpoint, answer, clock.instant());
  }

  private static String errorCode(HttpAnswer answer) {
    try {
      String code = ErrorObject.parse(JSONObjectUtils.parse(answer.text())).getCode();
      return code != null && code.matches("[A-Za-z0-9_.-]{1,64}") ? code : "";
    } catch (ParseException e) {
      return "";
    }
  }
}
