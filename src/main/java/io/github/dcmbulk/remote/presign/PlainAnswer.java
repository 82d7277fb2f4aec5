package io.github.dcmbulk.remote.presign;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The usual answer: an object (RFC 8259) whose members are all strings without escapes. There is
 * one for each instance, and a tree of any other JSON takes four times as long to make.
 */
final class PlainAnswer {
  private final String text;
  private int at;

  private PlainAnswer(String text) {
    this.text = text;
  }

  /** The members of such an object; null if the text is anything else, or names one twice. */
  static @Nullable Map<String, String> members(String text) {
    return new PlainAnswer(text).read();
  }

  private @Nullable Map<String, String> read() {
    Map<String, String> members = new HashMap<>();
    char before = '{';
    while (isNext(before)) {
      String name = string();
      String value = name != null && isNext(':') ? string() : null;
      if (value == null || members.put(name, value) != null) {
        return null;
      }
      before = ',';
    }
    return isNext('}') && at == text.length() ? members : null;
  }

  /** Passes over white space, and over that character if it is next. */
  private boolean isNext(char wanted) {
    while (at < text.length() && isSpace(text.charAt(at))) {
      at++;
    }
    boolean isNext = at < text.length() && text.charAt(at) == wanted;
    at += isNext ? 1 : 0;
    return isNext;
  }

  private static boolean isSpace(char c) {
    return c == ' ' || c == '\n' || c == '\r' || c == '\t';
  }

  /** The next string; null if there is none, or one that would have to be decoded or refused. */
  private @Nullable String string() {
    if (!isNext('"')) {
      return null;
    }
    int begin = at;
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        at = i + 1;
        return text.substring(begin, i);
      }
      if (c == '\\' || c < ' ') {
        return null;
      }
    }
    return null;
  }
}
