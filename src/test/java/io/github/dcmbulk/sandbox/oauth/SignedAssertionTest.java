package io.github.dcmbulk.sandbox.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.github.dcmbulk.sandbox.SandboxClient;
import io.github.dcmbulk.sandbox.SandboxServer;
import io.github.dcmbulk.sandbox.settings.ClientKeys;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.testing.TestClock;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.util.Base64;
import java.util.Date;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignedAssertionTest {
  private static final String CLIENT = "radiology-1";

  @TempDir Path directory;
  private final TestClock clock = new TestClock();
  private KeyPair rsa;
  private KeyPair ec;

  @BeforeEach
  void makeKeys() throws Exception {
    rsa = keys("RSA", 2048);
    ec = keys("EC", 256);
  }

  @Test
  void anAssertionOfEitherKindOfKeyYieldsAToken() throws Exception {
    try (SandboxServer sandbox = start(pem(rsa.getPublic()) + pem(ec.getPublic()))) {
      assertThat(ask(sandbox, signed(sandbox, rsa, null, "1", claims -> claims)).statusCode())
          .isEqualTo(200);
      assertThat(ask(sandbox, signed(sandbox, ec, null, "2", claims -> claims)).statusCode())
          .isEqualTo(200);
    }
  }

  @Test
  void aKeySetNamesItsKeys() throws Exception {
    JWK key =
        new RSAKey.Builder((RSAPublicKey) rsa.getPublic())
            .keyID("k1")
            .keyUse(KeyUse.SIGNATURE)
            .build();
    try (SandboxServer sandbox = start(new JWKSet(key).toString())) {
      assertThat(ask(sandbox, signed(sandbox, rsa, "k1", "1", claims -> claims)).statusCode())
          .isEqualTo(200);
      assertThat(ask(sandbox, signed(sandbox, rsa, "k2", "2", claims -> claims)).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void anAssertionIsGoodOnce() throws Exception {
    try (SandboxServer sandbox = start(pem(rsa.getPublic()))) {
      String assertion = signed(sandbox, rsa, null, "1", claims -> claims);
      assertThat(ask(sandbox, assertion).statusCode()).isEqualTo(200);
      assertThat(fault(ask(sandbox, assertion))).contains("used before");
    }
  }

  @Test
  void whatIsWrongWithAnAssertionIsReported() throws Exception {
    try (SandboxServer sandbox = start(pem(rsa.getPublic()))) {
      KeyPair other = keys("RSA", 2048);
      assertThat(fault(ask(sandbox, signed(sandbox, other, null, "1", claims -> claims))))
          .contains("not signed by a key of this client");
      assertThat(fault(sandbox, claims -> claims.audience("https://example.org"))).contains("aud");
      assertThat(fault(sandbox, claims -> claims.issuer("someone"))).contains("iss and sub");
      assertThat(fault(sandbox, claims -> claims.subject("someone"))).contains("iss and sub");
      assertThat(fault(sandbox, claims -> claims.jwtID(null))).contains("jti");
      assertThat(fault(sandbox, claims -> claims.expirationTime(null))).contains("expired");
      assertThat(fault(sandbox, claims -> claims.expirationTime(at(Duration.ZERO))))
          .contains("expired");
      assertThat(fault(sandbox, claims -> claims.expirationTime(at(Duration.ofMinutes(2)))))
          .contains("longer than a minute");
      assertThat(fault(sandbox, claims -> claims.issueTime(null))).contains("iat is missing");
      assertThat(fault(sandbox, claims -> claims.notBeforeTime(at(Duration.ofSeconds(1)))))
          .contains("not valid yet");
      assertThat(fault(ask(sandbox, "no.such.thing"))).contains("cannot be read");
    }
  }

  @Test
  void aPublicKeyIsNoSecret() throws Exception {
    try (SandboxServer sandbox = start(pem(rsa.getPublic()))) {
      SignedJWT jwt =
          new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claims(sandbox, "1").build());
      jwt.sign(new MACSigner(rsa.getPublic().getEncoded()));
      assertThat(fault(ask(sandbox, jwt.serialize()))).contains("not signed by a key");
    }
  }

  @Test
  void aClientWithKeysCannotUseItsSecret() throws Exception {
    try (SandboxServer sandbox = start(pem(rsa.getPublic()))) {
      SandboxClient client = new SandboxClient(sandbox);
      assertThat(fault(client.send(client.tokenRequest()))).contains("assertion");
    }
  }

  @Test
  void aFileWithoutAPublicKeyIsRefused() throws Exception {
    Path file = Files.writeString(directory.resolve("key"), "nothing");
    assertThatThrownBy(() -> ClientKeys.read(file)).hasMessageContaining("openssl pkey -pubout");
  }

  private String fault(SandboxServer sandbox, UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    return fault(ask(sandbox, signed(sandbox, rsa, null, "jti", change)));
  }

  private SandboxServer start(String keys) throws IOException {
    Path file = Files.writeString(directory.resolve("keys"), keys);
    return SandboxServer.start(
        SandboxSettings.builder(directory.resolve("lake"))
            .client(CLIENT, "s3cret")
            .clientKeys(ClientKeys.read(file))
            .clock(clock)
            .build());
  }

  private Date at(Duration later) {
    return Date.from(clock.instant().plus(later));
  }

  private JWTClaimsSet.Builder claims(SandboxServer sandbox, String id) {
    return new JWTClaimsSet.Builder()
        .issuer(CLIENT)
        .subject(CLIENT)
        .audience(sandbox.tokenUrl())
        .issueTime(at(Duration.ZERO))
        .expirationTime(at(Duration.ofMinutes(1)))
        .jwtID(id);
  }

  private String signed(
      SandboxServer sandbox,
      KeyPair keys,
      @Nullable String keyId,
      String id,
      UnaryOperator<JWTClaimsSet.Builder> change)
      throws Exception {
    boolean elliptic = keys.getPrivate() instanceof ECPrivateKey;
    JWSAlgorithm algorithm = elliptic ? JWSAlgorithm.ES256 : JWSAlgorithm.RS256;
    SignedJWT jwt =
        new SignedJWT(
            new JWSHeader.Builder(algorithm).keyID(keyId).build(),
            change.apply(claims(sandbox, id)).build());
    jwt.sign(
        elliptic
            ? new ECDSASigner((ECPrivateKey) keys.getPrivate())
            : new RSASSASigner(keys.getPrivate()));
    return jwt.serialize();
  }

  private static HttpResponse<String> ask(SandboxServer sandbox, String assertion)
      throws Exception {
    String form =
        "grant_type=client_credentials&client_assertion_type="
            + URLEncoder.encode(ClientAssertions.TYPE, StandardCharsets.UTF_8)
            + "&client_assertion="
            + assertion;
    return new SandboxClient(sandbox)
        .send(
            SandboxClient.request(sandbox.tokenUrl())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form)));
  }

  private static String fault(HttpResponse<String> answer) throws IOException {
    assertThat(answer.statusCode()).isEqualTo(401);
    assertThat(SandboxClient.json(answer).required("error").asText()).isEqualTo("invalid_client");
    return SandboxClient.json(answer).required("error_description").asText();
  }

  private static KeyPair keys(String algorithm, int size) throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(size);
    return generator.generateKeyPair();
  }

  private static String pem(PublicKey key) {
    return "-----BEGIN PUBLIC KEY-----\n"
        + Base64.getMimeEncoder().encodeToString(key.getEncoded())
        + "\n-----END PUBLIC KEY-----\n";
  }
}
