package io.github.dcmbulk.remote.token;

import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token that was obtained outside of dcmbulk. {@code toString} does not show it.
 *
 * @param token the token
 * @param lifetime lifetime from the time it was written; null when unknown
 * @param remarks what is unusual about its form
 */
record ReadyToken(String token, @Nullable Duration lifetime, List<String> remarks) {
  /** The b64token of RFC 6750 §2.1; other characters would break the header. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final String BYTE_ORDER_MARK = "\ufeff";

  /** A file written by hand has no token_type. */
  private static final String UNTYPED = "token_type is missing";

  /** Reads a token, alone or as JSON (RFC 6749 §5.1); null when there is none. */
  static @Nullable ReadyToken parse(String written) {
    String text = (written.startsWith(BYTE_ORDER_MARK) ? written.substring(1) : written).strip();
    ReadyToken found = text.startsWith("{") ? ofJson(text) : new ReadyToken(text, null, List.of());
    return found != null && BEARER.matcher(found.token).matches() ? found : null;
  }

  private static @Nullable ReadyToken ofJson(String text) {
    try {
      TokenAnswer answer = TokenAnswer.of(TokenBody.parse(text, ""));
      return answer == null
          ? null
          : new ReadyToken(
              answer.token().reveal(),
              answer.lifetime(),
              answer.remarks().stream().filter(remark -> !remark.equals(UNTYPED)).toList());
    } catch (TokenBody.ShapeException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "ReadyToken[" + lifetime + "]";
  }
}
