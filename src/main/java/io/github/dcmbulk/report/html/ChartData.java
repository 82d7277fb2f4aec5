package io.github.dcmbulk.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.journal.Statistics.InFlightSample;
import io.github.dcmbulk.journal.Statistics.Modality;
import io.github.dcmbulk.journal.Statistics.Month;
import io.github.dcmbulk.journal.Statistics.Sum;
import io.github.dcmbulk.report.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;

/** Data of the charts, as JSON that is safe inside a script element. */
final class ChartData {
  private ChartData() {}

  static String of(TimeLine time, List<Modality> modalities, List<Month> months, Format format)
      throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = Json.generator(text)) {
      json.writeStartObject();
      writeTime(json, time, format);
      json.writeArrayFieldStart("modalities");
      for (Modality modality : modalities) {
        json.writeStartArray();
        json.writeString(TableRows.modality(modality.name()));
        json.writeNumber(modality.delivered().files());
        json.writeNumber(modality.missing());
        json.writeNumber(modality.delivered().bytes());
        json.writeEndArray();
      }
      json.writeEndArray();
      json.writeArrayFieldStart("months");
      for (Month month : months) {
        if (month.month() != null) {
          json.writeStartArray();
          json.writeString(month.month().toString());
          json.writeNumber(month.delivered().files());
          json.writeEndArray();
        }
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    // No value can end the script element or begin a comment in it.
    return text.toString().replace("<", "\\u003c").replace(">", "\\u003e");
  }

  private static void writeTime(JsonGenerator json, TimeLine time, Format format)
      throws IOException {
    json.writeObjectFieldStart("time");
    json.writeNumberField("begin", format.wallMillis(time.begin()));
    json.writeNumberField("stretch", time.stretch().toMillis());
    double seconds = time.busy().toMillis() / 1000.0;
    json.writeNumberField("meanRate", seconds == 0 ? 0 : time.total().bytes() / seconds);
    json.writeArrayFieldStart("slots");
    for (Sum slot : time.slots()) {
      json.writeStartArray();
      json.writeNumber(slot.files());
      json.writeNumber(slot.bytes());
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeArrayFieldStart("inFlight");
    for (InFlightSample sample : time.inFlight()) {
      json.writeStartArray();
      json.writeNumber(format.wallMillis(sample.at()));
      json.writeNumber(Math.round(sample.mean() * 100) / 100.0);
      json.writeEndArray();
    }
    json.writeEndArray();
    json.writeEndObject();
  }
}
