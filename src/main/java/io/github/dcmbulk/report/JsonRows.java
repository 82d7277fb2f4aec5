package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows as JSON objects, in one array or one in each line. Every object has every key. */
public final class JsonRows implements RowWriter {
  private final JsonGenerator json;
  private final boolean isArray;

  private JsonRows(JsonGenerator json, boolean isArray) {
    this.json = json;
    this.isArray = isArray;
  }

  static JsonRows array(Writer out) throws IOException {
    JsonGenerator json = Json.generator(out);
    json.writeStartArray();
    return new JsonRows(json, true);
  }

  static JsonRows lines(Writer out) throws IOException {
    JsonGenerator json = Json.generator(out);
    return new JsonRows(json, false);
  }

  /**
   * Writes one row at the generator's position.
   *
   * @throws IOException the output cannot be written
   */
  public static void write(JsonGenerator json, Row row) throws IOException {
    json.writeStartObject();
    for (Column column : Column.ALL) {
      if (!column.equals(Column.SHA256) || row.sha256() != null) {
        json.writeFieldName(column.title());
        writeValue(json, column.of(row));
      }
    }
    json.writeEndObject();
  }

  @Override
  public void write(Row row) throws IOException {
    if (isArray) {
      json.writeRaw('\n');
    }
    write(json, row);
    if (!isArray) {
      json.writeRaw('\n');
    }
  }

  @Override
  public void close() throws IOException {
    if (isArray) {
      json.writeRaw('\n');
      json.writeEndArray();
      json.writeRaw('\n');
    }
    json.flush();
  }

  static void writeValue(JsonGenerator json, @Nullable Object value) throws IOException {
    if (value == null) {
      json.writeNull();
    } else if (value instanceof Number number) {
      json.writeNumber(number.longValue());
    } else if (value instanceof Boolean truth) {
      json.writeBoolean(truth);
    } else if (value instanceof Path path) {
      json.writeString(PathText.surrogateEscaped(path));
    } else if (value instanceof List<?> list) {
      json.writeStartArray();
      for (Object item : list) {
        json.writeString(item.toString());
      }
      json.writeEndArray();
    } else {
      json.writeString(value.toString());
    }
  }
}
