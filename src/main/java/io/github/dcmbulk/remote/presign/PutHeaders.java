package io.github.dcmbulk.remote.presign;

import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.presign.UrlSignature.Scheme;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a PUT: what the signature covers, what the service asks for beside the URL, and
 * {@code Content-Type}. S3 refuses {@code Content-MD5} and any {@code x-amz-} header that the
 * signature does not cover (403 {@code AccessDenied}, {@code HeadersNotSigned}; aws-sdk-php #1392,
 * awslabs/aws-sigv4-proxy #45), so neither is ever added to a URL that does not sign it.
 */
public final class PutHeaders {
  private static final String CONTENT_TYPE = "content-type";
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final String CONTENT_MD5 = "content-md5";
  private static final String SDK_ALGORITHM = "x-amz-sdk-checksum-algorithm";

  /** Placeholder of a signature that does not cover the body (Amazon S3, Google, Alibaba). */
  private static final String UNSIGNED_PAYLOAD = "UNSIGNED-PAYLOAD";

  /** SHA-256 of an empty body. */
  private static final String EMPTY_PAYLOAD =
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

  /** Headers that the transport writes. */
  private static final Set<String> OF_TRANSPORT = Set.of("host", "content-length");

  /**
   * Headers that are never taken from a presign answer: the client sets them, or they are secret.
   */
  private static final Set<String> NEVER =
      Set.of(
          "host",
          "content-length",
          "transfer-encoding",
          "connection",
          "expect",
          "authorization",
          "proxy-authorization",
          "cookie");

  private final PresignedUrl url;
  private final UrlQuery query;

  /** Names as given, compared without case. */
  private final Map<String, String> given = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

  /** The headers of a PUT to that URL. */
  public PutHeaders(PresignedUrl url) {
    this.url = url;
    this.query = url.query();
    url.headers()
        .forEach(
            (name, value) -> {
              if (!NEVER.contains(name.toLowerCase(Locale.ROOT))) {
                given.put(name, value);
              }
            });
  }

  /** Names of signed headers whose values are unknown, safe to show. */
  public List<String> unknown() {
    List<String> unknown = new ArrayList<>(0);
    for (String name : url.signedHeaders()) {
      boolean isGiven = OF_TRANSPORT.contains(name) || given.containsKey(name);
      if (!isGiven && ChecksumAlgorithm.ofHeader(name) == null && fixed(name) == null) {
        unknown.add(name.matches("[a-z0-9-]{1,64}") ? name : "with an odd name");
      }
    }
    return unknown;
  }

  /**
   * The headers for an instance. Signed checksums are computed.
   *
   * @throws IOException the instance cannot be read
   */
  public Map<String, String> of(InstanceContent content) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(given);
    for (String name : url.signedHeaders()) {
      if (!OF_TRANSPORT.contains(name) && !given.containsKey(name)) {
        ChecksumAlgorithm algorithm = ChecksumAlgorithm.ofHeader(name);
        String value = algorithm == null ? fixed(name) : algorithm.text(content);
        if (name.equals(CONTENT_MD5)) {
          value = Base64.getEncoder().encodeToString(content.md5());
        }
        if (value != null) {
          headers.put(name, value);
        }
      }
    }
    url.signature().demanded().forEach(headers::putIfAbsent);
    boolean hasType = given.containsKey(CONTENT_TYPE) || headers.containsKey(CONTENT_TYPE);
    String type = defaultType();
    if (!hasType && type != null) {
      headers.put("Content-Type", type);
    }
    return headers;
  }

  /**
   * The type when neither the service nor the list of signed headers names one; null for none. The
   * AWS SDK for JavaScript 2.1693.0 signs a type by version 2 and leaves it in the query.
   */
  private @Nullable String defaultType() {
    return url.signature().scheme() == Scheme.WITH_TYPE
        ? query.get(CONTENT_TYPE)
        : "application/dicom";
  }

  /**
   * The value of a header that does not depend on the instance; null when unknown. Signers that
   * move a header into the query leave its value there.
   */
  private @Nullable String fixed(String name) {
    String inQuery = query.get(name);
    return inQuery != null
        ? inQuery
        : switch (name) {
          case CONTENT_TYPE -> "application/dicom";
          // Known: computed for each instance.
          case CONTENT_MD5 -> "";
          case "if-none-match" -> "*";
          case "x-ms-blob-type" -> "BlockBlob";
          case PAYLOAD, "x-goog-content-sha256", "x-oss-content-sha256", "x-tos-content-sha256" ->
              UNSIGNED_PAYLOAD;
          case SDK_ALGORITHM, "x-amz-checksum-algorithm" -> signedAlgorithm();
          default -> null;
        };
  }

  /** The algorithm of the signed checksum; the default of the AWS SDKs when none is named. */
  private String signedAlgorithm() {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      if (url.signedHeaders().contains(algorithm.header())
          || given.containsKey(algorithm.header())) {
        return algorithm.name();
      }
    }
    return ChecksumAlgorithm.CRC32.name();
  }

  /**
   * The header or parameter that fixes the checksum of an empty body; null when there is none. An
   * SDK that computes checksums by default does so when it signs, when the body is still empty.
   */
  @Nullable String fixedForEmptyBody() {
    for (ChecksumAlgorithm algorithm : ChecksumAlgorithm.values()) {
      String value = named(algorithm.header());
      if (value != null && value.equals(algorithm.ofNothing())) {
        return algorithm.header();
      }
    }
    if (EMPTY_PAYLOAD.equals(named(PAYLOAD))) {
      return PAYLOAD;
    }
    String md5 = named(CONTENT_MD5);
    return md5 != null && md5.equals(ChecksumAlgorithm.MD5.ofNothing()) ? CONTENT_MD5 : null;
  }

  /** The value of a header beside the URL or in its query; null when neither has one. */
  private @Nullable String named(String name) {
    String beside = given.get(name);
    String inQuery = query.get(name);
    // An unescaped plus was decoded as a space.
    return beside == null && inQuery != null ? inQuery.replace(' ', '+') : beside;
  }
}
