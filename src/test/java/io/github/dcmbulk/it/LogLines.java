package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The lines of a log in JSON, and what a test asks of them. */
final class LogLines {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private LogLines() {}

  /** The lines of the log, with the members that every line must have. */
  static List<JsonNode> read(Path log) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      JsonNode json = MAPPER.readTree(line);
      assertThat(Instant.parse(json.path("time").asText())).as(line).isNotNull();
      assertThat(json.path("level").asText()).as(line).matches("INFO|WARN|ERROR");
      assertThat(json.path("event").asText()).as(line).matches("[a-z]+(-[a-z]+)*");
      assertThat(json.path("message").asText()).as(line).isNotEmpty();
      lines.add(json);
    }
    return lines;
  }

  static List<String> events(List<JsonNode> lines) {
    return lines.stream().map(line -> line.path("event").asText()).toList();
  }

  static List<JsonNode> all(List<JsonNode> lines, String event) {
    return lines.stream().filter(line -> line.path("event").asText().equals(event)).toList();
  }

  static JsonNode one(List<JsonNode> lines, String event) {
    List<JsonNode> found = all(lines, event);
    assertThat(found).as(event + " in " + events(lines)).hasSize(1);
    return found.get(0);
  }

  /** Each figure of the result is in the line. */
  static void assertSame(JsonNode line, JsonNode figures) {
    for (Map.Entry<String, JsonNode> figure : figures.properties()) {
      assertThat(line.path(figure.getKey())).as(figure.getKey()).isEqualTo(figure.getValue());
    }
  }
}
