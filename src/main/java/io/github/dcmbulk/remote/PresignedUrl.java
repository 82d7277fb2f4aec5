package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpUrl;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
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
 * @param signedHeaders names of the headers that the signature covers, lower case
 * @param issued when it was signed, by the service's clock; null when it does not say
 * @param expires when it ends, by the service's clock; null when it does not say
 * @param allowsContentType whether {@code Content-Type} may be sent without being signed. Signature
 *     version 2 covers it in every request, sent or not (Amazon S3 developer guide, "Signing and
 *     authenticating REST requests"); so do Google's and Alibaba's signatures of that form.
 */
public record PresignedUrl(
    HttpUrl url,
    @Nullable String key,
    Map<String, String> headers,
    List<String> signedHeaders,
    @Nullable Instant issued,
    @Nullable Instant expires,
    boolean allowsContentType) {
  private static final String AMZ_DATE = "yyyyMMddTHHmmssZ";

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
    return of(text, null, headers);
  }

  /** The same, with the name of its object. */
  static PresignedUrl of(String text, @Nullable String key, Map<String, String> headers) {
    HttpUrl url = HttpUrl.parse(text);
    String query = url.query();
    String signed = parameter(query, "X-Amz-SignedHeaders");
    Instant issued = date(parameter(query, "X-Amz-Date"));
    Long seconds = number(parameter(query, "X-Amz-Expires"));
    Instant expires = issued == null || seconds == null ? null : issued.plusSeconds(seconds);
    // The key has another name at each vendor: AWSAccessKeyId, GoogleAccessId, OSSAccessKeyId.
    boolean versionTwo =
        signed == null
            && parameter(query, "Signature") != null
            && parameter(query, "Expires") != null;
    return new PresignedUrl(
        url,
        key,
        headers,
        signed == null ? List.of() : List.of(signed.toLowerCase(Locale.ROOT).split(";", -1)),
        issued,
        expires,
        !versionTwo);
  }

  /** How long it is good from its signing; null when it does not say. */
  public @Nullable Duration lifetime() {
    return issued == null || expires == null ? null : Duration.between(issued, expires);
  }

  /**
   * The object that it is for: S3 names it by host and path, whatever the signature. The query of a
   * URL that is signed in no known way may name it as well.
   */
  String object() {
    boolean isSigned = expires != null || !signedHeaders.isEmpty() || !allowsContentType;
    return isSigned ? url + url.path() : url.text();
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

  /**
   * A parameter of the query, decoded; null when it is missing. Names are compared as they stand:
   * signers do not escape the letters of these.
   */
  private static @Nullable String parameter(String query, String name) {
    int from = 0;
    while (from < query.length()) {
      int end = query.indexOf('&', from);
      int to = end < 0 ? query.length() : end;
      int equals = from + name.length();
      if (equals < to
          && query.charAt(equals) == '='
          && query.regionMatches(true, from, name, 0, name.length())) {
        return decoded(query.substring(equals + 1, to));
      }
      from = to + 1;
    }
    return null;
  }

  private static String decoded(String text) {
    if (text.indexOf('%') < 0) {
      return text;
    }
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return text;
    }
  }

  /** An ISO 8601 basic date such as {@code 20261123T180000Z}; every URL has one, hence by hand. */
  private static @Nullable Instant date(@Nullable String text) {
    if (text == null
        || text.length() != AMZ_DATE.length()
        || text.charAt(8) != 'T'
        || text.charAt(15) != 'Z') {
      return null;
    }
    try {
      return LocalDateTime.of(
              Integer.parseInt(text, 0, 4, 10),
              Integer.parseInt(text, 4, 6, 10),
              Integer.parseInt(text, 6, 8, 10),
              Integer.parseInt(text, 9, 11, 10),
              Integer.parseInt(text, 11, 13, 10),
              Integer.parseInt(text, 13, 15, 10))
          .toInstant(ZoneOffset.UTC);
    } catch (NumberFormatException | DateTimeException e) {
      return null;
    }
  }

  private static @Nullable Long number(@Nullable String text) {
    try {
      return text == null ? null : Long.valueOf(Integer.parseInt(text));
    } catch (NumberFormatException e) {
      return null;
    }
  }
}
