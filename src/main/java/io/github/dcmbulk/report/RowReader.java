package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads rows from JSON lines, one by one. */
public final class RowReader implements AutoCloseable {
  private final JsonParser json;

  /**
   * Reads from that stream, and closes it when closed.
   *
   * @throws IOException the file cannot be read
   */
  public RowReader(InputStream lines) throws IOException {
    json = Json.parser(lines);
  }

  /**
   * Reads the next row; null at the end.
   *
   * @throws MalformedException the line is no row
   * @throws IOException the file cannot be read
   */
  public @Nullable Row next() throws IOException, MalformedException {
    try {
      JsonToken token = json.nextToken();
      if (token == null) {
        return null;
      }
      if (token != JsonToken.START_OBJECT) {
        throw new MalformedException(line());
      }
      return row(values());
    } catch (JsonProcessingException | IllegalArgumentException | DateTimeException e) {
      throw new MalformedException(line());
    }
  }

  private Map<String, String> values() throws IOException {
    Map<String, String> values = new HashMap<>();
    while (json.nextToken() == JsonToken.FIELD_NAME) {
      String name = json.currentName();
      JsonToken value = json.nextToken();
      if (value.isScalarValue() && value != JsonToken.VALUE_NULL) {
        values.put(name, json.getText());
      } else {
        json.skipChildren();
      }
    }
    return values;
  }

  private static Row row(Map<String, String> values) {
    String uploadedAt = values.get("uploadedAt");
    return new Row(
        PathText.fromSurrogateEscaped(required(values, "path")),
        Long.parseLong(required(values, "size")),
        Instant.parse(required(values, "modified")),
        FileState.ofCode(required(values, "state")),
        values.get("reason"),
        Set.of(),
        new InstanceHeader(
            values.get("sopClassUid"),
            values.get("sopInstanceUid"),
            values.get("studyInstanceUid"),
            values.get("seriesInstanceUid"),
            values.get("modality"),
            values.get("transferSyntaxUid"),
            null,
            null),
        values.get("md5"),
        values.get("etag"),
        Integer.parseInt(values.getOrDefault("attempts", "0")),
        uploadedAt == null ? null : Instant.parse(uploadedAt),
        values.get("run"),
        values.get("sha256"),
        null);
  }

  private static String required(Map<String, String> values, String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalArgumentException(name);
    }
    return value;
  }

  /** Number of the last line, from 1. */
  public long line() {
    return json.currentLocation().getLineNr();
  }

  @Override
  public void close() throws IOException {
    json.close();
  }

  /** A line is no row. */
  public static final class MalformedException extends Exception {
    private final long line;

    private MalformedException(long line) {
      super("line " + line + " is no row");
      this.line = line;
    }

    /** Number of the line, from 1. */
    public long line() {
      return line;
    }
  }
}
