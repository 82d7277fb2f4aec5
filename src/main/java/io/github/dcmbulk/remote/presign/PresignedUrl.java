package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.presign.UrlSignature.Scheme;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A presigned URL, and what it says of itself (Amazon S3 API reference, "Authenticating requests:
 * using query parameters"). Good for one instance; prints without path and query.
 *
 * @param url byte for byte as issued
 * @param key the object that it is for, as the service named it beside the URL; null where it did
 *     not. Nothing was sent of the instance yet, so the name cannot tell anything of a patient.
 * @param headers what the service wants on the PUT, as given
 * @param signature how it is signed
 */
public record PresignedUrl(
    HttpUrl url, @Nullable String key, Map<String, String> headers, UrlSignature signature) {

  /** Copies the headers. */
  public PresignedUrl {
    headers = Map.copyOf(headers);
  }

  /**
   * Reads what the URL says of itself.
   *
   * @throws IllegalArgumentException the text is no URL; the message repeats nothing of it
   */
  public static PresignedUrl of(String text, Map<String, String> headers) {
    return of(text, null, headers);
  }

  /** The same, with the name of its object. */
  public static PresignedUrl of(String text, @Nullable String key, Map<String, String> headers) {
    HttpUrl url = HttpUrl.parse(text);
    return new PresignedUrl(url, key, headers, UrlSignature.of(new UrlQuery(url.query())));
  }

  /** Names of the headers that the signature covers, lower case. */
  public List<String> signedHeaders() {
    return signature.headers();
  }

  /** When it ends, by the service's clock; null when it does not say. */
  public @Nullable Instant expires() {
    return signature.expires();
  }

  /** The parameters of its query. */
  UrlQuery query() {
    return new UrlQuery(url.query());
  }

  /** How long it is good from its signing; null when it does not say. */
  public @Nullable Duration lifetime() {
    Instant issued = signature.issued();
    Instant expires = signature.expires();
    return issued == null || expires == null ? null : Duration.between(issued, expires);
  }

  /**
   * The object that it is for: a store names it by host and path, whatever the signature. The query
   * of a URL that is signed in no known way may name it as well.
   */
  String object() {
    return signature.scheme() == Scheme.UNKNOWN ? url.text() : url + url.path();
  }

  /** What can be told of it: host, lifetime, signed headers. */
  public String describe() {
    List<String> signed = signedHeaders();
    return url
        + goodFor()
        + (signed.isEmpty() ? "" : ", signed headers: " + String.join(" ", signed))
        + (headers.isEmpty() ? "" : ", headers to send: " + String.join(" ", headers.keySet()));
  }

  private String goodFor() {
    Duration lifetime = lifetime();
    if (lifetime != null) {
      return ", good for " + lifetime.toSeconds() + " s";
    }
    return expires() == null ? ", no expiry given" : ", good until " + expires();
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
