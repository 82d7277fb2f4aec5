package io.github.dcmbulk.sandbox.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.dcmbulk.sandbox.settings.ClientKeys;
import java.security.PublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Verifies assertions of a client: {@code private_key_jwt} (RFC 7523 §3; OpenID Connect Core §9).
 * Keeps each assertion until it expires, so that none is accepted twice. Safe for several threads.
 */
final class ClientAssertions {
  /** The {@code client_assertion_type} (RFC 7521 §4.2; RFC 7523 §2.2). */
  static final String TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

  /** As Keycloak 26: one minute, plus a tolerance for different clocks. */
  private static final Duration LONGEST = Duration.ofSeconds(60 + 15);

  private final String clientId;
  private final ClientKeys keys;
  private final String audience;
  private final Clock clock;
  private final DefaultJWSVerifierFactory verifiers = new DefaultJWSVerifierFactory();
  private final ConcurrentMap<String, Instant> used = new ConcurrentHashMap<>();

  ClientAssertions(String clientId, ClientKeys keys, String audience, Clock clock) {
    this.clientId = clientId;
    this.keys = keys;
    this.audience = audience;
    this.clock = clock;
  }

  /** What is wrong with an assertion, for the error's description; null when it is valid. */
  @Nullable String fault(String assertion) {
    try {
      SignedJWT jwt = SignedJWT.parse(assertion);
      if (!isSigned(jwt)) {
        return "the assertion is not signed by a key of this client";
      }
      return fault(jwt.getJWTClaimsSet());
    } catch (ParseException | JOSEException e) {
      return "the assertion cannot be read";
    }
  }

  private boolean isSigned(SignedJWT jwt) throws JOSEException {
    JWSHeader header = jwt.getHeader();
    for (PublicKey key : keys.candidates(header.getKeyID())) {
      if (fits(header, key) && jwt.verify(verifiers.createJWSVerifier(header, key))) {
        return true;
      }
    }
    return false;
  }

  /** Whether the algorithm fits the key: a public key must never be used as an HMAC secret. */
  private static boolean fits(JWSHeader header, PublicKey key) {
    String algorithm = header.getAlgorithm().getName();
    return key.getAlgorithm().equals("EC")
        ? algorithm.startsWith("ES")
        : algorithm.startsWith("RS") || algorithm.startsWith("PS");
  }

  private @Nullable String fault(JWTClaimsSet claims) {
    Instant now = clock.instant();
    if (!clientId.equals(claims.getIssuer()) || !clientId.equals(claims.getSubject())) {
      return "iss and sub must both be the client's id";
    }
    if (!claims.getAudience().contains(audience)) {
      return "aud must be the token endpoint's URL";
    }
    Date expiry = claims.getExpirationTime();
    if (expiry == null || !now.isBefore(expiry.toInstant())) {
      return "the assertion has expired";
    }
    if (expiry.toInstant().isAfter(now.plus(LONGEST))) {
      return "the assertion is valid for longer than a minute";
    }
    if (claims.getIssueTime() == null) {
      return "iat is missing";
    }
    Date from = claims.getNotBeforeTime();
    if (from != null && now.isBefore(from.toInstant())) {
      return "the assertion is not valid yet";
    }
    String id = claims.getJWTID();
    if (id == null) {
      return "jti is missing";
    }
    used.values().removeIf(end -> !now.isBefore(end));
    return used.putIfAbsent(id, expiry.toInstant()) == null
        ? null
        : "the assertion was used before";
  }
}
