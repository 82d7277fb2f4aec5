package io.github.dcmbulk.remote.token;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.remote.request.AnswerBody;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The members of a token endpoint's answer. Besides the JSON of RFC 6749 §5.1 it accepts JSON
 * within a JSON string or one level down, a form, or the token alone. {@code toString} shows no
 * value.
 *
 * @param members the members by name
 * @param remark what is unusual about the form; null for nothing
 */
record TokenBody(ObjectNode members, @Nullable String remark) {
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Pattern FORM =
      Pattern.compile("(?s)(?:[^\\s=&]+=[^\\s&]*&)*(?:access_token|error)=[^\\s]*");
  private static final Pattern JWT =
      Pattern.compile("ey[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]*");
  private static final String BYTE_ORDER_MARK = "\ufeff";
  private static final List<String> ANSWER_MEMBERS =
      List.of("access_token", "accessToken", "error");

  /** The body has none of these forms. */
  static final class ShapeException extends Exception {
    private final boolean broken;

    ShapeException(String message, boolean broken) {
      super(message);
      this.broken = broken;
    }

    /** Whether it is JSON that was cut off. */
    boolean isBroken() {
      return broken;
    }
  }

  /**
   * Reads a body, which may have neither a token nor an error.
   *
   * @throws ShapeException it is JSON that is cut off, or of an unknown form
   */
  static TokenBody parse(String body, String mediaType) throws ShapeException {
    String text = (body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body).strip();
    if (text.startsWith("{") || text.startsWith("[") || text.startsWith("\"")) {
      return of(json(text), null);
    }
    if (FORM.matcher(text).matches()) {
      return new TokenBody(form(text), "it is a form instead of JSON");
    }
    if (JWT.matcher(text).matches()) {
      return alone(text);
    }
    throw new ShapeException("no JSON but " + AnswerBody.describe(text, mediaType), text.isEmpty());
  }

  private static JsonNode json(String text) throws ShapeException {
    try {
      return JSON.readTree(text);
    } catch (JsonEOFException e) {
      throw new ShapeException(
          "JSON that is cut off after " + Count.of(text.length(), "character"), true);
    } catch (JsonProcessingException e) {
      throw new ShapeException("broken JSON of " + Count.of(text.length(), "character"), true);
    }
  }

  private static TokenBody of(JsonNode node, @Nullable String remark) throws ShapeException {
    if (node instanceof ObjectNode object) {
      return isAnswer(object) ? new TokenBody(object, remark) : below(object, remark);
    }
    if (node.isArray() && node.size() == 1) {
      return of(node.get(0), "it is an array");
    }
    if (node.isTextual() && remark == null) {
      String text = node.textValue().strip();
      return JWT.matcher(text).matches()
          ? alone(text)
          : of(json(text.isEmpty() ? "null" : text), "it is JSON within a JSON string");
    }
    return new TokenBody(JsonNodeFactory.instance.objectNode(), null);
  }

  private static TokenBody below(ObjectNode object, @Nullable String remark) {
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      if (field.getValue() instanceof ObjectNode child && isAnswer(child)) {
        return new TokenBody(child, "its members are one level down");
      }
    }
    return new TokenBody(object, remark);
  }

  private static boolean isAnswer(ObjectNode object) {
    return ANSWER_MEMBERS.stream().anyMatch(object::has);
  }

  private static TokenBody alone(String token) {
    return new TokenBody(
        JsonNodeFactory.instance.objectNode().put("access_token", token),
        "it is a token alone instead of JSON");
  }

  private static ObjectNode form(String text) throws ShapeException {
    ObjectNode members = JsonNodeFactory.instance.objectNode();
    try {
      for (String pair : text.split("&", -1)) {
        int equals = pair.indexOf('=');
        members.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
      }
    } catch (IllegalArgumentException e) {
      throw new ShapeException("a form that cannot be decoded", false);
    }
    return members;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return "TokenBody[" + remark + "]";
  }
}
