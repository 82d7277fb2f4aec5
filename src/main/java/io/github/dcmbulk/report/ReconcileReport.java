package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.reconcile.Comparison;
import io.github.dcmbulk.reconcile.ListFinding;
import io.github.dcmbulk.reconcile.ListedState;
import io.github.dcmbulk.reconcile.Totals;
import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Result of the comparison with a list, as CSV or JSON. */
public final class ReconcileReport {
  private static final List<Field<ListFinding>> FIELDS =
      List.of(
          new Field<>("studyInstanceUid", ListFinding::uid),
          new Field<>("state", finding -> finding.state().code()),
          new Field<>("listed", ListFinding::listed),
          new Field<>("found", ListFinding::found),
          new Field<>("delivered", ListFinding::delivered),
          new Field<>("rejected", ListFinding::rejected),
          new Field<>("waiting", ListFinding::waiting),
          new Field<>("line", ListFinding::line),
          new Field<>("studyDate", ListFinding::date),
          new Field<>("modalities", ListFinding::modalities),
          new Field<>("waived", ListFinding::isWaived),
          new Field<>("reason", ListFinding::reason));

  private ReconcileReport() {}

  /**
   * Writes every study that is not complete or not listed.
   *
   * @throws IOException the output cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  public static void rows(Comparison comparison, RowFormat format, Writer out)
      throws IOException, DcmbulkException {
    try (RecordWriter<ListFinding> rows = new RecordWriter<>(FIELDS, format, out)) {
      comparison.findings(rows::write);
    }
  }

  /**
   * Writes one object: the totals, then the studies.
   *
   * @throws IOException the output cannot be written
   * @throws DcmbulkException the journal cannot be read
   */
  public static void object(Comparison comparison, Totals totals, int exit, Writer out)
      throws IOException, DcmbulkException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    json.writeNumberField("exit", exit);
    json.writeNumberField("listed", totals.listed());
    for (ListedState state : ListedState.values()) {
      json.writeNumberField(state.code(), totals.of(state));
    }
    json.writeNumberField("listDuplicates", totals.duplicates());
    json.writeNumberField("listUnreadable", totals.unreadable());
    json.writeNumberField("waived", totals.waived());
    json.writeNumberField("open", totals.open());
    json.writeNumberField("notCompared", totals.unknown());
    json.writeArrayFieldStart("studies");
    comparison.findings(
        finding -> {
          json.writeRaw('\n');
          RecordWriter.object(json, FIELDS, finding);
        });
    json.writeEndArray();
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }
}
