package io.github.dcmbulk.remote.presign;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.remote.request.AnswerBody;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the presigned URL in an answer of any form: an object with the URL at the top or one level
 * down, a JSON string, plain text, or the place given by a JSON Pointer (RFC 6901).
 */
public final class PresignAnswer {
  private static final List<String> NAMES =
      List.of("url", "presigned_url", "presignedUrl", "upload_url", "uploadUrl");
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readerFor(JsonNode.class);
  private static final int MOST_KEYS = 12;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private PresignAnswer() {}

  /**
   * Content of a body.
   *
   * @param url the URL
   * @param place where the URL was found, for messages
   */
  public record Found(PresignedUrl url, String place) {}

  /** The body has no URL at the expected place. The message describes the form, without values. */
  static final class ShapeException extends Exception {
    private final boolean truncated;
    private final boolean form;

    ShapeException(String message, boolean truncated) {
      this(message, truncated, false);
    }

    private ShapeException(String message, boolean truncated, boolean form) {
      super(message);
      this.truncated = truncated;
      this.form = form;
    }

    /** A form for a POST, as {@code generate_presigned_post} of the AWS SDKs makes it. */
    static ShapeException form(JsonNode object) {
      return new ShapeException("a form for a POST: " + shape(object, 2), false, true);
    }

    /** Whether it is a form for a POST, to which nothing can be sent with PUT. */
    boolean isForm() {
      return form;
    }

    /** Whether the body is JSON that was cut off. */
    boolean isTruncated() {
      return truncated;
    }
  }

  /**
   * Reads a body.
   *
   * @param mediaType its media type, for the message of a failure
   * @param mediaType for the message of a failure
   * @param pointer place of the URL; null to search the usual places
   * @throws ShapeException it has no URL where one is expected, or several
   */
  static Found parse(String body, String mediaType, @Nullable JsonPointer pointer)
      throws ShapeException {
    String text = (body.startsWith(BYTE_ORDER_MARK) ? body.substring(1) : body).strip();
    boolean isJson = text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    if (!isJson) {
      if (pointer == null && text.matches("(?i)https?://\\S+")) {
        return new Found(url(text, null, Map.of()), "plain text");
      }
      throw new ShapeException(AnswerBody.describe(text, mediaType), false);
    }
    Map<String, String> members = pointer == null ? PlainAnswer.members(text) : null;
    Found found = members == null ? null : among(members);
    if (found != null) {
      return found;
    }
    JsonNode root = json(text);
    return pointer == null ? search(root) : at(root, pointer);
  }

  /** The URL in an object of texts; null if there is none, or what a tree is needed for. */
  private static @Nullable Found among(Map<String, String> members) throws ShapeException {
    for (String name : NAMES) {
      String value = members.get(name);
      if (value != null) {
        String key = objectKey(members.getOrDefault("key", ""));
        return new Found(url(value, key, Map.of()), "JSON, at /" + name);
      }
    }
    return null;
  }

  private static JsonNode json(String text) throws ShapeException {
    try {
      return JSON.readValue(text);
    } catch (JsonEOFException e) {
      throw new ShapeException(
          "JSON that is cut off after " + Count.of(text.length(), "character"), true);
    } catch (JsonProcessingException e) {
      throw new ShapeException("malformed JSON of " + Count.of(text.length(), "character"), false);
    }
  }

  private static Found at(JsonNode root, JsonPointer pointer) throws ShapeException {
    JsonNode node = root.at(pointer);
    if (!node.isTextual()) {
      throw new ShapeException("no text at " + pointer + ": " + shape(root, 2), false);
    }
    JsonNode beside = pointer.matches() ? root : root.at(pointer.head());
    return found(node, beside, pointer.toString());
  }

  private static Found search(JsonNode root) throws ShapeException {
    if (root.isTextual()) {
      return new Found(url(root.textValue(), null, Map.of()), "a JSON string");
    }
    if (root.isObject()) {
      Found found = inside(root, "/");
      if (found != null) {
        return found;
      }
      for (Map.Entry<String, JsonNode> field : root.properties()) {
        JsonNode child = field.getValue();
        String place = "/" + key(field.getKey()) + "/";
        Found below = child.isObject() ? inside(child, place) : null;
        if (below != null) {
          return below;
        }
      }
    }
    throw new ShapeException(shape(root, 2), false);
  }

  private static @Nullable Found inside(JsonNode object, String place) throws ShapeException {
    for (String name : NAMES) {
      JsonNode value = object.get(name);
      if (value != null && value.isTextual()) {
        return found(value, object, place + name);
      }
    }
    return null;
  }

  private static Found found(JsonNode url, JsonNode object, String place) throws ShapeException {
    if (!object.path("fields").isEmpty()) {
      throw ShapeException.form(object);
    }
    String key = objectKey(object.path("key").asText(""));
    return new Found(url(url.textValue(), key, headers(object)), "JSON, at " + place);
  }

  /** The headers to send with the URL: an object, or a list of objects with name and value. */
  private static Map<String, String> headers(JsonNode object) throws ShapeException {
    JsonNode given = object.path("headers");
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : given.properties()) {
      add(headers, header.getKey(), header.getValue(), object);
    }
    if (given.isArray()) {
      for (JsonNode pair : given) {
        String name = pair.path("name").asText(pair.path("key").asText(""));
        add(headers, name, pair.path("value"), object);
      }
    }
    return headers;
  }

  /** SDKs write each header's values as an array, usually with one value. */
  private static void add(Map<String, String> headers, String name, JsonNode given, JsonNode object)
      throws ShapeException {
    JsonNode only = given.isArray() && given.size() == 1 ? given.get(0) : given;
    String value = only.asText();
    if (!only.isValueNode()
        || !name.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")
        || !value.chars().allMatch(c -> c >= ' ' && c < 0x7F)) {
      throw new ShapeException("headers that cannot be sent: " + shape(object, 2), false);
    }
    if (!only.isNull()) {
      headers.put(name, value);
    }
  }

  /** The object's key, if the member is one (Amazon S3: at most 1,024 bytes) and not a URL. */
  private static @Nullable String objectKey(String key) {
    boolean isKey =
        !key.isEmpty()
            && key.length() <= 1024
            && key.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '?');
    return isKey && !key.contains("://") ? key : null;
  }

  private static PresignedUrl url(String text, @Nullable String key, Map<String, String> headers)
      throws ShapeException {
    try {
      return PresignedUrl.of(text.strip(), key, headers);
    } catch (IllegalArgumentException e) {
      throw new ShapeException(
          "a text of " + Count.of(text.length(), "character") + " that is " + e.getMessage(),
          false);
    }
  }

  /** Names and types, such as {@code {data: {link: string(532)}, count: number}}; no values. */
  private static String shape(JsonNode node, int depth) {
    if (node.isTextual()) {
      return "string(" + node.textValue().length() + ")";
    }
    if (node.isArray()) {
      return node.isEmpty() || depth == 0
          ? "array(" + node.size() + ")"
          : "array(" + node.size() + ") of " + shape(node.get(0), depth - 1);
    }
    if (!node.isObject()) {
      return node.getNodeType().name().toLowerCase(Locale.ROOT);
    }
    if (depth == 0) {
      return "object(" + node.size() + ")";
    }
    StringBuilder keys = new StringBuilder("{");
    int shown = 0;
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (shown == MOST_KEYS) {
        keys.append(", ...");
        break;
      }
      keys.append(shown++ == 0 ? "" : ", ").append(key(field.getKey())).append(": ");
      keys.append(shape(field.getValue(), depth - 1));
    }
    return keys.append('}').toString();
  }

  private static String key(String name) {
    return name.matches("[A-Za-z0-9_.$@-]{1,40}") ? name : "key(" + name.length() + ")";
  }
}
