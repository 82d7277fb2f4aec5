package io.github.dcmbulk.remote;

import io.github.dcmbulk.remote.AttemptFailure.Kind;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The headers of a PUT: what the signature covers, what the service asks for beside the URL, and
 * {@code Content-Type}. S3 refuses {@code Content-MD5} and any {@code x-amz-} header that the
 * signature does not cover (403 {@code AccessDenied}, {@code HeadersNotSigned}; aws-sdk-php #1392,
 * awslabs/aws-sigv4-proxy #45), so neither is ever added to a URL that does not sign it.
 */
final class PutHeaders {
  private static final String CONTENT_TYPE = "content-type";
  private static final String CONTENT_MD5 = "content-md5";
  private static final String PAYLOAD = "x-amz-content-sha256";
  private static final String SHA256 = "x-amz-checksum-sha256";

  /** Added by the client, or known here. */
  private static final Set<String> KNOWN =
      Set.of("host", "content-length", CONTENT_TYPE, CONTENT_MD5, PAYLOAD);

  /** What must never come out of a presign answer: they are the client's own, or a secret. */
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

  private PutHeaders() {}

  /** Makes sure that a value is known for every header that the signature covers. */
  static void checkSigned(PresignedUrl url, boolean knowsSha256) throws AttemptFailure {
    for (String name : unknown(url, knowsSha256)) {
      String hint = name.equals(SHA256) ? " without --digest sha256" : "";
      throw new AttemptFailure(
          Step.PRESIGN,
          Kind.FOREIGN,
          "signed-header",
          "the presigned URL for "
              + url
              + " demands the header "
              + name
              + ", and its value is not known"
              + hint);
    }
  }

  /** The headers that the signature covers and whose values are not known, fit to be shown. */
  static List<String> unknown(PresignedUrl url, boolean knowsSha256) {
    Set<String> given = new HashSet<>();
    url.headers().keySet().forEach(name -> given.add(name.toLowerCase(Locale.ROOT)));
    return url.signedHeaders().stream()
        .filter(name -> !isKnown(name, knowsSha256) && !given.contains(name))
        .map(name -> name.matches("[a-z0-9-]{1,64}") ? name : "with an odd name")
        .toList();
  }

  private static boolean isKnown(String name, boolean knowsSha256) {
    return KNOWN.contains(name) || (knowsSha256 && name.equals(SHA256));
  }

  /** The headers to send with these bytes. */
  static Map<String, String> of(PresignedUrl url, byte[] md5, byte @Nullable [] sha256) {
    Map<String, String> headers = new LinkedHashMap<>();
    Set<String> given = new HashSet<>();
    url.headers()
        .forEach(
            (name, value) -> {
              String lower = name.toLowerCase(Locale.ROOT);
              if (!NEVER.contains(lower) && given.add(lower)) {
                headers.put(name, value);
              }
            });
    if (!given.contains(CONTENT_TYPE) && url.allowsContentType()) {
      headers.put("Content-Type", "application/dicom");
    }
    if (!given.contains(CONTENT_MD5) && url.signedHeaders().contains(CONTENT_MD5)) {
      headers.put("Content-MD5", Base64.getEncoder().encodeToString(md5));
    }
    boolean isSha256Signed = url.signedHeaders().contains(SHA256);
    if (sha256 != null && !given.contains(SHA256) && isSha256Signed) {
      headers.put("X-Amz-Checksum-Sha256", Base64.getEncoder().encodeToString(sha256));
    }
    if (!given.contains(PAYLOAD) && url.signedHeaders().contains(PAYLOAD)) {
      headers.put("X-Amz-Content-Sha256", "UNSIGNED-PAYLOAD");
    }
    return headers;
  }
}
