package io.github.dcmbulk.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.console.Progress;
import io.github.dcmbulk.journal.CheckFindings;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.report.Json;
import io.github.dcmbulk.report.JsonRows;
import io.github.dcmbulk.report.ResultJson;
import io.github.dcmbulk.upload.CheckResult;
import io.github.dcmbulk.upload.CheckRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A check as one JSON object: every row as it comes, and then the sums. */
final class CheckJson {
  private CheckJson() {}

  static CheckResult write(CheckRun run, Progress shown, String version, Writer out)
      throws DcmbulkException, IOException, InterruptedException {
    JsonGenerator json = Json.generator(out);
    json.writeStartObject();
    json.writeStringField("tool", "dcmbulk");
    json.writeStringField("version", version);
    json.writeArrayFieldStart("rows");
    CheckResult result =
        run.run(
            Rows.after(
                shown,
                row -> {
                  try {
                    json.writeRaw('\n');
                    JsonRows.write(json, row);
                  } catch (IOException e) {
                    throw new UncheckedIOException(e);
                  }
                }));
    json.writeEndArray();
    json.writeNumberField("elapsedSeconds", Math.round(result.seconds() * 1000) / 1000.0);
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
    json.writeEndObject();
    json.writeRaw('\n');
    json.flush();
    return result;
  }

  private static Map<String, Long> counts(List<CheckFindings.Group> groups) {
    Map<String, Long> counts = new LinkedHashMap<>();
    groups.forEach(group -> counts.put(group.name(), group.files()));
    return counts;
  }
}
