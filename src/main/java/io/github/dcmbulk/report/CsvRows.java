package io.github.dcmbulk.report;

import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.Row;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rows as CSV (RFC 4180). For spreadsheets, text that would be read as a formula gets a leading
 * apostrophe, and several values of a cell are joined with semicolons.
 */
final class CsvRows implements RowWriter {
  private static final String END_OF_LINE = "\r\n";

  private final Writer out;
  private final List<Column> columns;

  CsvRows(Writer out, boolean withSha256) throws IOException {
    this.out = out;
    this.columns =
        Column.ALL.stream().filter(column -> withSha256 || !column.equals(Column.SHA256)).toList();
    line(out, columns.stream().map(Column::title).toList());
  }

  @Override
  public void write(Row row) throws IOException {
    List<@Nullable Object> cells = new ArrayList<>(columns.size());
    columns.forEach(column -> cells.add(column.of(row)));
    line(out, cells);
  }

  /** Writes a line with these cells. */
  static void line(Writer out, List<? extends @Nullable Object> cells) throws IOException {
    String separator = "";
    for (Object cell : cells) {
      out.append(separator).append(cell(cell));
      separator = ",";
    }
    out.append(END_OF_LINE);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }

  private static String cell(@Nullable Object value) {
    if (value == null) {
      return "";
    }
    if (value instanceof Number) {
      return value.toString();
    }
    String text;
    if (value instanceof Path path) {
      text = PathText.display(path);
    } else if (value instanceof List<?> list) {
      text = String.join(";", list.stream().map(Object::toString).toList());
    } else {
      text = value.toString();
    }
    return quoted(harmless(text));
  }

  private static String harmless(String text) {
    return !text.isEmpty() && "=+-@\t\r".indexOf(text.charAt(0)) >= 0 ? "'" + text : text;
  }

  private static String quoted(String text) {
    boolean needsQuotes =
        text.chars().anyMatch(c -> c == ',' || c == '"' || c == '\r' || c == '\n');
    return needsQuotes ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }
}
