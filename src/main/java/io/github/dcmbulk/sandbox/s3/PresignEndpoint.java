package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.fault.FaultKind;
import io.github.dcmbulk.sandbox.fault.Faults;
import io.github.dcmbulk.sandbox.file.SandboxAudit;
import io.github.dcmbulk.sandbox.http.Reply;
import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.UriEncoding;
import io.github.dcmbulk.sandbox.oauth.AccessTokens;
import io.github.dcmbulk.sandbox.oauth.TokenEndpoint;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * {@code GET /v1/upload}: a presigned URL for one instance, for requests with a bearer token that
 * has the scope (RFC 6750).
 */
public final class PresignEndpoint {
  /** Parameters of a signer that computes checksums while the body is still empty. */
  private static final Map<String, String> EMPTY_BODY =
      Map.of("x-amz-checksum-crc32", "AAAAAA==", "x-amz-sdk-checksum-algorithm", "CRC32");

  private final SandboxSettings.Urls rules;
  private final String scope;
  private final Clock clock;
  private final AccessTokens tokens;
  private final ObjectKeys keys;
  private final UrlSigner signer;
  private final Faults faults;
  private final PresignFaults presignFaults;
  private final SandboxAudit audit;

  /** Signs URLs by those settings. */
  public PresignEndpoint(
      SandboxSettings settings,
      AccessTokens tokens,
      ObjectKeys keys,
      UrlSigner signer,
      Faults faults,
      SandboxAudit audit) {
    this.rules = settings.urls();
    this.scope = settings.client().scope();
    this.clock = settings.clock();
    this.tokens = tokens;
    this.keys = keys;
    this.signer = signer;
    this.faults = faults;
    this.presignFaults = new PresignFaults(faults);
    this.audit = audit;
  }

  /** Answers a request for a presigned URL. */
  public Reply answer(RequestExchange exchange) {
    SandboxAudit.AuditEntry line = audit.line("url");
    Answer answer = answer(exchange, line);
    line.with("status", answer.reply.status())
        .with("outcome", answer.outcome)
        .with("remotePort", exchange.remotePort())
        .write();
    return answer.reply.with("Cache-Control", "no-store");
  }

  private Answer answer(RequestExchange exchange, SandboxAudit.AuditEntry line) {
    if (!exchange.method().equals("GET")) {
      return error(405, "method-not-allowed").with("Allow", "GET");
    }
    Optional<Answer> instead = presignFaults.before(exchange);
    if (instead.isPresent()) {
      return instead.get();
    }
    AccessTokens.TokenStatus standing = standing(exchange);
    return standing == AccessTokens.TokenStatus.VALID
        ? presignFaults.repeated(exchange).orElseGet(() -> issue(line))
        : unauthorised(exchange, standing);
  }

  private AccessTokens.TokenStatus standing(RequestExchange exchange) {
    String header = exchange.header("Authorization");
    if (header == null || !header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return AccessTokens.TokenStatus.INVALID;
    }
    AccessTokens.TokenStatus standing =
        tokens.check(TokenEndpoint.ACCESS, header.substring(7).strip(), scope);
    return standing == AccessTokens.TokenStatus.VALID && faults.strikes(FaultKind.TOKEN_EXPIRED)
        ? AccessTokens.TokenStatus.EXPIRED
        : standing;
  }

  private Answer unauthorised(RequestExchange exchange, AccessTokens.TokenStatus standing) {
    if (exchange.header("Authorization") == null) {
      return error(401, "no-token").with("WWW-Authenticate", "Bearer realm=\"sandbox\"");
    }
    return switch (standing) {
      case UNSCOPED ->
          error(403, "insufficient_scope")
              .with(
                  "WWW-Authenticate",
                  "Bearer realm=\"sandbox\", error=\"insufficient_scope\", scope=\""
                      + scope
                      + "\"");
      case EXPIRED ->
          error(401, "token-expired")
              .with(
                  "WWW-Authenticate",
                  "Bearer realm=\"sandbox\", error=\"invalid_token\","
                      + " error_description=\"The token has expired\"");
      default ->
          error(401, "invalid_token")
              .with("WWW-Authenticate", "Bearer realm=\"sandbox\", error=\"invalid_token\"");
    };
  }

  private Answer issue(SandboxAudit.AuditEntry line) {
    String key = keys.fresh();
    line.with("key", key);
    boolean expired = faults.strikes(FaultKind.URL_EXPIRED);
    Clock signing = expired ? Clock.offset(clock, beforeItsEnd().negated()) : clock;
    String path = UriEncoding.encodePath(SandboxSettings.BUCKET + key);
    Map<String, String> query =
        faults.strikes(FaultKind.URL_EMPTY_CHECKSUM) ? EMPTY_BODY : Map.of();
    String url = signer.presign(path, query, rules.lifetime(), signing);
    Reply reply = rules.shape().reply(url, key, rules.announcedHeaders());
    Answer answer = presignFaults.issued(reply, url, key);
    return expired ? new Answer("fault url-expired", answer.reply) : answer;
  }

  /** Age of a URL that has just expired. */
  private Duration beforeItsEnd() {
    return rules.lifetime().plusSeconds(1);
  }

  static Answer error(int status, String outcome) {
    return new Answer(outcome, Reply.json(status, Map.of("message", outcome)));
  }

  record Answer(String outcome, Reply reply) {
    Answer with(String header, String value) {
      return new Answer(outcome, reply.with(header, value));
    }
  }
}
