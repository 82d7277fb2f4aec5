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

/** Builds a study from the texts of one row. Reused for each row, by one thread. */
final class StudyBuilder {
  private static final Pattern MODALITIES =
      Pattern.compile("[A-Z]{2,12}(?:[\\\\,;/ ]+[A-Z]{2,12})*");

  private final IdentifierDigest digest;
  private final Map<ListColumn, String> texts = new EnumMap<>(ListColumn.class);

  StudyBuilder(IdentifierDigest digest) {
    this.digest = digest;
  }

  /** Clears the values of the previous row. */
  void clear() {
    texts.clear();
  }

  /** Sets the text of a column. */
  void put(ListColumn column, @Nullable String cell) {
    String text = ListValues.text(cell);
    if (!text.isEmpty()) {
      texts.put(column, text);
    }
  }

  /** Whether the row has no value in a known column. */
  boolean isEmpty() {
    return texts.isEmpty();
  }

  /**
   * Passes the row on, as a study or as unreadable.
   *
   * @param labels headers of the list's columns, for messages
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

  /**
   * Code strings only (PS3.5 §6.2, CS): they are shown, and a wrong column could contain patient
   * data.
   */
  private @Nullable String modalities() {
    String text = text(ListColumn.MODALITY);
    return MODALITIES.matcher(text).matches() ? text : null;
  }

  private String text(ListColumn column) {
    return texts.getOrDefault(column, "");
  }
}
