package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes records one by one: as CSV with a header line, as one JSON array, or as JSON lines.
 *
 * @param <T> type of a record
 */
public final class RecordWriter<T> implements AutoCloseable {
  private final List<Field<T>> fields;
  private final RowFormat format;
  private final Writer out;
  private final @Nullable JsonGenerator json;

  RecordWriter(List<Field<T>> fields, RowFormat format, Writer out) throws IOException {
    this.fields = fields;
    this.format = format;
    this.out = out;
    this.json = format == RowFormat.CSV ? null : Json.generator(out);
    if (json == null) {
      CsvRows.line(out, fields.stream().map(Field::title).toList());
    } else if (format == RowFormat.JSON) {
      json.writeStartArray();
    }
  }

  /**
   * Writes one record.
   *
   * @throws IOException the output cannot be written
   */
  public void write(T item) throws IOException {
    if (json == null) {
      List<@Nullable Object> cells = new ArrayList<>();
      fields.forEach(field -> cells.add(field.value().apply(item)));
      CsvRows.line(out, cells);
    } else if (format == RowFormat.JSON) {
      json.writeRaw('\n');
      object(json, fields, item);
    } else {
      object(json, fields, item);
      json.writeRaw('\n');
    }
  }

  /** Writes a record at the generator's position. */
  static <T> void object(JsonGenerator json, List<Field<T>> fields, T item) throws IOException {
    json.writeStartObject();
    for (Field<T> field : fields) {
      json.writeFieldName(field.title());
      JsonRows.writeValue(json, field.value().apply(item));
    }
    json.writeEndObject();
  }

  /** Ends the document and flushes; does not close the underlying writer. */
  @Override
  public void close() throws IOException {
    if (json == null) {
      out.flush();
      return;
    }
    if (format == RowFormat.JSON) {
      json.writeRaw('\n');
      json.writeEndArray();
      json.writeRaw('\n');
    }
    json.flush();
  }
}
