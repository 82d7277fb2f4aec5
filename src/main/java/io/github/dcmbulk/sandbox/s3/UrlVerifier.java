package io.github.dcmbulk.sandbox.s3;

import io.github.dcmbulk.sandbox.http.RequestExchange;
import io.github.dcmbulk.sandbox.http.UriEncoding;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Verifies a presigned request as S3 does (AWS Signature Version 4, query parameters, unsigned
 * payload). Shares only the key with the signer.
 */
public final class UrlVerifier {
  private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final Duration SKEW = Duration.ofMinutes(15);
  private static final long LONGEST_SECONDS = Duration.ofDays(7).toSeconds();
  private static final String SIGNATURE = "X-Amz-Signature";

  private final SigningKey key;
  private final Clock clock;
  private final Set<String> ofAnyValue;
  private volatile @Nullable Derived lastDerived;

  /**
   * Verifies signatures of that key.
   *
   * @param ofAnyValue names of signed headers that must be present, with any value; S3 has no such
   *     headers, because its signer knows each value
   */
  public UrlVerifier(SigningKey key, Clock clock, Set<String> ofAnyValue) {
    this.key = key;
    this.clock = clock;
    this.ofAnyValue = Set.copyOf(ofAnyValue);
  }

  /** What is wrong with the request; empty when it is valid. */
  Optional<Refusal> verify(RequestExchange exchange) {
    Map<String, String> query;
    try {
      query = UriEncoding.decodedQuery(exchange.query());
    } catch (IllegalArgumentException e) {
      return Optional.of(Refusal.of(StoreError.BAD_QUERY_PARAMETERS));
    }
    if (!query.containsKey(SIGNATURE)) {
      return Optional.of(Refusal.of(StoreError.ACCESS_DENIED));
    }
    if (exchange.header("Authorization") != null) {
      return Optional.of(Refusal.of(StoreError.TWO_AUTH_MECHANISMS));
    }
    Claims claims;
    try {
      claims = Claims.of(query);
    } catch (IllegalArgumentException | DateTimeException e) {
      return Optional.of(Refusal.of(StoreError.BAD_QUERY_PARAMETERS));
    }
    return refusal(exchange, query, claims);
  }

  private Optional<Refusal> refusal(
      RequestExchange exchange, Map<String, String> query, Claims claims) {
    if (!claims.accessKeyId.equals(key.accessKeyId())) {
      return Optional.of(Refusal.of(StoreError.INVALID_ACCESS_KEY_ID));
    }
    Instant now = clock.instant();
    if (now.plus(SKEW).isBefore(claims.signed)) {
      return Optional.of(Refusal.of(StoreError.NOT_YET_VALID));
    }
    Instant end = claims.signed.plusSeconds(claims.expires);
    if (!now.isBefore(end)) {
      return Optional.of(
          Refusal.of(StoreError.REQUEST_EXPIRED)
              .with("X-Amz-Expires", Long.toString(claims.expires))
              .with("Expires", end.toString())
              .with("ServerTime", now.truncatedTo(ChronoUnit.SECONDS).toString()));
    }
    String notSigned =
        exchange.headerNames().stream()
            .filter(UrlVerifier::mustBeSigned)
            .filter(name -> !claims.signedHeaders.contains(name))
            .distinct()
            .collect(Collectors.joining(", "));
    if (!notSigned.isEmpty()) {
      return Optional.of(
          Refusal.of(StoreError.HEADERS_NOT_SIGNED).with("HeadersNotSigned", notSigned));
    }
    String canonical;
    try {
      canonical = canonicalRequest(exchange, query, claims.signedHeaders);
    } catch (IllegalArgumentException e) {
      return Optional.of(Refusal.of(StoreError.SIGNATURE_DOES_NOT_MATCH));
    }
    String expected = signature(canonical, claims);
    return MessageDigest.isEqual(ascii(expected), ascii(claims.signature))
        ? Optional.empty()
        : Optional.of(
            Refusal.of(StoreError.SIGNATURE_DOES_NOT_MATCH)
                .with("AWSAccessKeyId", claims.accessKeyId)
                .with("CanonicalRequest", canonical));
  }

  /** Headers that S3 accepts only if they are signed; host is always signed. */
  private static boolean mustBeSigned(String name) {
    return name.startsWith("x-amz-") || name.equals("content-md5");
  }

  private String signature(String canonicalRequest, Claims claims) {
    String toSign =
        "AWS4-HMAC-SHA256\n"
            + claims.date
            + "\n"
            + claims.scope
            + "\n"
            + HexFormat.of().formatHex(sha256(canonicalRequest));
    return HexFormat.of().formatHex(SigningKey.hmac(derived(claims.date.substring(0, 8)), toSign));
  }

  private byte[] derived(String date) {
    Derived last = lastDerived;
    if (last == null || !last.date.equals(date)) {
      last = new Derived(date, key.derived(date));
      lastDerived = last;
    }
    return last.key;
  }

  private String canonicalRequest(
      RequestExchange exchange, Map<String, String> query, List<String> signedHeaders) {
    StringBuilder text = new StringBuilder(512);
    text.append(exchange.method()).append('\n');
    text.append(UriEncoding.encodePath(UriEncoding.decode(exchange.path()))).append('\n');
    String separator = "";
    for (Map.Entry<String, String> parameter : canonicalParameters(query).entrySet()) {
      text.append(separator).append(parameter.getKey()).append('=').append(parameter.getValue());
      separator = "&";
    }
    text.append('\n');
    for (String name : signedHeaders) {
      String value = exchange.header(name);
      text.append(name).append(':');
      if (value != null) {
        text.append(ofAnyValue.contains(name) ? UrlSigner.ANY_VALUE : singleSpaced(value));
      }
      text.append('\n');
    }
    text.append('\n').append(String.join(";", signedHeaders)).append("\nUNSIGNED-PAYLOAD");
    return text.toString();
  }

  private static String singleSpaced(String value) {
    String stripped = value.strip();
    return stripped.contains("  ") ? stripped.replaceAll(" +", " ") : stripped;
  }

  private static Map<String, String> canonicalParameters(Map<String, String> query) {
    Map<String, String> sorted = new TreeMap<>();
    query.forEach(
        (name, value) -> {
          if (!name.equals(SIGNATURE)) {
            sorted.put(UriEncoding.encode(name), UriEncoding.encode(value));
          }
        });
    return sorted;
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /** The signing key of one date. */
  private static final class Derived {
    private final String date;
    private final byte[] key;

    Derived(String date, byte[] key) {
      this.date = date;
      this.key = key;
    }
  }

  /** What the query states about its signature. */
  private record Claims(
      String accessKeyId,
      String scope,
      String date,
      Instant signed,
      long expires,
      List<String> signedHeaders,
      String signature) {

    /**
     * Reads the X-Amz parameters.
     *
     * @throws IllegalArgumentException a parameter is missing or malformed
     * @throws DateTimeException the date is malformed
     */
    static Claims of(Map<String, String> query) {
      require(query.getOrDefault("X-Amz-Algorithm", "").equals("AWS4-HMAC-SHA256"));
      String date = query.getOrDefault("X-Amz-Date", "");
      Instant signed = LocalDateTime.parse(date, DATE).toInstant(ZoneOffset.UTC);
      long expires = Long.parseLong(query.getOrDefault("X-Amz-Expires", ""));
      require(expires >= 0 && expires <= LONGEST_SECONDS);
      String credential = query.getOrDefault("X-Amz-Credential", "");
      int slash = credential.indexOf('/');
      require(slash > 0);
      String scope = credential.substring(slash + 1);
      require(
          scope.equals(
              String.join(
                  "/",
                  date.substring(0, 8),
                  SigningKey.REGION,
                  SigningKey.SERVICE,
                  "aws4_request")));
      List<String> signedHeaders =
          Arrays.asList(query.getOrDefault("X-Amz-SignedHeaders", "").split(";", -1));
      require(signedHeaders.contains("host"));
      return new Claims(
          credential.substring(0, slash),
          scope,
          date,
          signed,
          expires,
          signedHeaders,
          query.getOrDefault(SIGNATURE, ""));
    }

    private static void require(boolean condition) {
      if (!condition) {
        throw new IllegalArgumentException("malformed");
      }
    }
  }
}
