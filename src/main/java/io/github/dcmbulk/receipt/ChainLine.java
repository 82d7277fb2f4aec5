package io.github.dcmbulk.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One line of the index.
 *
 * @param number from 1
 * @param study the study's UID
 * @param file the receipt's name in the directory
 * @param sha256 of the receipt, as 64 hexadecimal digits
 * @param written when it was written
 * @param previous SHA-256 of the line before, without its line feed; 64 zeros for the first
 */
record ChainLine(
    long number, String study, String file, String sha256, Instant written, String previous) {
  static final String NONE = "0".repeat(64);

  private static final JsonFactory FACTORY = new JsonFactory();
  private static final JsonMapper MAPPER = new JsonMapper();

  /** The line without its line feed. */
  String text() throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.writeStartObject();
      json.writeNumberField("line", number);
      json.writeStringField("study", study);
      json.writeStringField("file", file);
      json.writeStringField("sha256", sha256);
      json.writeStringField("written", written.toString());
      json.writeStringField("previous", previous);
      json.writeEndObject();
    }
    return text.toString();
  }

  /** Reads a line; null when it is none. */
  static @Nullable ChainLine parse(String text) {
    try {
      JsonNode json = MAPPER.readTree(text);
      ChainLine line =
          new ChainLine(
              json.path("line").asLong(),
              json.path("study").asText(),
              json.path("file").asText(),
              json.path("sha256").asText(),
              Instant.parse(json.path("written").asText()),
              json.path("previous").asText());
      // A line that says more, or says it otherwise, is none of ours.
      return line.text().equals(text) ? line : null;
    } catch (IOException | java.time.DateTimeException e) {
      return null;
    }
  }
}
