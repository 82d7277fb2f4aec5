package io.github.dcmbulk.sourcelist;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.sourcelist.SourceList.Sink;
import java.io.IOException;
import java.io.Reader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads studies in the DICOM JSON model (PS3.18 Annex F): an array of objects as QIDO-RS answers,
 * or consecutive objects as {@code dcm2json} writes them.
 */
final class DicomJsonStudies {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final StudyBuilder study;
  private long count;

  DicomJsonStudies(IdentifierDigest digest) {
    this.study = new StudyBuilder(digest);
  }

  /** Number of objects read. */
  long count() {
    return count;
  }

  /**
   * Reads all objects.
   *
   * @throws com.fasterxml.jackson.core.JsonProcessingException the text is no JSON, or cut off
   * @throws NotStudiesException the text is JSON of another kind
   */
  void read(Reader text, Sink sink) throws IOException, NotStudiesException {
    try (JsonParser json = FACTORY.createParser(text)) {
      int depth = 0;
      for (JsonToken token = json.nextToken(); token != null; token = json.nextToken()) {
        switch (token) {
          case START_ARRAY -> depth++;
          case END_ARRAY -> depth--;
          case START_OBJECT -> object(json, sink);
          default -> throw new NotStudiesException();
        }
      }
      if (depth > 0) {
        throw new NotStudiesException();
      }
    }
  }

  /** The text is JSON, but not a list of objects. */
  static final class NotStudiesException extends Exception {
    NotStudiesException() {
      super("no list of studies");
    }
  }

  private void object(JsonParser json, Sink sink) throws IOException {
    study.clear();
    count++;
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      ListColumn column = ListColumn.ofTag(json.currentName());
      JsonToken value = json.nextToken();
      if (column == null) {
        json.skipChildren();
      } else if (value == JsonToken.START_OBJECT) {
        study.put(column, attribute(json));
      } else {
        json.skipChildren();
        study.put(column, value.isScalarValue() ? json.getText() : null);
      }
    }
    study.finish(count, ListDate.Order.DAY_FIRST, Map.of(), sink);
  }

  /** The values of an attribute, joined by backslashes; null for none. */
  private static @Nullable String attribute(JsonParser json) throws IOException {
    StringBuilder values = new StringBuilder();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      boolean isValue = "Value".equals(json.currentName());
      JsonToken token = json.nextToken();
      if (isValue && token == JsonToken.START_ARRAY) {
        for (token = json.nextToken(); token != JsonToken.END_ARRAY; token = json.nextToken()) {
          add(values, json, token);
        }
      } else if (isValue) {
        add(values, json, token);
      } else {
        json.skipChildren();
      }
    }
    return values.isEmpty() ? null : values.toString();
  }

  private static void add(StringBuilder values, JsonParser json, JsonToken token)
      throws IOException {
    if (token.isScalarValue() && token != JsonToken.VALUE_NULL) {
      values.append(values.isEmpty() ? "" : "\\").append(json.getText());
    } else {
      json.skipChildren();
    }
  }
}
