package io.github.dcmbulk.cli.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import com.fasterxml.jackson.core.JsonGenerator;
import io.github.dcmbulk.report.Json;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.slf4j.event.KeyValuePair;

/**
 * One event as a JSON object on a line: {@code time} (RFC 3339, UTC), {@code level}, {@code event}
 * (a fixed word), {@code message}, and the event's own fields.
 */
final class JsonLayout extends LayoutBase<ILoggingEvent> {
  /** The word for events without one of their own. */
  private static final String OTHER = "log";

  private final boolean withStackTraces;

  JsonLayout(boolean withStackTraces) {
    this.withStackTraces = withStackTraces;
  }

  @Override
  public String doLayout(ILoggingEvent event) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = Json.generator(line)) {
      Instant at = Instant.ofEpochMilli(event.getTimeStamp()).truncatedTo(ChronoUnit.MILLIS);
      json.writeStartObject();
      json.writeStringField("time", at.toString());
      json.writeStringField("level", event.getLevel().toString());
      List<KeyValuePair> fields =
          event.getKeyValuePairs() == null ? List.of() : event.getKeyValuePairs();
      json.writeStringField("event", word(fields));
      json.writeStringField("message", event.getFormattedMessage());
      for (KeyValuePair field : fields) {
        write(json, field);
      }
      String name = event.getLoggerName();
      json.writeStringField("logger", name.substring(name.lastIndexOf('.') + 1));
      if (withStackTraces && event.getThrowableProxy() != null) {
        json.writeStringField("stackTrace", ThrowableProxyUtil.asString(event.getThrowableProxy()));
      }
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return line + System.lineSeparator();
  }

  private static String word(List<KeyValuePair> fields) {
    return fields.stream()
        .filter(field -> field.key.equals("event"))
        .map(field -> String.valueOf(field.value))
        .findFirst()
        .orElse(OTHER);
  }

  private static void write(JsonGenerator json, KeyValuePair field) throws IOException {
    if (field.key.equals("event")) {
      return;
    }
    json.writeFieldName(field.key);
    if (field.value instanceof Number || field.value instanceof Boolean) {
      json.writeObject(field.value);
    } else if (field.value == null) {
      json.writeNull();
    } else {
      json.writeString(field.value.toString());
    }
  }
}
