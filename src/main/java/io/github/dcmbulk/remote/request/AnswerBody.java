package io.github.dcmbulk.remote.request;

import io.github.dcmbulk.http.HttpAnswer;
import io.github.dcmbulk.model.Count;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Kind of an answer's body, to distinguish a store's answer from that of a login page, a web filter
 * or another server. No content is shown.
 */
public enum AnswerBody {
  /** Empty, or white space only. */
  EMPTY("an empty body"),
  /** An HTML page. */
  HTML("an HTML page"),
  /** An S3 error document. */
  ERROR("an error document"),
  /** JSON. */
  JSON("a JSON document"),
  /** Another XML document. */
  XML("an XML document"),
  /** Any other content. */
  OTHER("a body of another kind");

  private static final Pattern PAGE =
      Pattern.compile(
          "(?is)\\s*(?:<\\?xml[^>]{0,200}>\\s*)?(?:<!--.{0,2000}?-->\\s*)*"
              + "<(?:!doctype\\s+html|html|head|body|title|script|meta|style|center|h1|p|div|frameset)"
              + "\\b");

  private final String words;

  AnswerBody(String words) {
    this.words = words;
  }

  /** The kind of an answer's body. */
  public static AnswerBody of(HttpAnswer answer) {
    String text = answer.text();
    String start = text.startsWith("\uFEFF") ? text.substring(1) : text;
    if (start.isBlank() && !answer.cut()) {
      return EMPTY;
    }
    if (S3Error.isDocument(answer)) {
      return ERROR;
    }
    String type = answer.mediaType();
    if (type.equals("text/html") || type.contains("xhtml") || PAGE.matcher(start).lookingAt()) {
      return HTML;
    }
    String first = start.stripLeading();
    if (type.endsWith("json") || first.startsWith("{") || first.startsWith("[")) {
      return JSON;
    }
    return first.startsWith("<") ? XML : OTHER;
  }

  /** The kind in words, for messages. */
  public String words(HttpAnswer answer) {
    String type = answer.mediaType();
    boolean known = type.matches("[a-z0-9.+-]{1,40}/[a-z0-9.+-]{1,60}") && this != EMPTY;
    return known ? words + " (" + type.toLowerCase(Locale.ROOT) + ")" : words;
  }

  /** Describes a body that is no JSON, without its content. */
  public static String describe(String text, String mediaType) {
    String lower = text.substring(0, Math.min(200, text.length())).toLowerCase(Locale.ROOT);
    String what;
    if (text.isEmpty()) {
      return "an empty body";
    } else if (lower.startsWith("<!doctype html") || lower.contains("<html")) {
      what = "an HTML page";
    } else if (lower.startsWith("<")) {
      what = "an XML document";
    } else {
      what = "a text that is no URL";
    }
    String type = mediaType.matches("[a-z0-9.+/-]{1,80}") ? " (" + mediaType + ")" : "";
    return what + type + " of " + Count.of(text.length(), "character");
  }
}
