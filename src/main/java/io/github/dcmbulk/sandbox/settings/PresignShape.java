package io.github.dcmbulk.sandbox.settings;

import io.github.dcmbulk.sandbox.http.JsonText;
import io.github.dcmbulk.sandbox.http.Reply;
import java.util.LinkedHashMap;
import java.util.Map;

/** Forms of the answer to a presign request that services use. */
public enum PresignShape {
  /** {@code {"url": …, "key": …}}, as in the published sample. */
  URL("url"),
  /** The URL under {@code presigned_url}. */
  PRESIGNED_URL("presigned_url"),
  /** The URL under {@code presignedUrl}. */
  PRESIGNED_URL_CAMEL("presignedUrl"),
  /** The URL under {@code upload_url}. */
  UPLOAD_URL("upload_url"),
  /** The URL under {@code uploadUrl}. */
  UPLOAD_URL_CAMEL("uploadUrl"),
  /** One level down: {@code {"data": {"url": …, "key": …}}}. */
  NESTED("url"),
  /** A JSON string. */
  JSON_STRING(""),
  /** The URL as plain text. */
  TEXT("");

  private final String member;

  PresignShape(String member) {
    this.member = member;
  }

  /** The answer; headers for the PUT are beside the URL where the form allows it. */
  public Reply reply(String url, String key, Map<String, String> headers) {
    return switch (this) {
      case JSON_STRING -> Reply.of(200, "application/json", JsonText.text(url));
      case TEXT -> Reply.of(200, "text/plain", url + "\n");
      case NESTED -> Reply.json(200, Map.of("data", object(url, key, headers)));
      default -> Reply.json(200, object(url, key, headers));
    };
  }

  private Map<String, Object> object(String url, String key, Map<String, String> headers) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put(member, url);
    object.put("key", key);
    if (!headers.isEmpty()) {
      object.put("headers", headers);
    }
    return object;
  }
}
