package io.github.dcmbulk.console;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Events as JSON lines, each with {@code event} and {@code time}. */
final class JsonLines {
  private static final JsonFactory FACTORY = new JsonFactory();

  private final PrintWriter out;
  private final Clock clock;

  /** Writes an event's other members. */
  @FunctionalInterface
  interface Body {
    void write(JsonGenerator json) throws IOException;
  }

  JsonLines(PrintWriter out, Clock clock) {
    this.out = out;
    this.clock = clock;
  }

  void write(String event, Body body) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = FACTORY.createGenerator(line)) {
      json.writeStartObject();
      json.writeStringField("event", event);
      json.writeStringField("time", time(clock.instant()));
      body.write(json);
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    synchronized (out) {
      out.println(line);
      out.flush();
    }
  }

  /** A time in UTC, in milliseconds. */
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }
}
