package io.github.dcmbulk.sandbox.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Answers as JSON text. */
public final class JsonText {
  private static final ObjectWriter WRITER = JsonMapper.builder().build().writer();

  private JsonText() {}

  /** A value of maps, strings and numbers as compact JSON. */
  public static String text(Object value) {
    try {
      return WRITER.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("not a JSON value", e);
    }
  }
}
