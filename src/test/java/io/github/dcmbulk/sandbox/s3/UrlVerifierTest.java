package io.github.dcmbulk.sandbox.s3;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.UriEncoding;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.hc.core5.http.impl.io.DefaultBHttpServerConnection;
import org.apache.hc.core5.http.message.BasicClassicHttpRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlVerifierTest {
  private static final SigningKey KEY =
      new SigningKey("AKIAIOSFODNN7EXAMPLE", "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
  private static final Instant SIGNED = Instant.parse("2013-05-24T00:00:00Z");

  /** The worked example of the Amazon S3 API reference, "Authenticating Requests: Using Query". */
  private static final String DOCUMENTED =
      "/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE"
          + "%2F20130524%2Fus-east-1%2Fs3%2Faws4_request&X-Amz-Date=20130524T000000Z"
          + "&X-Amz-Expires=86400&X-Amz-SignedHeaders=host&X-Amz-Signature="
          + "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";

  @Test
  void theDocumentedExampleIsGenuine() {
    assertThat(verify(SIGNED, "GET", DOCUMENTED)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "test.txt, test.tx",
    "X-Amz-Expires=86400, X-Amz-Expires=86401",
    "X-Amz-SignedHeaders=host, X-Amz-SignedHeaders=host&x=1",
    "aeeed9bb, aeeed9bc",
  })
  void anyChangeBreaksTheSignature(String part, String changed) {
    assertThat(verify(SIGNED, "GET", DOCUMENTED.replace(part, changed)))
        .contains(StoreError.SIGNATURE_DOES_NOT_MATCH);
  }

  @Test
  void theMethodIsSigned() {
    assertThat(verify(SIGNED, "PUT", DOCUMENTED)).contains(StoreError.SIGNATURE_DOES_NOT_MATCH);
  }

  @Test
  void theUrlEndsWhenItsLifetimeDoes() {
    Duration lifetime = Duration.ofDays(1);
    assertThat(verify(SIGNED.plus(lifetime).minusMillis(1), "GET", DOCUMENTED)).isEmpty();
    assertThat(verify(SIGNED.plus(lifetime), "GET", DOCUMENTED))
        .contains(StoreError.REQUEST_EXPIRED);
  }

  @Test
  void clocksMayDifferByFifteenMinutes() {
    assertThat(verify(SIGNED.minusSeconds(900), "GET", DOCUMENTED)).isEmpty();
    assertThat(verify(SIGNED.minusSeconds(901), "GET", DOCUMENTED))
        .contains(StoreError.NOT_YET_VALID);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Amz-Algorithm=AWS4-HMAC-SHA256",
        "X-Amz-Date=20130524T000000Z",
        "X-Amz-Expires=86400",
        "X-Amz-SignedHeaders=host",
      })
  void aMissingParameterIsNamedAsSuch(String parameter) {
    assertThat(verify(SIGNED, "GET", DOCUMENTED.replace(parameter, "a=b")))
        .contains(StoreError.BAD_QUERY_PARAMETERS);
  }

  @ParameterizedTest
  @CsvSource({
    "X-Amz-Date=20130524T000000Z, X-Amz-Date=yesterday",
    "X-Amz-Expires=86400, X-Amz-Expires=604801",
    "X-Amz-Expires=86400, X-Amz-Expires=-1",
    "us-east-1, eu-west-1",
    "%2F20130524, %2",
    "X-Amz-Date, X-Amz-Expires",
  })
  void aMalformedParameterIsNamedAsSuch(String part, String changed) {
    assertThat(verify(SIGNED, "GET", DOCUMENTED.replace(part, changed)))
        .contains(StoreError.BAD_QUERY_PARAMETERS);
  }

  @Test
  void anotherKeyIsUnknown() {
    assertThat(verify(SIGNED, "GET", DOCUMENTED.replace("7EXAMPLE", "8EXAMPLE")))
        .contains(StoreError.INVALID_ACCESS_KEY_ID);
  }

  @Test
  void aRequestWithoutSignatureIsDenied() {
    assertThat(verify(SIGNED, "GET", "/test.txt")).contains(StoreError.ACCESS_DENIED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "with space", "a+b", "ä/ß", "~tilde", "100%", "a&b=c?d#e"})
  void whatTheAwsSdkSignsIsGenuine(String key) {
    UrlSigner signer =
        new UrlSigner(
            KEY, URI.create("http://127.0.0.1:8080"), Map.of("content-type", "application/dicom"));
    String url =
        signer.presign(
            UriEncoding.encodePath("/" + key),
            Map.of(),
            Duration.ofMinutes(15),
            Clock.fixed(SIGNED, ZoneOffset.UTC));
    BasicClassicHttpRequest put =
        new BasicClassicHttpRequest("PUT", url.substring("http://127.0.0.1:8080".length()));
    put.addHeader("Host", "127.0.0.1:8080");
    put.addHeader("Content-Type", " application/dicom ");

    assertThat(verifier(SIGNED).verify(exchange(put))).isEmpty();
  }

  private static Optional<StoreError> verify(Instant now, String method, String target) {
    BasicClassicHttpRequest request = new BasicClassicHttpRequest(method, target);
    request.addHeader("Host", "examplebucket.s3.amazonaws.com");
    return verifier(now).verify(exchange(request)).map(Refusal::error);
  }

  private static UrlVerifier verifier(Instant now) {
    return new UrlVerifier(KEY, Clock.fixed(now, ZoneOffset.UTC), Set.of());
  }

  private static RequestExchange exchange(BasicClassicHttpRequest request) {
    return new RequestExchange(
        new DefaultBHttpServerConnection("http", null), request, new byte[0]);
  }
}
