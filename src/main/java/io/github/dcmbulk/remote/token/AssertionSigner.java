package io.github.dcmbulk.remote.token;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.oauth2.sdk.auth.JWTAuthenticationClaimsSet;
import com.nimbusds.oauth2.sdk.auth.PrivateKeyJWT;
import com.nimbusds.oauth2.sdk.id.Audience;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.JWTID;
import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.http.Pem;
import io.github.dcmbulk.model.UsageException;
import io.github.dcmbulk.remote.Credentials;
import java.security.PrivateKey;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;

/** Signs assertions with the client's private key (RFC 7523 §2.2, {@code private_key_jwt}). */
final class AssertionSigner {
  /** By default Keycloak 26 refuses assertions that live longer than a minute, or have no iat. */
  private static final Duration LIFETIME = Duration.ofSeconds(60);

  /** A Date header has whole seconds, and an assertion must not be issued in the future. */
  private static final Duration TOLERANCE = Duration.ofSeconds(2);

  private final Credentials.PrivateKeyJwt credentials;
  private final PrivateKey key;

  /**
   * Reads the key.
   *
   * @throws UsageException it cannot be read
   */
  AssertionSigner(Credentials.PrivateKeyJwt credentials) throws UsageException {
    this.credentials = credentials;
    this.key = Pem.privateKey(credentials.keyFile());
  }

  /**
   * Signs an assertion for one request.
   *
   * @param now the time by the verifier's clock
   * @throws UsageException the key cannot be read (exit 2)
   */
  String sign(HttpUrl endpoint, Instant now) throws UsageException {
    Instant issued = now.minus(TOLERANCE);
    JWTAuthenticationClaimsSet claims =
        new JWTAuthenticationClaimsSet(
            new ClientID(credentials.clientId()),
            new Audience(endpoint.uri()).toSingleAudienceList(),
            Date.from(issued.plus(LIFETIME)),
            null,
            Date.from(issued),
            new JWTID());
    try {
      return new PrivateKeyJWT(claims, algorithm(key), key, credentials.keyId(), null)
          .getClientAssertion()
          .serialize();
    } catch (JOSEException | IllegalArgumentException e) {
      throw new UsageException(
          credentials.keyFile() + " holds a key that cannot sign an assertion",
          "use an RSA key of 2048 bits or an elliptic curve key P-256",
          e);
    }
  }

  private static JWSAlgorithm algorithm(PrivateKey key) {
    if (key instanceof ECPrivateKey ec) {
      int bits = ec.getParams().getOrder().bitLength();
      return bits <= 256
          ? JWSAlgorithm.ES256
          : bits <= 384 ? JWSAlgorithm.ES384 : JWSAlgorithm.ES512;
    }
    return JWSAlgorithm.RS256;
  }
}
