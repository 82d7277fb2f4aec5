package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.UsageException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The known columns of a table.
 *
 * @param columns number of columns of the header
 * @param places positions of the known columns, from 0
 * @param labels their headers in the list
 */
record TableHeader(int columns, Map<ListColumn, Integer> places, Map<ListColumn, String> labels) {

  /**
   * Finds the columns.
   *
   * @param named headers that the user gave; an empty one omits the column
   * @throws UsageException a column is missing or ambiguous, or none identifies a study
   */
  static TableHeader of(List<String> header, Map<ListColumn, String> named, long line, String list)
      throws UsageException {
    Map<ListColumn, Integer> places = new EnumMap<>(ListColumn.class);
    Map<ListColumn, String> labels = new EnumMap<>(ListColumn.class);
    for (int i = 0; i < header.size(); i++) {
      String label = ListValues.text(header.get(i));
      ListColumn column = ListColumn.ofHeader(label);
      if (column == null || named.containsKey(column)) {
        continue;
      }
      String other = labels.put(column, label);
      if (other != null) {
        throw new UsageException(
            "line %d of %s has two columns for %s: %s and %s"
                .formatted(line, list, column.option(), other, label),
            "name the right one with --column %s=HEADER".formatted(column.option()));
      }
      places.put(column, i);
    }
    for (Map.Entry<ListColumn, String> entry : named.entrySet()) {
      if (!entry.getValue().isEmpty()) {
        places.put(entry.getKey(), place(header, entry.getKey(), entry.getValue(), line, list));
        labels.put(entry.getKey(), entry.getValue());
      }
    }
    if (!places.containsKey(ListColumn.STUDY) && !places.containsKey(ListColumn.ACCESSION)) {
      // The header is not shown: it may be a row with patient data.
      throw new UsageException(
          "line %d of %s names no column for Study Instance UID or accession number (columns: %d)"
              .formatted(line, list, header.size()),
          "give a list with a header line; name a column with --column study=HEADER");
    }
    return new TableHeader(header.size(), places, labels);
  }

  private static int place(
      List<String> header, ListColumn column, String wanted, long line, String list)
      throws UsageException {
    int found = -1;
    for (int i = 0; i < header.size(); i++) {
      if (isCalled(header.get(i), wanted)) {
        if (found >= 0) {
          throw new UsageException(
              "line %d of %s has two columns named %s".formatted(line, list, wanted),
              "rename one of them in the list");
        }
        found = i;
      }
    }
    if (found < 0) {
      throw new UsageException(
          "line %d of %s has no column named %s".formatted(line, list, wanted),
          "give the header of the column as it is in the list: --column %s=HEADER"
              .formatted(column.option()));
    }
    return found;
  }

  private static boolean isCalled(@Nullable String header, String wanted) {
    return ListValues.text(header).equalsIgnoreCase(wanted.strip());
  }
}
