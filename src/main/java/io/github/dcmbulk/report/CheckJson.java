package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.upload.result.CheckResult;
import java.io.IOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes the result of a check as one JSON object: rows as they become known, totals at the end.
 */
public final class CheckJson {
  private final JsonGenerator json;

  /**
   * Begins the object.
   *
   * @param version version of dcmbulk
   * @throws IOException {@code out} cannot be written
   */
  public CheckJson(String version, Writer out) throws IOException {
    json = Json.generator(out);
    json.writeStartObject();
    json.writeStringField("tool", "dcmbulk");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rows");
  }

  /**
   * Writes the next row.
   *
   * @throws IOException {@code out} cannot be written
   */
  public void row(Row row) throws IOException {
    json.writeRaw('\n');
    JsonRows.write(json, row);
  }

  /**
   * Writes the totals and ends the object.
   *
   * @throws IOException {@code out} cannot be written
   */
  public void end(CheckResult result) throws IOException {
    json.writeEndArray();
    json.writeNumberField("elapsedSeconds", Json.seconds(result.seconds()));
    ResultJson.writeFiles(json, result.files());
    json.writeNumberField("duplicates", result.duplicates());
    json.writeNumberField("conflicts", result.conflicts());
    json.writeNumberField("held", result.held());
    json.writeNumberField("studies", result.studies());
    json.writeNumberField("splitStudies", result.splitStudies());
    ResultJson.writeCounts(json, "rejections", result.rejectionCounts());
    ResultJson.writeCounts(json, "warnings", counts(result.warnings()));
    json.writeArrayFieldStart("misfiled");
    for (String notice : result.misfiled()) {
      json.writeString(notice);
    }
    json.writeEndArray();
    if (result.inventory() != null) {
      InventoryJson.write(json, result.inventory());
    }
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
  }

  private static Map<String, Long> counts(List<CheckFindings.Group> groups) {
    Map<String, Long> counts = new LinkedHashMap<>();
    groups.forEach(group -> counts.put(group.name(), group.files()));
    return counts;
  }
}
