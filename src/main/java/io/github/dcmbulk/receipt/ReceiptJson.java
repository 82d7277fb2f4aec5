package io.github.dcmbulk.receipt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.github.dcmbulk.journal.DeliveredStudy;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.TreeSet;

/**
 * Text of a receipt: equal for equal deliveries, whenever it is written. It contains neither paths
 * nor patient attributes.
 */
final class ReceiptJson {
  private static final JsonFactory FACTORY = new JsonFactory();

  private ReceiptJson() {}

  static String of(DeliveredStudy study) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(text)) {
      json.setPrettyPrinter(
          new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")));
      write(json, study);
    }
    return text + "\n";
  }

  private static void write(JsonGenerator json, DeliveredStudy study) throws IOException {
    long bytes = 0;
    Instant first = Instant.MAX;
    Instant last = Instant.MIN;
    TreeSet<String> runs = new TreeSet<>();
    for (DeliveredStudy.Instance instance : study.instances()) {
      bytes += instance.size();
      Instant at = instance.uploadedAt();
      first = at.isBefore(first) ? at : first;
      last = at.isAfter(last) ? at : last;
      if (instance.run() != null) {
        runs.add(instance.run());
      }
    }
    json.writeStartObject();
    json.writeStringField("receipt", "dcmbulk 1");
    json.writeStringField("studyInstanceUid", study.studyInstanceUid());
    json.writeBooleanField("complete", study.complete());
    json.writeNumberField("delivery", study.delivery());
    json.writeNumberField("instanceCount", study.instances().size());
    json.writeNumberField("notDeliveredCount", study.notDelivered().size());
    json.writeNumberField("waitingCount", study.waiting());
    json.writeNumberField("bytes", bytes);
    json.writeStringField("firstUploadedAt", first.toString());
    json.writeStringField("lastUploadedAt", last.toString());
    json.writeArrayFieldStart("runs");
    for (String run : runs) {
      json.writeString(run);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("instances");
    for (DeliveredStudy.Instance instance : study.instances()) {
      write(json, instance);
    }
    json.writeEndArray();
    json.writeArrayFieldStart("notDelivered");
    for (DeliveredStudy.NotDelivered file : study.notDelivered()) {
      json.writeStartObject();
      json.writeStringField("sopInstanceUid", file.sopInstanceUid());
      json.writeStringField("state", file.state().code());
      json.writeStringField("reason", file.reason());
      json.writeNumberField("size", file.size());
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, DeliveredStudy.Instance instance)
      throws IOException {
    json.writeStartObject();
    json.writeStringField("seriesInstanceUid", instance.seriesInstanceUid());
    json.writeStringField("sopClassUid", instance.sopClassUid());
    json.writeStringField("sopInstanceUid", instance.sopInstanceUid());
    json.writeNumberField("size", instance.size());
    json.writeStringField("md5", instance.md5());
    json.writeStringField("sha256", instance.sha256());
    json.writeStringField("etag", instance.etag());
    json.writeStringField("objectKey", instance.objectKey());
    json.writeStringField("uploadedAt", instance.uploadedAt().toString());
    json.writeStringField("run", instance.run());
    json.writeEndObject();
  }
}
