package io.github.dcmbulk.it;

import static io.github.dcmbulk.it.LogLines.all;
import static io.github.dcmbulk.it.LogLines.assertSame;
import static io.github.dcmbulk.it.LogLines.events;
import static io.github.dcmbulk.it.LogLines.one;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The log file of the packaged program has a line for each step of a run and for its result. */
class LogIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private Path log;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    log = directory.resolve("run.log");
    checkout.sample("archive");
  }

  @Test
  void runIsReportedFromItsBeginToItsResult() throws Exception {
    Files.writeString(directory.resolve("config.toml"), "[profile.night]\ngrace = \"20s\"\n");
    try (Sandbox sandbox = sandbox()) {
      Ended ended =
          checkout
              .with(sandbox.variables())
              .with(Map.of("DCMBULK_PROXY_PASSWORD", "proxy-word"))
              .dcmbulk(upload("--config", "config.toml", "--profile", "night", "--output", "json"));
      RunJson result = RunJson.of(ended, 6);

      List<JsonNode> lines = LogLines.read(log);
      assertThat(events(lines))
          .startsWith("begin", "run", "walk-end")
          .endsWith("result")
          .containsOnlyOnce("begin", "run", "walk-end", "result", "study-incomplete");
      JsonNode begin = one(lines, "begin");
      assertThat(begin.path("version").asText()).isEqualTo(result.json().path("version").asText());
      assertThat(begin.path("java").asText()).isNotEmpty();
      assertThat(begin.path("host").asText()).isNotEmpty();
      assertThat(begin.path("user").asText()).isEqualTo(System.getProperty("user.name"));
      assertThat(begin.path("profile").asText()).isEqualTo("night");
      assertThat(begin.path("options").asText())
          .contains("--grace 20s", "--api-url http://127.0.0.1", "PATH archive");
      assertThat(one(lines, "run").path("run")).isEqualTo(result.json().path("run"));
      assertSame(one(lines, "walk-end"), result.json().path("files"));
      assertThat(all(lines, "study-complete")).hasSize(2);
      assertThat(one(lines, "study-incomplete").path("why").asText())
          .isEqualTo("1 rejected (truncated)");
      JsonNode end = one(lines, "result");
      assertThat(end.path("exit").asInt()).isEqualTo(6);
      assertSame(end, result.json().path("files"));
      assertSame(end, result.json().path("instances"));
      assertThat(end.path("studies")).isEqualTo(result.json().at("/studies/found"));
      assertThat(end.path("bytes")).isEqualTo(result.json().at("/bytes/uploaded"));
      assertThat(Files.readString(log))
          .doesNotContain(sandbox.variables().get("DCMBULK_CLIENT_SECRET"))
          .doesNotContain("proxy-word", "X-Amz-");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(log)))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void credentialsInOptionsAreMasked() throws Exception {
    checkout.dcmbulk(
        upload(
            "--proxy", "http://someone:proxy-word@127.0.0.1:1", "--api-url", "http://127.0.0.1:1"));

    assertThat(one(LogLines.read(log), "begin").path("options").asText())
        .contains("--proxy http://***");
    assertThat(Files.readString(log)).doesNotContain("proxy-word", "someone");
  }

  @Test
  void anOutageAndItsEndHaveALineEach() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "presign-throttled=1s:x5:+5")) {
      assertThat(run(sandbox, "--concurrency", "1", "--overwrite-window", "0").exit()).isEqualTo(6);

      List<JsonNode> lines = LogLines.read(log);
      JsonNode outage = one(lines, "outage");
      assertThat(outage.path("step").asText()).isEqualTo("presign");
      assertThat(outage.path("why").asText()).contains("429");
      assertThat(Instant.parse(outage.path("since").asText()))
          .isBeforeOrEqualTo(Instant.parse(outage.path("time").asText()));
      JsonNode end = one(lines, "outage-end");
      assertThat(end.path("answered").asBoolean()).isTrue();
      assertThat(end.path("seconds").asLong()).isGreaterThanOrEqualTo(3);
      assertThat(events(lines)).containsSubsequence("outage", "outage-end", "result");
    }
  }

  /** URLs are still issued: a successful request of one step does not hide failures of the next. */
  @Test
  void anOutageThatOutlivesTheRunEndsWithIt() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "slow-down:100%:+5")) {
      Ended ended = run(sandbox, "--concurrency", "1", "--max-outage", "5s", "--output", "json");
      RunJson result = RunJson.of(ended, 4);

      List<JsonNode> lines = LogLines.read(log);
      assertThat(one(lines, "outage").path("step").asText()).isEqualTo("put");
      JsonNode end = one(lines, "outage-end");
      assertThat(end.path("answered").asBoolean(true)).isFalse();
      assertThat(events(lines)).containsSubsequence("outage", "outage-end", "result");
      JsonNode last = one(lines, "result");
      assertThat(last.path("exit").asInt()).isEqualTo(4);
      assertThat(last.path("problem")).isEqualTo(result.json().at("/problem/what"));
      assertSame(last, result.json().path("instances"));
      // Studies that were not begun are logged as well: every study has its line.
      assertThat(all(lines, "study-complete").size() + all(lines, "study-incomplete").size())
          .isEqualTo(3);
    }
  }

  @Test
  void heldStudiesSayUntilWhen() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      assertThat(run(sandbox, "--min-age", "20d", "--modality", "CT,MR,DX").exit()).isEqualTo(6);

      List<JsonNode> held = all(LogLines.read(log), "study-held");
      assertThat(held).isNotEmpty();
      for (JsonNode study : held) {
        assertThat(study.path("studyInstanceUid").asText()).startsWith("2.25.");
        assertThat(Instant.parse(study.path("until").asText())).isAfter(Instant.now());
        assertThat(study.path("why").asText()).contains("is younger than --min-age");
      }
      assertThat(one(LogLines.read(log), "result").path("held").asInt()).isPositive();
      assertThat(all(LogLines.read(log), "study-incomplete")).isEmpty();
    }
  }

  @Test
  void waitForTheOverwriteWindowIsReported() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      assertThat(run(sandbox, "--exclude", "**/CT.0002.dcm").exit()).isEqualTo(6);
      Files.delete(log);

      Checkout.Running waiting = start(sandbox, "--study-gap", "1ms", "--overwrite-window", "100h");
      awaitEvent(waiting, "wait");
      waiting.process().destroy();

      assertThat(Checkout.finish(waiting).exit()).isEqualTo(143);
      JsonNode wait = one(LogLines.read(log), "wait");
      assertThat(wait.path("why").asText()).contains("overwrite window");
      assertThat(Instant.parse(wait.path("until").asText())).isAfter(Instant.now());
      assertThat(events(LogLines.read(log)))
          .containsSubsequence("wait", "stopping", "wait-end", "result");
    }
  }

  @Test
  void aWaitForTheJournalEndsWhenTheOtherRunDoes() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "latency=3600s:100%:+10")) {
      Checkout.Running first = start(sandbox, "--grace", "1s", "--read-timeout", "3600s");
      sandbox.awaitFirstUpload();
      Files.delete(log);
      Checkout.Running second = start(sandbox, "--wait-lock", "1h", "--dry-run");
      awaitEvent(second, "wait");
      first.process().destroy();
      Checkout.finish(first);

      assertThat(Checkout.finish(second).exit()).isEqualTo(6);
      JsonNode wait = one(LogLines.read(log), "wait");
      assertThat(wait.path("why").asText()).contains("another run");
      assertThat(events(LogLines.read(log)))
          .containsSubsequence("wait", "wait-end", "run", "result");
    }
  }

  @Test
  void changesOfConcurrencyAreReported() throws Exception {
    checkout.sample("--studies", "20", "--instances", "20", "--size", "1KiB", "archive/more");
    try (Sandbox sandbox = sandbox()) {
      run(sandbox, "--concurrency", "auto");

      List<JsonNode> changes = all(LogLines.read(log), "concurrency");
      assertThat(changes).isNotEmpty();
      assertThat(changes.get(0).path("limit").asInt()).isPositive();
    }
  }

  @Test
  void aStoppedRunSaysSo() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "latency=3600s:100%:+10")) {
      Checkout.Running running = start(sandbox, "--grace", "1s", "--read-timeout", "3600s");
      sandbox.awaitFirstUpload();
      running.process().destroy();

      assertThat(Checkout.finish(running).exit()).isEqualTo(143);
      List<JsonNode> lines = LogLines.read(log);
      JsonNode stopping = one(lines, "stopping");
      assertThat(stopping.path("signal").asText()).isEqualTo("SIGTERM");
      JsonNode end = one(lines, "result");
      assertThat(end.path("exit").asInt()).isEqualTo(143);
      assertThat(end.path("uploaded").asInt() + end.path("pending").asInt()).isEqualTo(13);
      assertThat(events(lines)).containsSubsequence("stopping", "result").endsWith("result");
    }
  }

  @Test
  void aRunThatCannotBeginLeavesALogToo() throws Exception {
    assertFailedStart("--api-url", upload());
    assertFailedStart("--concurrency", upload("--concurrency", "many"));
    assertFailedStart("--no-such-option", upload("--no-such-option"));
  }

  private void assertFailedStart(String why, String... arguments) throws Exception {
    Files.deleteIfExists(log);
    assertThat(checkout.dcmbulk(arguments).exit()).isEqualTo(2);
    List<JsonNode> lines = LogLines.read(log);
    assertThat(events(lines)).as(why).containsExactly("begin", "result");
    assertThat(one(lines, "result").path("exit").asInt()).isEqualTo(2);
    assertThat(one(lines, "result").path("problem").asText()).contains(why);
    assertThat(one(lines, "result").path("uploaded").asInt(-1)).isZero();
  }

  @Test
  void theSameEventsAsText() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      run(sandbox, "--log-format", "text");

      List<String> lines = Files.readAllLines(log);
      String time = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(Z|[+-]\\d\\d:\\d\\d)";
      assertThat(lines).allMatch(line -> line.matches(time + " (INFO |WARN |ERROR) .*"));
      assertThat(lines.get(0)).contains("begin, ", "version ", "java ", "user ");
      assertThat(lines).anyMatch(line -> line.contains("walk ended: 16 files found"));
      assertThat(lines).anyMatch(line -> line.matches(".*study 2\\.25\\.\\d+ is complete"));
      assertThat(lines.get(lines.size() - 1)).contains("exit 6: 13 uploaded, ");
    }
  }

  private Sandbox sandbox(String... options) throws Exception {
    return Sandbox.start(directory.resolve("lake"), options);
  }

  private Ended run(Sandbox sandbox, String... options) throws Exception {
    return checkout.with(sandbox.variables()).dcmbulk(upload(options));
  }

  private Checkout.Running start(Sandbox sandbox, String... options) throws Exception {
    return checkout.with(sandbox.variables()).start("dcmbulk", upload(options));
  }

  /** Polls while the process runs. */
  private void awaitEvent(Checkout.Running running, String event) throws Exception {
    String word = "\"event\":\"" + event + "\"";
    while (!Files.exists(log) || !Files.readString(log).contains(word)) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS))
          .as(Files.readString(running.err()))
          .isFalse();
    }
  }

  /** JSON is the default, because an option cannot be given twice. */
  private String[] upload(String... options) {
    boolean isText = Arrays.asList(options).contains("--log-format");
    return Stream.of(
            Stream.of("upload", "--log-file", log.toString(), "--journal", "journal.db"),
            isText ? Stream.<String>empty() : Stream.of("--log-format", "json"),
            Stream.of(options),
            Stream.of("archive"))
        .flatMap(part -> part)
        .toArray(String[]::new);
  }
}
