package io.github.dcmbulk.remote;

import io.github.dcmbulk.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An S3 error document (Amazon S3 API reference, "Error responses"), as far as it may be shown: its
 * message can repeat keys and signatures and is only looked at.
 *
 * @param code such as {@code AccessDenied}; empty when there is none
 * @param requestId the server's name for the request; null when it gives none
 * @param isExpiry whether the presigned URL came too late
 * @param notSigned headers of the request that the URL does not sign, lower case
 * @param missing a header that the store demands; null when it names none
 */
record S3Error(
    String code,
    @Nullable String requestId,
    boolean isExpiry,
    List<String> notSigned,
    @Nullable String missing) {
  private static final Pattern CODE = Pattern.compile("<Code>\\s*([A-Za-z0-9.]{1,64})\\s*</Code>");
  private static final Pattern REQUEST_ID =
      Pattern.compile("<RequestId>\\s*([A-Za-z0-9+/=_.:-]{1,128})\\s*</RequestId>");
  private static final Pattern NOT_SIGNED =
      Pattern.compile("<HeadersNotSigned>\\s*([A-Za-z0-9,;\\s-]{1,500})</HeadersNotSigned>");

  /**
   * Azure Storage ({@code MissingRequiredHeader}) and Amazon S3 ({@code MissingSecurityHeader}).
   */
  private static final Pattern MISSING =
      Pattern.compile("<(?:Missing)?HeaderName>\\s*([A-Za-z0-9-]{1,64})\\s*</");

  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9+/=_.:-]{1,128}");
  private static final Pattern EXPIRED =
      Pattern.compile("<Message>[^<]*\\bexpired\\b[^<]*</Message>", Pattern.CASE_INSENSITIVE);

  static S3Error of(HttpAnswer answer) {
    String body = answer.text();
    String code = first(CODE, body);
    String id = requestId(answer);
    if (id == null) {
      id = first(REQUEST_ID, body);
    }
    boolean expiry = "ExpiredToken".equals(code) || EXPIRED.matcher(body).find();
    String notSigned = first(NOT_SIGNED, body);
    return new S3Error(
        code == null ? "" : code,
        id,
        expiry,
        notSigned == null
            ? List.of()
            : Arrays.stream(notSigned.toLowerCase(Locale.ROOT).split("[,;\\s]+"))
                .filter(name -> !name.isEmpty())
                .toList(),
        first(MISSING, body));
  }

  /** What it says of headers, to be added to a message; empty when it says nothing. */
  String aboutHeaders() {
    String unsigned =
        notSigned.isEmpty()
            ? ""
            : ", headers not signed by the URL: " + String.join(", ", notSigned);
    return unsigned + (missing == null ? "" : ", missing header: " + missing);
  }

  /** The name that an answer's headers give the request; null for none, or an odd one. */
  static @Nullable String requestId(HttpAnswer answer) {
    String id = answer.header("x-amz-request-id");
    if (id == null) {
      id = answer.header("x-amzn-requestid");
    }
    if (id == null) {
      id = answer.header("x-request-id");
    }
    return id == null || !SAFE_ID.matcher(id).matches() ? null : id;
  }

  private static @Nullable String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
