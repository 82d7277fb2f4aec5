package io.github.dcmbulk.report;

import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.model.Forecast;
import io.github.dcmbulk.model.Pace;
import java.io.IOException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The forecast of a dry run, as a member of the result. */
final class ForecastJson {
  private ForecastJson() {}

  /** Writes it; nothing for null. */
  static void write(JsonGenerator json, @Nullable Forecast forecast) throws IOException {
    if (forecast != null) {
      json.writeObjectFieldStart("forecast");
      json.writeNumberField("instances", forecast.instances());
      json.writeNumberField("bytes", forecast.bytes());
      json.writeNumberField("requests", forecast.requests());
      Duration atLimit = forecast.atLimit();
      if (atLimit != null) {
        json.writeNumberField("secondsAtLimitRate", Json.seconds(atLimit.toMillis() / 1000.0));
      }
      Pace pace = forecast.pace();
      Duration atLastPace = forecast.atLastPace();
      if (pace != null && atLastPace != null) {
        json.writeNumberField("secondsAtLastPace", Json.seconds(atLastPace.toMillis() / 1000.0));
        json.writeStringField("lastPaceOfRun", pace.run());
      }
      writeWindows(json, forecast.windows());
      if (forecast.inventory() != null) {
        InventoryJson.write(json, forecast.inventory());
      }
      json.writeEndObject();
    }
  }

  private static void writeWindows(JsonGenerator json, @Nullable List<Forecast.Window> windows)
      throws IOException {
    if (windows != null) {
      json.writeArrayFieldStart("windows");
      for (Forecast.Window window : windows) {
        json.writeStartObject();
        json.writeStringField("from", time(window.from()));
        json.writeStringField("until", time(window.until()));
        json.writeEndObject();
      }
      json.writeEndArray();
    }
  }

  private static String time(ZonedDateTime time) {
    return DateTimeFormatter.ISO_OFFSET_DATE_TIME.format(time.truncatedTo(ChronoUnit.SECONDS));
  }
}
