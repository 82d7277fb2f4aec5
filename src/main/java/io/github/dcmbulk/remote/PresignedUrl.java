package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A presigned URL, and what it says of itself (Amazon S3 API reference, "Authenticating requests:
 * using query parameters"). Good for one instance; prints without path and query.
 *
 * @param url byte for byte as issued
 * @param headers what the service wants on the PUT, as given
 * @param signedHeaders names of the headers that the signature covers, lower case
 * @param issued when it was signed, by the service's clock; null when it does not say
 * @param expires when it ends, by the service's clock; null when it does not say
 * @param allowsUnsignedHeaders whether a header may be sent that the signature does not cover
 */
public record PresignedUrl(
    HttpUrl url,
    Map<String, String> headers,
    List<String> signedHeaders,
    @Nullable Instant issued,
    @Nullable Instant expires,
    boolean allowsUnsignedHeaders) {
  private static final DateTimeFormatter AMZ_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /** Copies the collections. */
  public PresignedUrl {
    headers = Map.copyOf(headers);
    signedHeaders = List.copyOf(signedHeaders);
  }

  /**
   * Reads what the URL says of itself.
   *
   * @throws IllegalArgumentException the text is no URL; the message repeats nothing of it
   */
  public static PresignedUrl of(String text, Map<String, String> headers) {
    HttpUrl url = HttpUrl.parse(text);
    Map<String, String> query = parameters(url.query());
    String signed = query.getOrDefault("x-amz-signedheaders", "");
    Instant issued = date(query.get("x-amz-date"));
    Long seconds = number(query.get("x-amz-expires"));
    Instant expires = issued == null || seconds == null ? null : issued.plusSeconds(seconds);
    // Signature version 2 covers Content-MD5 and Content-Type whether or not they are sent.
    boolean versionTwo = query.containsKey("signature") && query.containsKey("awsaccesskeyid");
    return new PresignedUrl(
        url,
        headers,
        signed.isEmpty() ? List.of() : List.of(signed.toLowerCase(Locale.ROOT).split(";", -1)),
        issued,
        expires,
        !versionTwo);
  }

  /** How long it is good from its signing; null when it does not say. */
  public @Nullable Duration lifetime() {
    return issued == null || expires == null ? null : Duration.between(issued, expires);
  }

  /** What can be told of it: host, lifetime, signed headers. */
  public String describe() {
    Duration lifetime = lifetime();
    return url
        + (lifetime == null ? ", no expiry given" : ", good for " + lifetime.toSeconds() + " s")
        + (signedHeaders.isEmpty() ? "" : ", signed headers: " + String.join(" ", signedHeaders))
        + (headers.isEmpty() ? "" : ", headers to send: " + String.join(" ", headers.keySet()));
  }

  @Override
  public String toString() {
    return url.toString();
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> found = new HashMap<>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      String name = equals < 0 ? pair : pair.substring(0, equals);
      String value = equals < 0 ? "" : pair.substring(equals + 1);
      found.putIfAbsent(decoded(name).toLowerCase(Locale.ROOT), decoded(value));
    }
    return found;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  private static @Nullable Instant date(@Nullable String text) {
    try {
      return text == null ? null : LocalDateTime.parse(text, AMZ_DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Long number(@Nullable String text) {
    return text != null && text.matches("[0-9]{1,9}") ? Long.valueOf(text) : null;
  }
}
