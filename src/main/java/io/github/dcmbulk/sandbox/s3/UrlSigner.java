package io.github.dcmbulk.sandbox.s3;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4FamilyHttpSigner.AuthLocation;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.signer.HttpSigner;
import software.amazon.awssdk.identity.spi.AwsCredentialsIdentity;

/**
 * Makes presigned PUT URLs with the AWS SDK's signer, so that the URLs are those of S3 and {@link
 * UrlVerifier} is tested against other code.
 */
public final class UrlSigner {
  /** Stands in the signature for the value of a header that only the client knows. */
  static final String ANY_VALUE = "any";

  private final AwsV4HttpSigner signer = AwsV4HttpSigner.create();
  private final AwsCredentialsIdentity identity;
  private final URI origin;
  private final Map<String, String> signedHeaders;

  /**
   * Makes URLs for that store.
   *
   * @param origin its scheme, host and port
   * @param signedHeaders names and values of headers that a PUT must have; an empty value is signed
   *     as {@link #ANY_VALUE}
   */
  public UrlSigner(SigningKey key, URI origin, Map<String, String> signedHeaders) {
    this.identity = AwsCredentialsIdentity.create(key.accessKeyId(), key.secret());
    this.origin = origin;
    this.signedHeaders = signedHeaders;
  }

  /**
   * A URL for one PUT to the encoded path, valid for the lifetime from the clock's time on.
   *
   * @param query further parameters, which are signed as well
   */
  String presign(String encodedPath, Map<String, String> query, Duration lifetime, Clock now) {
    SdkHttpRequest.Builder request =
        SdkHttpRequest.builder()
            .method(SdkHttpMethod.PUT)
            .protocol(origin.getScheme())
            .host(origin.getHost())
            .port(origin.getPort())
            .encodedPath(encodedPath);
    signedHeaders.forEach(
        (name, value) -> request.putHeader(name, value.isEmpty() ? ANY_VALUE : value));
    query.forEach(request::putRawQueryParameter);
    return signer
        .sign(
            sign ->
                sign.identity(identity)
                    .request(request.build())
                    .putProperty(AwsV4FamilyHttpSigner.SERVICE_SIGNING_NAME, SigningKey.SERVICE)
                    .putProperty(AwsV4HttpSigner.REGION_NAME, SigningKey.REGION)
                    .putProperty(AwsV4FamilyHttpSigner.AUTH_LOCATION, AuthLocation.QUERY_STRING)
                    .putProperty(AwsV4FamilyHttpSigner.EXPIRATION_DURATION, lifetime)
                    .putProperty(AwsV4FamilyHttpSigner.PAYLOAD_SIGNING_ENABLED, false)
                    .putProperty(AwsV4FamilyHttpSigner.DOUBLE_URL_ENCODE, false)
                    .putProperty(AwsV4FamilyHttpSigner.NORMALIZE_PATH, false)
                    .putProperty(HttpSigner.SIGNING_CLOCK, now.withZone(ZoneOffset.UTC)))
        .request()
        .getUri()
        .toString();
  }
}
