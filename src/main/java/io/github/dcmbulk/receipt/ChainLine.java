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
 * @param number line number, from 1
 * @param study Study Instance UID
 * @param file name of the receipt in the directory
 * @param sha256 SHA-256 of the receipt, as 64 hexadecimal digits
 * @param written when the receipt was written
 * @param previous SHA-256 of the previous line, without its line feed; 64 zeros for the first line
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

  /** Parses a line; null when it is invalid. */
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
      // A line with other content or another form was not written by dcmbulk.
      return line.text().equals(text) ? line : null;
    } catch (IOException | java.time.DateTimeException e) {
      return null;
    }
  }
}
