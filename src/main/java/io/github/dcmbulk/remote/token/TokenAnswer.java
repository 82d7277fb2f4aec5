package io.github.dcmbulk.remote.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcmbulk.model.Secret;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/**
 * The grant of a token endpoint (RFC 6749 §5.1). The service uses bearer tokens only, so an {@code
 * access_token} is one, whatever the other members say; members that cannot be understood are
 * ignored and remarked.
 *
 * @param token the access token
 * @param lifetime its lifetime; null when the answer has no usable one
 * @param scope the granted scope; null when the answer has none
 * @param refreshToken the next refresh token; null for none
 * @param remarks what is unusual, for messages; without values that could be secret
 */
record TokenAnswer(
    Secret token,
    @Nullable Duration lifetime,
    @Nullable String scope,
    @Nullable Secret refreshToken,
    List<String> remarks) {

  private static final int LONGEST_SCOPE = 300;

  /** Longer lifetimes are errors; the limit also prevents overflow. */
  private static final Duration LONGEST = Duration.ofDays(366);

  /** Reads the members; null when there is no access token that a header can carry. */
  static @Nullable TokenAnswer of(TokenBody body) {
    return new Reading(body).answer();
  }

  /** What is wrong with an answer of which {@link #of} makes nothing, without its value. */
  static String lack(TokenBody body) {
    JsonNode token = body.members().get("access_token");
    if (token == null) {
      return "without access_token";
    }
    String what =
        token.isTextual() && !token.textValue().isBlank() ? "a text" : Reading.kind(token);
    return "with an access_token that is "
        + (what.equals("a text") ? "a text with characters that no header can carry" : what);
  }

  /** Reads the members one by one and collects remarks. */
  private static final class Reading {
    private final ObjectNode members;
    private final List<String> remarks = new ArrayList<>();

    Reading(TokenBody body) {
      this.members = body.members();
      if (body.remark() != null) {
        remarks.add(body.remark());
      }
    }

    @Nullable TokenAnswer answer() {
      String token = token();
      if (token == null) {
        return null;
      }
      type();
      return new TokenAnswer(
          Secret.of(token), lifetime(), scope(), refreshToken(), List.copyOf(remarks));
    }

    private @Nullable String token() {
      JsonNode token = members.get("access_token");
      if (token == null && members.has("accessToken")) {
        token = members.get("accessToken");
        remarks.add("access_token is named accessToken");
      }
      // Other characters would break the Authorization header (RFC 9110 §5.5).
      return token != null && token.isTextual() && token.textValue().matches("[!-~]+")
          ? token.textValue()
          : null;
    }

    private void type() {
      JsonNode type = members.get("token_type");
      if (type == null) {
        remarks.add("token_type is missing");
      } else if (!type.isTextual() || !type.textValue().equalsIgnoreCase("bearer")) {
        remarks.add("token_type is " + kind(type));
      }
    }

    private @Nullable Duration lifetime() {
      JsonNode seconds = members.get("expires_in");
      if (seconds == null) {
        return null;
      }
      double value = number(seconds);
      if (!seconds.isNumber()) {
        remarks.add("expires_in is " + kind(seconds));
      } else if (value < 0) {
        remarks.add("expires_in is negative");
      } else if (value > LONGEST.toSeconds()) {
        remarks.add("expires_in is more than a year");
      }
      return value > 0 && value <= LONGEST.toSeconds()
          ? Duration.ofMillis((long) (value * 1000))
          : null;
    }

    /** Zero for a value that is no number: the token itself is still used. */
    private static double number(JsonNode node) {
      if (node.isNumber()) {
        return node.doubleValue();
      }
      try {
        return node.isTextual() ? Double.parseDouble(node.textValue().strip()) : 0;
      } catch (NumberFormatException e) {
        return 0;
      }
    }

    private @Nullable String scope() {
      JsonNode scope = members.get("scope");
      if (scope == null) {
        return null;
      }
      if (scope.isTextual() && !scope.textValue().isBlank()) {
        return shown(scope.textValue());
      }
      remarks.add("scope is " + kind(scope));
      if (!scope.isArray()) {
        return null;
      }
      StringJoiner joined = new StringJoiner(" ");
      scope.forEach(each -> joined.add(each.asText("")));
      String text = shown(joined.toString());
      return text.isEmpty() ? null : text;
    }

    /** RFC 6749 §3.3 allows visible ASCII only; the scope is shown to people. */
    private static String shown(String scope) {
      String text = scope.replaceAll("[^!-~]+", " ").strip();
      return text.length() > LONGEST_SCOPE ? text.substring(0, LONGEST_SCOPE) + "..." : text;
    }

    private @Nullable Secret refreshToken() {
      JsonNode token = members.get("refresh_token");
      if (token == null) {
        return null;
      }
      if (token.isTextual() && !token.textValue().isBlank()) {
        return Secret.of(token.textValue().strip());
      }
      remarks.add("refresh_token is " + kind(token));
      return null;
    }

    private static String kind(JsonNode node) {
      if (node.isTextual()) {
        String text = node.textValue();
        return text.isBlank()
            ? "empty"
            : text.matches("[A-Za-z][A-Za-z0-9_:-]{0,40}") ? text : "a text";
      }
      String name = node.getNodeType().name().toLowerCase(Locale.ROOT);
      return node.isArray() || node.isObject() ? "an " + name : node.isNull() ? "null" : name;
    }
  }
}
