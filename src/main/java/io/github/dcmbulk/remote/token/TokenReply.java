package io.github.dcmbulk.remote.token;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.model.Secret;
import io.github.dcmbulk.remote.ClientAuth;
import io.github.dcmbulk.remote.request.AnswerBody;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An answer of a token endpoint, with its request.
 *
 * @param url the URL of the request
 * @param style the form of the request
 * @param answer the answer
 * @param body the members of the answer; null when it has none
 * @param refusal the error in it, {@link TokenRefusal#NONE} for none
 * @param shape description of a body without members, for messages; empty when it has some
 * @param isCutShort whether the body is JSON that was cut off
 */
record TokenReply(
    HttpUrl url,
    TokenStyle style,
    HttpAnswer answer,
    @Nullable TokenBody body,
    TokenRefusal refusal,
    String shape,
    boolean isCutShort) {
  private static final Set<Integer> WITHOUT_ENDPOINT = Set.of(404, 405, 501);
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);
  private static final Set<Integer> TEMPORARY = Set.of(408, 425, 429);

  static TokenReply of(HttpUrl url, TokenStyle style, HttpAnswer answer, List<Secret> secrets) {
    try {
      TokenBody body = TokenBody.parse(answer.text(), answer.mediaType());
      TokenRefusal refusal = TokenRefusal.of(body.members(), secrets);
      String shape = "JSON " + TokenAnswer.lack(body) + " (RFC 6749 §5.1)";
      return new TokenReply(url, style, answer, body, refusal, shape, false);
    } catch (TokenBody.ShapeException e) {
      String shape = String.valueOf(e.getMessage());
      return new TokenReply(url, style, answer, null, TokenRefusal.NONE, shape, e.isBroken());
    }
  }

  /** Whether it has status 2xx and no error. */
  boolean isGranted() {
    return answer.isSuccess() && refusal.isNone();
  }

  /** Whether the answer is that of a token endpoint. */
  boolean isTokenEndpoint() {
    return !refusal.isNone() || (answer.isSuccess() && body != null);
  }

  boolean isWithoutEndpoint() {
    return WITHOUT_ENDPOINT.contains(answer.status());
  }

  /** Whether the endpoint does not accept GET; web frameworks redirect it to a login page. */
  boolean refusesGet() {
    int status = answer.status();
    return isWithoutEndpoint()
        || REDIRECTS.contains(status)
        || (refusal.isAboutRequest() && (status == 400 || answer.isSuccess()));
  }

  /** Whether to try POST after this answer to GET. */
  boolean wantsPost() {
    int status = answer.status();
    boolean isOddRefusal =
        status >= 400 && status < 500 && refusal.isNone() && !TEMPORARY.contains(status);
    return !style.post() && (refusesGet() || isOddRefusal);
  }

  /** Whether the client's id or secret was refused in this form. */
  boolean refusesClient() {
    if (refusal.isNone()) {
      return answer.status() == 401;
    }
    return refusal.isAboutClient() || (style.auth() != ClientAuth.POST && missesClientId());
  }

  /**
   * Azure and others ignore HTTP Basic and report that {@code client_id} is missing in the form.
   */
  private boolean missesClientId() {
    return style.post()
        && refusal.code().equals("invalid_request")
        && refusal.description().contains("client");
  }

  /** Whether access is refused, in contrast to a request that was not understood. */
  boolean refusesAccess() {
    int status = answer.status();
    boolean isPage = AnswerBody.of(answer) == AnswerBody.HTML;
    return status == 401
        || (status == 403 && !isPage)
        || refusal.code().equals("access_denied")
        || refusal.code().equals("invalid_grant")
        || (answer.isSuccess() && !refusal.isNone());
  }

  /** The request: {@code https://login.example.org: GET /oauth2/token}. */
  String asked() {
    return url + ": " + style.method() + " " + url.path();
  }

  /** The request, for messages: {@code GET https://login.example.org/oauth2/token}. */
  String origin() {
    return style.method() + " " + url + url.path();
  }

  /** The status and the server's error. */
  String cause() {
    return answer.status() + (refusal.isNone() ? "" : " " + refusal.inWords());
  }

  /** Text for an HTML page, which comes from a filter or login form; empty for none. */
  String page() {
    AnswerBody body = AnswerBody.of(answer);
    return body == AnswerBody.HTML ? " and " + body.words(answer) : "";
  }

  /** The host of a redirect; its path may contain a ticket. */
  String pointingTo() {
    String location = REDIRECTS.contains(answer.status()) ? answer.header("location") : null;
    if (location == null) {
      return "";
    }
    try {
      return ", a redirect to " + HttpUrl.parse(location.strip());
    } catch (IllegalArgumentException e) {
      return ", a redirect";
    }
  }
}
