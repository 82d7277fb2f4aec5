package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A store's error document (Amazon S3 API reference, "Error responses"), without its message, which
 * can repeat keys and signatures. The document may have a namespace, with or without a prefix;
 * gateways send the same as JSON, and Azure and API Gateway send the code in a header.
 *
 * @param code such as {@code AccessDenied}; empty for none
 * @param requestId the request id that the server assigned; null for none
 * @param isExpiry whether the presigned URL has expired
 * @param notSigned request headers that the URL does not sign, in lower case
 * @param missing a header that the store demands; null for none
 */
public record S3Error(
    String code,
    @Nullable String requestId,
    boolean isExpiry,
    List<String> notSigned,
    @Nullable String missing) {
  private static final String NAME = "(?:[A-Za-z_][\\w.-]{0,63}:)?";
  private static final String CDATA = "(?:<!\\[CDATA\\[)?\\s*";
  private static final Pattern ROOT = Pattern.compile("<" + NAME + "Error(?:[\\s/][^>]{0,1000})?>");
  private static final Pattern CODE = element("Code", "[A-Za-z][A-Za-z0-9._]{0,63}");
  private static final Pattern REQUEST_ID = element("RequestId", "[A-Za-z0-9+/=_.:-]{1,128}");
  private static final Pattern JSON_CODE =
      Pattern.compile(
          "\"(?:[Cc]ode|[Ee]rrorCode|error_code|__type)\"\\s*:\\s*"
              + "\"(?:[\\w.]{1,100}#)?([A-Za-z][A-Za-z0-9._]{0,63})\"");
  private static final Pattern NOT_SIGNED =
      Pattern.compile("<HeadersNotSigned>\\s*([A-Za-z0-9,;\\s-]{1,500})</HeadersNotSigned>");

  /**
   * Azure Storage ({@code MissingRequiredHeader}) and Amazon S3 ({@code MissingSecurityHeader}).
   */
  private static final Pattern MISSING =
      Pattern.compile("<(?:Missing)?HeaderName>\\s*([A-Za-z0-9-]{1,64})\\s*</");

  private static final Pattern SAFE_ID = Pattern.compile("[A-Za-z0-9+/=_.:-]{1,128}");
  private static final Pattern HEADER_CODE =
      Pattern.compile("([A-Za-z][A-Za-z0-9._]{0,63})(?::.*)?");
  private static final List<String> CODE_HEADERS = List.of("x-ms-error-code", "x-amzn-errortype");
  private static final Pattern EXPIRED =
      Pattern.compile(
          "(?:<" + NAME + "Message[^>]{0,100}>|\"[Mm]essage\"\\s*:\\s*\")[^<\"]*\\bexpired\\b",
          Pattern.CASE_INSENSITIVE);

  private static Pattern element(String name, String value) {
    return Pattern.compile(
        "<"
            + NAME
            + name
            + "(?:\\s[^>]{0,200})?>\\s*"
            + CDATA
            + "("
            + value
            + ")\\s*(?:]]>)?\\s*</");
  }

  /** Reads the error document of an answer. */
  public static S3Error of(HttpAnswer answer) {
    String body = answer.text();
    String code = code(answer, body);
    String id = requestId(answer);
    if (id == null) {
      id = first(REQUEST_ID, body);
    }
    boolean expiry = EXPIRED.matcher(body).find();
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

  /** What it says of headers, to be added to a message; empty for nothing. */
  String aboutHeaders() {
    String unsigned =
        notSigned.isEmpty()
            ? ""
            : ", headers not signed by the URL: " + String.join(", ", notSigned);
    return unsigned + (missing == null ? "" : ", missing header: " + missing);
  }

  private static @Nullable String code(HttpAnswer answer, String body) {
    for (String name : CODE_HEADERS) {
      String value = answer.header(name);
      Matcher matcher = value == null ? null : HEADER_CODE.matcher(value.strip());
      if (matcher != null && matcher.matches()) {
        return matcher.group(1);
      }
    }
    return body.stripLeading().startsWith("{") ? first(JSON_CODE, body) : first(CODE, body);
  }

  /** Whether the body is an error document, whatever the status. */
  static boolean isDocument(HttpAnswer answer) {
    return ROOT.matcher(answer.text()).find();
  }

  /**
   * The request id in the answer's headers; null when there is none, or it has unusual characters.
   */
  static @Nullable String requestId(HttpAnswer answer) {
    for (String name :
        List.of("x-amz-request-id", "x-amzn-requestid", "x-ms-request-id", "x-request-id")) {
      String id = answer.header(name);
      if (id != null) {
        return SAFE_ID.matcher(id).matches() ? id : null;
      }
    }
    return null;
  }

  private static @Nullable String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
