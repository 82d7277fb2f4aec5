package io.github.dcmbulk.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.model.AuditException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Attempt.Result;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
  private static final Clock CLOCK =
      Clock.fixed(Instant.parse("2026-11-23T18:00:00Z"), ZoneOffset.UTC);
  private static final Actor ACTOR = new Actor("pacs", "gateway", 42);
  private static final Attempt PUT =
      new Attempt(
          Step.PUT,
          "lake.example.org",
          Result.THROTTLED,
          503,
          12_345_678,
          4096,
          new InstanceRef("1.2", "1.2.3", 2),
          new Attempt.Details("http-503-SlowDown", "REQ1", null));

  @TempDir private Path directory;

  @Test
  void lineShowsWhoDidWhatForWhichInstanceAndTheOutcome() throws IOException {
    try (AuditLog log = open()) {
      log.begin("2026-11-23T18:00:00Z-3f9c");
      log.on(PUT);
      log.end(1, 5, 500, Duration.ofSeconds(2));
    }

    assertThat(Files.readAllLines(path()))
        .containsExactly(
            line("begin", ""),
            line(
                "put",
                ",\"studyInstanceUid\":\"1.2\",\"sopInstanceUid\":\"1.2.3\","
                    + "\"host\":\"lake.example.org\",\"bytes\":4096,\"outcome\":\"throttled\","
                    + "\"status\":503,\"code\":\"http-503-SlowDown\",\"attempt\":2,"
                    + "\"durationMs\":12.3,\"requestId\":\"REQ1\""),
            line("end", ",\"exit\":1,\"uploaded\":5,\"bytes\":500,\"durationMs\":2000"));
  }

  @Test
  void laterRunsAppend() throws IOException {
    for (String run : List.of("a", "b")) {
      try (AuditLog log = open()) {
        log.begin(run);
      }
    }

    List<String> runs = new ArrayList<>();
    for (String line : Files.readAllLines(path())) {
      JsonNode json = new ObjectMapper().readTree(line);
      runs.add(json.path("run").asText());
    }
    assertThat(runs).containsExactly("a", "b");
  }

  @Test
  void runIsStoppedWhenTheLogCannotBeWritten() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "there is no /dev/full");
    List<AuditException> heard = new ArrayList<>();
    try (AuditLog log = AuditLog.open(full, ACTOR, CLOCK)) {
      log.onFailure(heard::add);
      log.on(PUT);
      log.on(PUT);
    }

    assertThat(heard).hasSize(1);
    assertThat(heard.get(0)).hasMessageContaining("/dev/full").hasMessageContaining("No space");
  }

  @Test
  void failureBeforeAnybodyListensIsNotMissed() throws IOException {
    assumeTrue(Files.exists(Path.of("/dev/full")), "there is no /dev/full");
    List<AuditException> heard = new ArrayList<>();
    try (AuditLog log = AuditLog.open(Path.of("/dev/full"), ACTOR, CLOCK)) {
      log.begin("a");
      log.onFailure(heard::add);
    }

    assertThat(heard).hasSize(1);
  }

  private static String line(String step, String fields) {
    return "{\"time\":\"2026-11-23T18:00:00Z\",\"run\":\"2026-11-23T18:00:00Z-3f9c\","
        + "\"actor\":{\"user\":\"pacs\",\"host\":\"gateway\",\"pid\":42},\"step\":\""
        + step
        + "\""
        + fields
        + "}";
  }

  private Path path() {
    return directory.resolve("audit.jsonl");
  }

  private AuditLog open() throws IOException {
    return AuditLog.open(path(), ACTOR, CLOCK);
  }
}
