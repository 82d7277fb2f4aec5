package io.github.dcmbulk.remote;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A token as somebody else wrote it down. Prints without it.
 *
 * @param token the token
 * @param lifetime how long it is good from when it was written; null when nobody says
 */
record ReadyToken(String token, @Nullable Duration lifetime) {
  /** The b64token of RFC 6750 §2.1; anything else would break the header. */
  private static final Pattern BEARER = Pattern.compile("[A-Za-z0-9._~+/-]+=*");

  private static final JsonMapper JSON = JsonMapper.builder().build();

  /** Reads a token, alone or as JSON (RFC 6749 §5.1); null when there is none. */
  static @Nullable ReadyToken parse(String written) {
    String text = written.strip();
    ReadyToken found = text.startsWith("{") ? ofJson(text) : new ReadyToken(text, null);
    return found != null && BEARER.matcher(found.token).matches() ? found : null;
  }

  private static @Nullable ReadyToken ofJson(String text) {
    try {
      JsonNode json = JSON.readTree(text);
      JsonNode token = json.path("access_token");
      JsonNode seconds = json.path("expires_in");
      long lifetime = seconds.asLong(0);
      return token.isTextual()
          ? new ReadyToken(token.textValue(), lifetime > 0 ? Duration.ofSeconds(lifetime) : null)
          : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public String toString() {
    return "ReadyToken[" + lifetime + "]";
  }
}
