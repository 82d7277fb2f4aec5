package io.github.dcmbulk.remote.token;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcmbulk.model.Secret;
import java.util.List;
import java.util.Set;

/**
 * An error of a token endpoint (RFC 6749 §5.2), without secrets.
 *
 * @param code such as {@code invalid_client}; empty for none
 * @param description one line for messages, without secrets; empty for none
 */
record TokenRefusal(String code, String description) {
  static final TokenRefusal NONE = new TokenRefusal("", "");

  private static final int LONGEST = 200;

  /** Temporary errors, defined for the authorization endpoint (RFC 6749 §4.1.2.1). */
  private static final Set<String> TEMPORARY =
      Set.of("temporarily_unavailable", "server_error", "slow_down");

  private static final Set<String> CLIENT = Set.of("invalid_client", "unauthorized_client");
  private static final Set<String> REQUEST = Set.of("unsupported_grant_type", "invalid_request");

  /** Reads the members of an answer; {@link #NONE} when they have no error. */
  static TokenRefusal of(ObjectNode members, List<Secret> secrets) {
    JsonNode error = members.path("error");
    boolean isError =
        (error.isTextual() && !error.textValue().isBlank())
            || error.isObject()
            || (error.isBoolean() && error.booleanValue());
    if (!isError) {
      return NONE;
    }
    String code = error.isObject() ? error.path("code").asText("") : error.asText("");
    JsonNode description =
        error.isObject() ? error.path("message") : members.path("error_description");
    return new TokenRefusal(
        code.matches("[A-Za-z0-9_.-]{1,64}") ? code : "error",
        description.isTextual() ? shown(description.textValue(), secrets) : "");
  }

  /** One line of limited length, without secrets: servers may repeat what they received. */
  private static String shown(String text, List<Secret> secrets) {
    String line = text;
    for (Secret secret : secrets) {
      if (!secret.reveal().isEmpty()) {
        line = line.replace(secret.reveal(), "***");
      }
    }
    line =
        line.replaceAll("ey[A-Za-z0-9_-]{8,}\\.[A-Za-z0-9_.-]+", "***")
            .replaceAll("[\\p{C}\\p{Zl}\\p{Zp}]+", " ")
            .replaceAll("\\s+", " ")
            .strip();
    return line.length() > LONGEST ? line.substring(0, LONGEST).stripTrailing() + "..." : line;
  }

  boolean isNone() {
    return code.isEmpty();
  }

  boolean passes() {
    return TEMPORARY.contains(code);
  }

  /** Whether the error is about the client's authentication. */
  boolean isAboutClient() {
    return CLIENT.contains(code);
  }

  /** Whether the error is about the form of the request. */
  boolean isAboutRequest() {
    return REQUEST.contains(code);
  }

  /** Code and description, after a comma; empty for none. */
  String inWords() {
    return code + (description.isEmpty() ? "" : ": \"" + description + "\"");
  }
}
