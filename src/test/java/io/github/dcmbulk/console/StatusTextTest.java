package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.JournalSummary;
import io.github.dcmbulk.journal.RunPause;
import io.github.dcmbulk.journal.RunProgress;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.report.SummaryJson;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code status} says about a run in progress. */
class StatusTextTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final RunPause PAUSE = new RunPause(NOW, "paused: no upload begins (me@here)");
  private static final RunPause OUTAGE = new RunPause(NOW, "put: connection refused");

  private static JournalSummary summary(@Nullable RunPause paused, @Nullable RunPause outage) {
    HostShare host =
        new HostShare("a", 7, 4, 400, 10, 0, 1, 0, false, paused != null, false, false);
    HostShare other = new HostShare("b", 8, 0, 0, 0, 0, 0, 0, false, false, outage != null, false);
    return summary(paused, outage, host, other);
  }

  private static JournalSummary summary(
      @Nullable RunPause paused, @Nullable RunPause outage, HostShare... hosts) {
    RunProgress progress =
        new RunProgress(NOW, 10, true, 4, 6, 400, 600, 40, null, null, paused, outage);
    return new JournalSummary(
        Map.of(),
        0,
        Map.of(),
        new RunResult.Studies(1, 0, 0, 1),
        List.of(),
        List.of(new JournalSummary.RunLine("run-1", NOW, null, null, 0, false)),
        progress,
        "process 7 on a",
        List.of(hosts));
  }

  private static List<String> text(JournalSummary summary) {
    StringWriter text = new StringWriter();
    new StatusText(new PrintWriter(text)).print(summary, new SqliteStore(Path.of("/j.db")));
    return text.toString().lines().toList();
  }

  private static JsonNode json(JournalSummary summary) throws Exception {
    StringWriter json = new StringWriter();
    SummaryJson.write(summary, "/j.db", "1", json);
    return new ObjectMapper().readTree(json.toString());
  }

  @Test
  void aRunThatSendsIsNeitherPausedNorWithoutAService() throws Exception {
    JournalSummary summary = summary(null, null);
    assertThat(text(summary)).noneMatch(line -> line.contains("since 2") && line.startsWith("  "));
    JsonNode running = json(summary).path("running");
    assertThat(running.path("paused").isBoolean()).isTrue();
    assertThat(running.path("paused").asBoolean()).isFalse();
    assertThat(running.path("outage").asBoolean()).isFalse();
    assertThat(running.has("pausedSince")).isFalse();
    assertThat(running.path("secondsLeft").asLong()).isEqualTo(15);
  }

  @Test
  void aPauseIsShownWithItsBeginning() throws Exception {
    JournalSummary summary = summary(PAUSE, null);
    assertThat(text(summary))
        .contains("  since 2026-11-23T18:00:00Z: paused: no upload begins (me@here)")
        .contains(
            "  a, process 7: delivering 1 study, 4 instances delivered, last seen 0.0 s ago, paused");
    JsonNode json = json(summary);
    assertThat(json.path("running").path("paused").asBoolean()).isTrue();
    assertThat(json.path("running").path("pausedSince").asText()).isEqualTo(NOW.toString());
    assertThat(json.path("running").path("pausedWhy").asText()).isEqualTo(PAUSE.why());
    assertThat(json.path("running").has("secondsLeft")).isFalse();
    assertThat(json.path("hosts").get(0).path("paused").asBoolean()).isTrue();
    assertThat(json.path("hosts").get(1).path("paused").asBoolean()).isFalse();
  }

  @Test
  void aProcessWhoseLeaseHasEndedIsShown() throws Exception {
    JournalSummary summary =
        summary(
            null,
            null,
            new HostShare("a", 7, 4, 400, 10, 0, 1, 75_000, true, false, false, false),
            new HostShare("b", 8, 0, 0, 0, 0, 0, 0, false, false, false, false));
    assertThat(text(summary))
        .contains(
            "  a, process 7: delivering 1 study, 4 instances delivered, last seen 1m 15s ago:"
                + " its lease has ended, others take over");
    JsonNode json = json(summary);
    assertThat(json.path("hosts").get(0).path("leaseEnded").asBoolean()).isTrue();
    assertThat(json.path("hosts").get(1).path("leaseEnded").isBoolean()).isTrue();
    assertThat(json.path("hosts").get(1).path("leaseEnded").asBoolean()).isFalse();
  }

  @Test
  void aServiceThatDoesNotAnswerIsShown() throws Exception {
    JournalSummary summary = summary(null, OUTAGE);
    assertThat(text(summary))
        .contains(
            "  no answer from the service since 2026-11-23T18:00:00Z: put: connection refused")
        .anyMatch(line -> line.endsWith("ago, no answer from the service"));
    JsonNode json = json(summary);
    assertThat(json.path("running").path("outage").asBoolean()).isTrue();
    assertThat(json.path("running").path("outageWhy").asText()).isEqualTo(OUTAGE.why());
    assertThat(json.path("hosts").get(1).path("outage").asBoolean()).isTrue();
  }
}
