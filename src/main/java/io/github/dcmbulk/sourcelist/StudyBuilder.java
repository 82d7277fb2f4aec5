package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.IdentifierDigest;
import io.github.dcmbulk.model.IdentifierDigest.Kind;
import io.github.dcmbulk.sourcelist.ListValues.UnreadableValueException;
import io.github.dcmbulk.sourcelist.SourceList.Sink;
import io.github.dcmbulk.sourcelist.SourceList.UnreadableRow;
import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes a study of the texts of one row. Used for one row after the other, by one thread. */
final class StudyBuilder {
  private static final Pattern MODALITIES =
      Pattern.compile("[A-Z]{2,12}(?:[\\\\,;/ ]+[A-Z]{2,12})*");

  private final IdentifierDigest digest;
  private final Map<ListColumn, String> texts = new EnumMap<>(ListColumn.class);

  StudyBuilder(IdentifierDigest digest) {
    this.digest = digest;
  }

  /** Forgets the last row. */
  void clear() {
    texts.clear();
  }

  /** The row has that text in a column. */
  void put(ListColumn column, @Nullable String cell) {
    String text = ListValues.text(cell);
    if (!text.isEmpty()) {
      texts.put(column, text);
    }
  }

  /** Whether the row holds nothing that is looked at. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /**
   * Hands the row on, as a study or as unreadable.
   *
   * @param labels what the list itself calls its columns, for messages
   */
  void finish(long line, ListDate.Order order, Map<ListColumn, String> labels, Sink sink)
      throws IOException {
    ListColumn column = ListColumn.STUDY;
    try {
      String uid = ListValues.uid(text(column));
      column = ListColumn.ACCESSION;
      String accession = ListValues.identifier(text(column));
      if (uid == null && accession == null) {
        sink.unreadable(
            new UnreadableRow(line, "neither a Study Instance UID nor an accession number"));
        return;
      }
      column = ListColumn.PATIENT_ID;
      String patient = ListValues.identifier(text(column));
      column = ListColumn.DATE;
      String date = ListDate.read(text(column), order);
      column = ListColumn.INSTANCES;
      Long instances = ListValues.count(text(column));
      column = ListColumn.SERIES;
      Long series = ListValues.count(text(column));
      sink.listed(
          new ListedStudy(
              line,
              uid,
              accession == null ? null : digest.of(Kind.ACCESSION_NUMBER, accession),
              patient == null ? null : digest.of(Kind.PATIENT_ID, patient),
              date,
              instances,
              series,
              modalities()));
    } catch (UnreadableValueException e) {
      String label = labels.getOrDefault(column, column.option());
      sink.unreadable(new UnreadableRow(line, "column " + label + " " + e.getMessage()));
    }
  }

  /** Codes only (PS3.5 §6.2, CS): they are shown, so a wrong column's values must not get there. */
  private @Nullable String modalities() {
    String text = text(ListColumn.MODALITY);
    return MODALITIES.matcher(text).matches() ? text : null;
  }

  private String text(ListColumn column) {
    return texts.getOrDefault(column, "");
  }
}
