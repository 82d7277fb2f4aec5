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
 * An answer of a token endpoint, and what was asked.
 *
 * @param url the URL that was asked
 * @param style how it was asked
 * @param answer the answer
 * @param body its members; null when it has none
 * @param refusal the error in it, {@link TokenRefusal#NONE} for none
 * @param shape what stands in place of members, for people; empty when there are some
 * @param isCutShort whether the body is JSON that ends too early
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
  private static final Set<Integer> PASSING = Set.of(408, 425, 429);

  static TokenReply of(HttpUrl url, TokenStyle style, HttpAnswer answer, List<Secret> secrets) {
    try {
      TokenBody body = TokenBody.parse(answer.text(), answer.mediaType());
      TokenRefusal refusal = TokenRefusal.of(body.members(), secrets);
      String shape = "JSON that holds no access_token (RFC 6749 §5.1)";
      return new TokenReply(url, style, answer, body, refusal, shape, false);
    } catch (TokenBody.ShapeException e) {
      String shape = String.valueOf(e.getMessage());
      return new TokenReply(url, style, answer, null, TokenRefusal.NONE, shape, e.isBroken());
    }
  }

  /** A 2xx without an error in it. */
  boolean isGranted() {
    return answer.isSuccess() && refusal.isNone();
  }

  /** Whether it is a token endpoint that answered. */
  boolean isKnowing() {
    return !refusal.isNone() || (answer.isSuccess() && body != null);
  }

  boolean isWithoutEndpoint() {
    return WITHOUT_ENDPOINT.contains(answer.status());
  }

  /** Whether the endpoint does not take GET; web frameworks send it to a login page. */
  boolean isNoGet() {
    int status = answer.status();
    return isWithoutEndpoint()
        || REDIRECTS.contains(status)
        || (refusal.isOfRequest() && (status == 400 || answer.isSuccess()));
  }

  /** Whether POST is worth trying after this answer to GET. */
  boolean wantsPost() {
    int status = answer.status();
    boolean isOddRefusal =
        status >= 400 && status < 500 && refusal.isNone() && !PASSING.contains(status);
    return !style.post() && (isNoGet() || isOddRefusal);
  }

  /** Whether the client's id or secret is not accepted as it was shown. */
  boolean refusesClient() {
    if (refusal.isNone()) {
      return answer.status() == 401;
    }
    return refusal.isOfClient() || (style.auth() != ClientAuth.POST && isClientMissed());
  }

  /** Azure and others that do not look at HTTP Basic miss {@code client_id} in the form. */
  private boolean isClientMissed() {
    return style.post()
        && refusal.code().equals("invalid_request")
        && refusal.description().contains("client");
  }

  /** Whether it is the access that is refused, rather than the request that is not understood. */
  boolean refusesAccess() {
    int status = answer.status();
    boolean isPage = AnswerBody.of(answer) == AnswerBody.HTML;
    return status == 401
        || (status == 403 && !isPage)
        || refusal.code().equals("access_denied")
        || refusal.code().equals("invalid_grant")
        || (answer.isSuccess() && !refusal.isNone());
  }

  /** What was asked: {@code https://login.example.org: GET /oauth2/token}. */
  String asked() {
    return url + ": " + style.method() + " " + url.path();
  }

  /** What was asked, for people: {@code GET https://login.example.org/oauth2/token}. */
  String origin() {
    return style.method() + " " + url + url.path();
  }

  /** Status, and what the server says. */
  String cause() {
    return answer.status() + (refusal.isNone() ? "" : " " + refusal.inWords());
  }

  /** That it is a page for people, where it is one: a filter's, or a login page. */
  String page() {
    AnswerBody body = AnswerBody.of(answer);
    return body == AnswerBody.HTML ? " and " + body.words(answer) : "";
  }

  /** Where a redirect points to: its host, as a login page's path may hold a ticket. */
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
