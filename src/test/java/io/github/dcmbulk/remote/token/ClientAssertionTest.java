package io.github.dcmbulk.remote.token;

import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static io.github.dcmbulk.remote.delivery.FakeService.TOKEN;
import static io.github.dcmbulk.remote.delivery.FakeService.json;
import static io.github.dcmbulk.remote.delivery.FakeService.token;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.tomakehurst.wiremock.http.RequestMethod;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import com.nimbusds.jose.crypto.RSASSAVerifier;
import com.nimbusds.jwt.SignedJWT;
import io.github.dcmbulk.model.AccessRefusedException;
import io.github.dcmbulk.remote.Credentials;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.remote.delivery.Bytes;
import io.github.dcmbulk.remote.delivery.FakeService;
import io.github.dcmbulk.remote.delivery.HttpIngestionService;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client that signs assertions: {@code private_key_jwt} (RFC 7523 §2.2). */
@Timeout(300)
class ClientAssertionTest {
  private final FakeService service = new FakeService();
  private final Bytes instance = Bytes.of(1000);

  @TempDir Path dir;

  @AfterEach
  void stop() {
    service.close();
  }

  @Test
  void aSignedAssertionStandsForTheSecret() throws Exception {
    KeyPair keys = keys();
    Path file = pem(keys);
    service.server.stubFor(
        post(urlPathEqualTo(TOKEN)).atPriority(1).willReturn(token("signed", 600)));
    Credentials credentials = new Credentials.PrivateKeyJwt("me", file, "k1");
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      uploader.deliver(instance);
    }
    LoggedRequest request = service.requests(TOKEN).get(0);
    assertThat(request.getMethod()).isEqualTo(RequestMethod.POST);
    String assertion = request.formParameter("client_assertion").firstValue();
    SignedJWT jwt = SignedJWT.parse(assertion);
    assertThat(jwt.verify(new RSASSAVerifier((RSAPublicKey) keys.getPublic()))).isTrue();
    assertThat(jwt.getHeader().getKeyID()).isEqualTo("k1");
    assertThat(jwt.getJWTClaimsSet().getAudience()).containsExactly(service.base() + TOKEN);
    Instant issued = jwt.getJWTClaimsSet().getIssueTime().toInstant();
    assertThat(issued).isBetween(FakeService.NOW.minusSeconds(5), FakeService.NOW);
    assertThat(ends(request)).isEqualTo(issued.plusSeconds(60));
    assertThat(request.formParameter("client_id").firstValue()).isEqualTo("me");
    assertThat(service.requests("/api/upload").get(0).getHeader("Authorization"))
        .isEqualTo("Bearer signed");
  }

  @Test
  void anAssertionGoesByTheServicesClock() throws Exception {
    // Less than the lifetime of upload URLs, which are issued by the other clock.
    Instant theirs = service.time.instant().plus(Duration.ofMinutes(10));
    String date = DateTimeFormatter.RFC_1123_DATE_TIME.format(theirs.atOffset(ZoneOffset.UTC));
    service.answers(
        Step.TOKEN,
        json(401, "{\"error\":\"invalid_client\"}").withHeader("Date", date),
        token("signed", 600));
    Credentials credentials = new Credentials.PrivateKeyJwt("me", pem(keys()), null);
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      uploader.deliver(instance);
    }
    assertThat(ends(service.requests(TOKEN).get(1)))
        .isBetween(theirs, theirs.plus(Duration.ofMinutes(1)));
  }

  @Test
  void aKeyThatTheServiceDoesNotKnowIsTriedOnce() throws Exception {
    service.always(Step.TOKEN, json(401, "{\"error\":\"invalid_client\"}"));
    Credentials credentials = new Credentials.PrivateKeyJwt("me", pem(keys()), null);
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOfSatisfying(
              AccessRefusedException.class, e -> assertThat(e.remedy()).contains("public half"));
    }
    assertThat(service.requests(TOKEN)).hasSize(1);
  }

  /** Workload identities are renewed in their file by the platform. */
  @Test
  void anAssertionOfAnotherSystemIsReadForEachRequest() throws Exception {
    service.server.stubFor(
        post(urlPathEqualTo(TOKEN)).atPriority(1).willReturn(token("workload", 100)));
    Path file = Files.writeString(dir.resolve("assertion"), "eyA.eyB.c\n");
    Credentials credentials = new Credentials.ClientAssertion(null, file);
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      uploader.deliver(instance);
      Files.writeString(file, "eyA.eyD.e\n");
      service.time.pass(Duration.ofSeconds(200));
      uploader.deliver(instance);
    }
    List<LoggedRequest> requests = service.requests(TOKEN);
    assertThat(requests)
        .extracting(request -> request.formParameter("client_assertion").firstValue())
        .containsExactly("eyA.eyB.c", "eyA.eyD.e");
    assertThat(requests.get(0).getBodyAsString())
        .contains("client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3A")
        .doesNotContain("client_id");
  }

  @Test
  void anAssertionFileThatIsEmptyIsNamed() throws Exception {
    Path file = Files.writeString(dir.resolve("assertion"), "\n");
    Credentials credentials = new Credentials.ClientAssertion("me", file);
    try (HttpIngestionService uploader = service.uploader(service.settings(credentials))) {
      assertThatThrownBy(() -> uploader.deliver(instance))
          .isInstanceOf(AccessRefusedException.class)
          .hasMessageContaining(file.toString());
    }
    assertThat(service.requests(TOKEN)).isEmpty();
  }

  private static Instant ends(LoggedRequest request) throws Exception {
    String assertion = request.formParameter("client_assertion").firstValue();
    return SignedJWT.parse(assertion).getJWTClaimsSet().getExpirationTime().toInstant();
  }

  private static KeyPair keys() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    return generator.generateKeyPair();
  }

  private Path pem(KeyPair keys) throws IOException {
    String der = Base64.getMimeEncoder().encodeToString(keys.getPrivate().getEncoded());
    return Files.writeString(
        dir.resolve("key.pem"),
        "-----BEGIN PRIVATE KEY-----\n" + der + "\n-----END PRIVATE KEY-----\n");
  }
}
