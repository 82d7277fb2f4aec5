package io.github.dcmbulk.sourcelist;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.csv.CsvFactory;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A list as a table: values separated by commas, semicolons, tabs or bars, with a header line. */
final class TableList implements SourceList {
  private static final String SEPARATORS = ",;\t|";
  private static final int LONGEST_HEADER = 1 << 15;

  private final Path file;
  private final @Nullable Charset charset;
  private final Map<ListColumn, String> named;
  private final IdentifierDigest digest;

  /**
   * Reads that file.
   *
   * @param charset its encoding; null to detect it
   * @param named headers that the user gave; an empty one omits the column
   */
  TableList(
      Path file,
      @Nullable Charset charset,
      Map<ListColumn, String> named,
      IdentifierDigest digest) {
    this.file = file;
    this.charset = charset;
    this.named = Map.copyOf(named);
    this.digest = digest;
  }

  /** Receives the rows below the header. */
  private interface Rows {
    /** Receives a row; returns false to stop. */
    boolean row(long line, List<String> cells, TableHeader header) throws IOException;
  }

  @Override
  public String name() {
    return PathText.display(file);
  }

  @Override
  public void read(Sink sink) throws UsageException, IOException {
    StudyBuilder study = new StudyBuilder(digest);
    ListDate.Order order = order();
    each(
        (line, cells, header) -> {
          study.clear();
          if (cells.size() > header.columns() && hasText(cells, header.columns())) {
            sink.unreadable(
                new UnreadableRow(
                    line,
                    "%s, where the header names %s"
                        .formatted(
                            Count.of(cells.size(), "value"),
                            Count.of(header.columns(), "column"))));
            return true;
          }
          header.places().forEach((column, place) -> study.put(column, cell(cells, place)));
          if (!study.isEmpty()) {
            study.finish(line, order, header.labels(), sink);
          } else if (hasText(cells, 0)) {
            sink.unreadable(
                new UnreadableRow(line, "neither a Study Instance UID nor an accession number"));
          }
          return true;
        });
  }

  private static @Nullable String cell(List<String> cells, int place) {
    return place < cells.size() ? cells.get(place) : null;
  }

  private static boolean hasText(List<String> cells, int from) {
    return cells.stream().skip(from).anyMatch(cell -> !ListValues.text(cell).isEmpty());
  }

  /** Whether 02/03/2024 is in March or in February, decided by the column's other dates. */
  private ListDate.Order order() throws UsageException, IOException {
    boolean[] asked = {false};
    List<ListDate.Order> found = new ArrayList<>();
    String[] label = {""};
    each(
        (line, cells, header) -> {
          Integer place = header.places().get(ListColumn.DATE);
          String text = place == null ? "" : ListValues.text(cell(cells, place));
          if (place == null) {
            return false;
          }
          label[0] = header.labels().getOrDefault(ListColumn.DATE, "");
          if (text.isEmpty()) {
            return true;
          }
          ListDate.Order stated = ListDate.order(text);
          if (stated != null && !found.contains(stated)) {
            found.add(stated);
          }
          asked[0] |= ListDate.needsOrder(text);
          // A column has one form: the first unambiguous date ends the search.
          return asked[0];
        });
    if (asked[0] && found.size() != 1) {
      throw new UsageException(
          "the dates in column %s of %s can be read as day/month or month/day"
              .formatted(label[0], name()),
          "export them as 2024-01-31, or ignore them with --column date=");
    }
    return found.isEmpty() ? ListDate.Order.DAY_FIRST : found.get(0);
  }

  private void each(Rows rows) throws UsageException, IOException {
    try (BufferedReader text = ListEncoding.open(file, charset)) {
      Separator separator = separator(text);
      try (CsvParser csv = new CsvFactory().createParser(text)) {
        csv.enable(CsvParser.Feature.WRAP_AS_ARRAY);
        csv.enable(CsvParser.Feature.TRIM_SPACES);
        csv.setSchema(CsvSchema.emptySchema().withColumnSeparator(separator.mark));
        rows(csv, separator.line, rows);
      } catch (JsonProcessingException e) {
        throw new UsageException(
            "line %d of %s cannot be read as a table"
                .formatted(e.getLocation() == null ? 0 : e.getLocation().getLineNr(), name()),
            "check this line for a quotation mark that is not closed",
            e);
      }
    }
  }

  /**
   * Passes the rows on.
   *
   * @param before number of lines above those that the parser reads
   */
  private void rows(CsvParser csv, int before, Rows rows) throws UsageException, IOException {
    TableHeader header = null;
    List<String> cells = new ArrayList<>();
    // The parser wraps the rows in an array.
    csv.nextToken();
    while (csv.nextToken() == JsonToken.START_ARRAY) {
      cells.clear();
      long line = before + (long) csv.currentLocation().getLineNr();
      while (csv.nextToken() != JsonToken.END_ARRAY) {
        cells.add(csv.getText());
      }
      if (header == null) {
        if (hasText(cells, 0)) {
          header = TableHeader.of(cells, named, line, name());
        }
      } else if (!rows.row(line, cells, header)) {
        return;
      }
    }
    if (header == null) {
      throw new UsageException(
          name() + " has no header line", "give a list with the names of its columns above");
    }
  }

  /**
   * The separator of values.
   *
   * @param line number of lines that declare it
   */
  private record Separator(char mark, int line) {}

  /**
   * The separator: as declared by {@code sep=;} in the first line, otherwise the most frequent of
   * the possible characters in the header, outside of quotation marks.
   */
  private static Separator separator(BufferedReader text) throws IOException {
    text.mark(LONGEST_HEADER);
    StringBuilder line = new StringBuilder();
    int c = text.read();
    while (c >= 0 && line.length() < LONGEST_HEADER / 2) {
      boolean isEnd = c == '\n' || c == '\r';
      if (isEnd && line.toString().startsWith("sep=") && line.length() == "sep=".length() + 1) {
        return new Separator(line.charAt(line.length() - 1), c == '\r' ? 0 : 1);
      }
      if (isEnd && !line.toString().isBlank()) {
        break;
      }
      line.append((char) c);
      c = text.read();
    }
    text.reset();
    return new Separator(mostOften(line), 0);
  }

  private static char mostOften(CharSequence line) {
    int[] counts = new int[SEPARATORS.length()];
    boolean quoted = false;
    int best = 0;
    for (int i = 0; i < line.length(); i++) {
      char c = line.charAt(i);
      quoted ^= c == '"';
      int place = SEPARATORS.indexOf(c);
      if (!quoted && place >= 0 && ++counts[place] > counts[best]) {
        best = place;
      }
    }
    return SEPARATORS.charAt(best);
  }
}
