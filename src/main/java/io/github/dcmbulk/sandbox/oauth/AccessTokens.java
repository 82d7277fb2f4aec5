package io.github.dcmbulk.sandbox.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.JWSVerifier;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.MACVerifier;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.dcmbulk.sandbox.settings.TokenAlgorithm;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.interfaces.RSAPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.text.ParseException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Access and refresh tokens as signed JWTs (RFC 7519); the keys exist as long as the process. */
public final class AccessTokens {
  /** Result of the check of a token. */
  public enum TokenStatus {
    VALID,
    /** Wrong signature, issuer, audience or use. */
    INVALID,
    EXPIRED,
    /** Valid, but without the required scope. */
    UNSCOPED
  }

  private static final String SCOPE = "scope";
  private static final String USE = "token_use";

  private final Clock clock;
  private final String issuer;
  private final String audience;
  private final JWSAlgorithm algorithm;
  private final JWSSigner signer;
  private final JWSVerifier verifier;

  /** Cache: load tests present the same token thousands of times a second. */
  private volatile @Nullable Checked lastValid;

  /** Signs with a new key. */
  public AccessTokens(TokenAlgorithm algorithm, String issuer, String audience, Clock clock) {
    this.clock = clock;
    this.issuer = issuer;
    this.audience = audience;
    try {
      if (algorithm == TokenAlgorithm.HS256) {
        byte[] key = new byte[32];
        new SecureRandom().nextBytes(key);
        this.algorithm = JWSAlgorithm.HS256;
        this.signer = new MACSigner(key);
        this.verifier = new MACVerifier(key);
      } else {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        KeyPair keys = generator.generateKeyPair();
        this.algorithm = JWSAlgorithm.RS256;
        this.signer = new RSASSASigner((RSAPrivateKey) keys.getPrivate());
        this.verifier = new RSASSAVerifier((RSAPublicKey) keys.getPublic());
      }
    } catch (JOSEException | GeneralSecurityException e) {
      throw new IllegalStateException("this Java cannot sign tokens", e);
    }
  }

  /** Signs a token for one use, such as {@code access} or {@code refresh}. */
  String issue(String use, String subject, String scope, Duration lifetime) {
    Instant now = clock.instant();
    JWTClaimsSet claims =
        new JWTClaimsSet.Builder()
            .issuer(issuer)
            .audience(audience)
            .subject(subject)
            .issueTime(Date.from(now))
            .expirationTime(Date.from(now.plus(lifetime)))
            .jwtID(UUID.randomUUID().toString())
            .claim(SCOPE, scope)
            .claim(USE, use)
            .build();
    SignedJWT token = new SignedJWT(new JWSHeader(algorithm), claims);
    try {
      token.sign(signer);
    } catch (JOSEException e) {
      throw new IllegalStateException("this Java cannot sign tokens", e);
    }
    return token.serialize();
  }

  /** Checks signature, issuer, audience, use, expiry and scope, in this order. */
  public TokenStatus check(String use, String token, String scope) {
    Checked last = lastValid;
    if (last != null && last.token.equals(token) && last.use.equals(use)) {
      // Only the expiry can have changed since the last check.
      return clock.instant().isBefore(last.expiry) ? TokenStatus.VALID : TokenStatus.EXPIRED;
    }
    return checkFully(use, token, scope);
  }

  private TokenStatus checkFully(String use, String token, String scope) {
    try {
      SignedJWT jwt = SignedJWT.parse(token);
      if (!algorithm.equals(jwt.getHeader().getAlgorithm()) || !jwt.verify(verifier)) {
        return TokenStatus.INVALID;
      }
      JWTClaimsSet claims = jwt.getJWTClaimsSet();
      if (!issuer.equals(claims.getIssuer())
          || !claims.getAudience().contains(audience)
          || !use.equals(claims.getStringClaim(USE))) {
        return TokenStatus.INVALID;
      }
      Instant expiry = claims.getExpirationTime().toInstant();
      if (!clock.instant().isBefore(expiry)) {
        return TokenStatus.EXPIRED;
      }
      if (!Arrays.asList(claims.getStringClaim(SCOPE).split(" ", -1)).contains(scope)) {
        return TokenStatus.UNSCOPED;
      }
      lastValid = new Checked(use, token, expiry);
      return TokenStatus.VALID;
    } catch (ParseException | JOSEException e) {
      return TokenStatus.INVALID;
    }
  }

  private record Checked(String use, String token, Instant expiry) {}
}
