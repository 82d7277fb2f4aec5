package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.testing.TestClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonProgressTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final StringWriter text = new StringWriter();
  private final TestClock clock = new TestClock("2026-11-23T18:00:00Z");
  private final JsonProgress progress = new JsonProgress(new PrintWriter(text), clock);

  @Test
  void eachLineIsAnEventWithItsTime() throws Exception {
    SourceFile file = new SourceFile(Path.of("/a\n\u001B[2J"), 100, 0);
    progress.on(new UploadEvent.StudyStarted("1.2.3", 4, true));
    progress.on(new UploadEvent.InstanceSettled(file, FileState.FAILED, "403"));
    progress.on(new UploadEvent.InstanceSettled(file, FileState.UPLOADED, null));
    progress.on(new UploadEvent.StudyFinished("1.2.3", false));
    progress.on(new UploadEvent.WalkFinished());
    progress.on(new UploadEvent.Waiting(clock.instant().plusSeconds(60), "the window"));
    progress.on(new UploadEvent.Notice(true, "two\nlines"));
    progress.on(new UploadEvent.Stopping("SIGINT", clock.instant().plusSeconds(30)));

    assertThat(lines())
        .containsExactly(
            line("study-started", "\"studyInstanceUid\":\"1.2.3\",\"instances\":4,\"resend\":true"),
            line("instance-failed", "\"path\":\"/a\\\\x0A\\\\x1B[2J\",\"why\":\"403\""),
            line("study-finished", "\"studyInstanceUid\":\"1.2.3\",\"complete\":false"),
            "{\"event\":\"walk-finished\",\"time\":\"2026-11-23T18:00:00Z\"}",
            line("waiting", "\"until\":\"2026-11-23T18:01:00Z\",\"why\":\"the window\""),
            line("notice", "\"warning\":true,\"text\":\"two\\nlines\""),
            line("stopping", "\"signal\":\"SIGINT\",\"until\":\"2026-11-23T18:00:30Z\""));
  }

  @Test
  void countsComeWhenTheyChangeAndOnceAMinute() {
    progress.count();
    progress.count();
    clock.advance(Duration.ofSeconds(59));
    progress.count();

    assertThat(lines()).hasSize(1);

    clock.advance(Duration.ofSeconds(2));
    progress.count();

    assertThat(lines()).hasSize(2);
  }

  @Test
  void countsAreThoseOfTheRun() throws Exception {
    progress.on(new UploadEvent.FilesFound(7, 700));
    progress.watch(() -> Snapshots.STATUS);
    progress.close();

    List<String> lines = lines();
    JsonNode counts = MAPPER.readTree(lines.get(lines.size() - 1));
    assertThat(counts.path("event").asText()).isEqualTo("progress");
    assertThat(counts.path("filesFound").asLong()).isEqualTo(7);
    assertThat(counts.path("files").path("checked").asLong()).isEqualTo(1_200_101);
    assertThat(counts.path("instances").path("uploaded").asLong()).isEqualTo(452_110);
    assertThat(counts.path("studies").path("done").asLong()).isEqualTo(812);
    assertThat(counts.path("bytes").path("pending").asLong()).isEqualTo(309_000_000_000L);
    assertThat(counts.path("concurrency").path("limit").asLong()).isEqualTo(16);
  }

  @Test
  void whatOthersWriteToStandardErrorBecomesAnEvent() {
    progress.watch(() -> Snapshots.STATUS);
    System.err.println("from a library");
    progress.close();

    assertThat(lines()).contains(line("log", "\"text\":\"from a library\""));
  }

  private static String line(String event, String body) {
    return "{\"event\":\"" + event + "\",\"time\":\"2026-11-23T18:00:00Z\"," + body + "}";
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }
}
