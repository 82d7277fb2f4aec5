package io.github.dcmbulk.it;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Uploads in the sandbox's audit log. */
final class Audit {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** One stored instance. */
  record Upload(Instant time, String study, String sop) {}

  private Audit() {}

  /** The instances stored so far, in order. */
  static List<Upload> uploads(Path lake) throws IOException {
    List<Upload> uploads = new ArrayList<>();
    for (String line : Files.readAllLines(lake.resolve("audit.jsonl"))) {
      JsonNode event = MAPPER.readTree(line);
      if (event.path("event").asText().equals("upload")
          && List.of("stored", "replaced").contains(event.path("outcome").asText())) {
        uploads.add(
            new Upload(
                Instant.parse(event.path("time").asText()),
                event.path("study").asText(),
                event.path("sop").asText()));
      }
    }
    return uploads;
  }

  /** When the first upload URL was issued after that time. */
  static Instant firstUrlAfter(Instant time, Path lake) throws IOException {
    for (String line : Files.readAllLines(lake.resolve("audit.jsonl"))) {
      JsonNode event = MAPPER.readTree(line);
      Instant at = Instant.parse(event.path("time").asText());
      if (event.path("event").asText().equals("url") && at.isAfter(time)) {
        return at;
      }
    }
    throw new AssertionError("no URL was issued after " + time);
  }
}
