package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.http.HttpUrl;
import io.github.dcmbulk.remote.presign.UrlSignature.Scheme;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A presigned URL and its parameters (Amazon S3 API reference, "Authenticating requests: using
 * query parameters"). Valid for one instance; {@code toString} has no path and no query.
 *
 * @param url byte for byte as issued
 * @param key the object's key, if the service named it beside the URL, otherwise null. At that time
 *     nothing of the instance was sent, so the key contains no patient data.
 * @param headers headers that the service wants with the PUT, as given
 * @param signature how it is signed
 */
public record PresignedUrl(
    HttpUrl url, @Nullable String key, Map<String, String> headers, UrlSignature signature) {

  /** Copies the headers. */
  public PresignedUrl {
    headers = Map.copyOf(headers);
  }

  /**
   * Parses a presigned URL.
   *
   * @throws IllegalArgumentException the text is no URL; the message contains nothing of it
   */
  public static PresignedUrl of(String text, Map<String, String> headers) {
    return of(text, null, headers);
  }

  /** As above, with the object's key. */
  public static PresignedUrl of(String text, @Nullable String key, Map<String, String> headers) {
    HttpUrl url = HttpUrl.parse(text);
    return new PresignedUrl(url, key, headers, UrlSignature.of(new UrlQuery(url.query())));
  }

  /** Names of the signed headers, in lower case. */
  public List<String> signedHeaders() {
    return signature.headers();
  }

  /** When it expires, by the service's clock; null when unknown. */
  public @Nullable Instant expires() {
    return signature.expires();
  }

  /** The parameters of the query. */
  UrlQuery query() {
    return new UrlQuery(url.query());
  }

  /** Lifetime from its signing; null when unknown. */
  public @Nullable Duration lifetime() {
    Instant issued = signature.issued();
    Instant expires = signature.expires();
    return issued == null || expires == null ? null : Duration.between(issued, expires);
  }

  /**
   * The object that it is for: stores name it by host and path, whatever the signature. In a URL of
   * an unknown scheme the query may name it as well, and is included.
   */
  String object() {
    return signature.scheme() == Scheme.UNKNOWN ? url.text() : url + url.path();
  }

  /** What may be shown of it: host, lifetime, names of signed headers. */
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
      return ", valid for " + lifetime.toSeconds() + " s";
    }
    return expires() == null ? ", no expiry given" : ", good until " + expires();
  }

  @Override
  public String toString() {
    return url.toString();
  }
}
