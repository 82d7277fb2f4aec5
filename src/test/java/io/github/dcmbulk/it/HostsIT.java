package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several processes share one run through a journal in a PostgreSQL database. */
@Timeout(900)
class HostsIT {
  private static final Duration WINDOW = Duration.ofSeconds(10);

  @TempDir private Path directory;

  private String[] upload(String journal, String... more) {
    List<String> words =
        new ArrayList<>(List.of("upload", "--output", "json", "--journal", journal));
    words.addAll(List.of("--overwrite-window", "10s", "--host-lease", "4s", "--concurrency", "2"));
    words.addAll(List.of(more));
    words.add("load");
    return words.toArray(new String[0]);
  }

  @Test
  void processesShareARunAndOneThatIsKilledLosesNothing() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "12", "--instances", "10", "--size", "1KiB", "load");
    Path lake = directory.resolve("lake");
    try (Sandbox sandbox =
        Sandbox.start(
            lake,
            "--overwrite-window",
            "10s",
            "--url-lifetime",
            "20s",
            "--fault",
            "latency=300ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running first = configured.start("dcmbulk", upload(journal));
      sandbox.awaitFirstUpload();
      Checkout.Running second = configured.start("dcmbulk", upload(journal));
      Ended other =
          configured.dcmbulk(
              "upload",
              "--journal",
              journal,
              "--overwrite-window",
              "11s",
              "--host-lease",
              "4s",
              "load");
      assertThat(other.exit()).as(other.err()).isEqualTo(2);
      assertThat(other.err()).contains("--overwrite-window differs");
      assertThat(checkout.dcmbulk("status", "--journal", journal).out())
          .contains("process " + first.process().pid() + ": delivering");
      first.process().destroyForcibly();
      Checkout.finish(first);
      Ended third = Checkout.finish(configured.start("dcmbulk", upload(journal)));
      RunJson joined = RunJson.of(third, 0);
      RunJson stayed = RunJson.of(Checkout.finish(second), 0);

      assertThat(joined.instances("uploaded")).isEqualTo(120);
      assertThat(stayed.instances("uploaded")).isEqualTo(120);
      assertThat(stayed.json().path("requests").path("put").asInt()).isGreaterThanOrEqualTo(120);
      JsonNode hosts = stayed.json().path("hosts");
      assertThat(hosts).hasSize(3);
      long shares = 0;
      for (JsonNode host : hosts) {
        shares += host.path("uploaded").asLong();
      }
      assertThat(shares).isEqualTo(120);
      assertThat(stayed.json().path("self").path("pid").asLong()).isEqualTo(second.process().pid());
      assertThat(sandbox.instances()).hasSize(120);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", journal).exit()).isZero();
    assertNoStudyWasFedByTwo(lake.resolve("audit.jsonl"), 12);
  }

  @ParameterizedTest
  @ValueSource(strings = {"TERM", "INT"})
  void aStudyOfAProcessThatIsStoppedIsFinishedByAnother(String signal) throws Exception {
    TestDatabase database = TestDatabase.create();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "2", "--instances", "40", "--size", "1KiB", "load");
    Path lake = directory.resolve("lake");
    try (Sandbox sandbox =
        Sandbox.start(lake, "--overwrite-window", "10s", "--fault", "latency=300ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running one = configured.start("dcmbulk", upload(database.uri()));
      Checkout.Running other = configured.start("dcmbulk", upload(database.uri()));
      await(database, "SELECT count(DISTINCT owner) FROM queue WHERE owner IS NOT NULL", 2);
      await(database, "SELECT least(count(*), 4) FROM file WHERE state = 2", 4);
      Process kill = new ProcessBuilder("kill", "-" + signal, "" + one.process().pid()).start();
      assertThat(kill.waitFor()).isZero();

      assertThat(Checkout.finish(one).exit()).isEqualTo(signal.equals("TERM") ? 143 : 130);
      RunJson stayed = RunJson.of(Checkout.finish(other), 0);
      assertThat(stayed.instances("uploaded")).isEqualTo(80);
      assertThat(stayed.json().path("studies").path("complete").asInt()).isEqualTo(2);
      assertThat(sandbox.instances()).hasSize(80);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", database.uri()).exit()).isZero();
    assertNoStudyWasFedByTwo(lake.resolve("audit.jsonl"), 2);
  }

  private static void await(TestDatabase database, String query, long wanted) throws Exception {
    long found = -1;
    while (found != wanted) {
      TimeUnit.MILLISECONDS.sleep(20);
      try (Connection c = database.connect()) {
        boolean there = Sql.number(c, "SELECT count(to_regclass('queue'))") > 0;
        found = there ? Sql.number(c, query) : -1;
      }
    }
  }

  /** An instance is sent again only after the window, counted from its study's last instance. */
  private static void assertNoStudyWasFedByTwo(Path audit, int studies) throws Exception {
    Map<String, Instant> last = new HashMap<>();
    Map<String, Set<String>> batch = new HashMap<>();
    for (String line : Files.readAllLines(audit)) {
      JsonNode event = new ObjectMapper().readTree(line);
      if (!event.path("event").asText().equals("upload") || event.path("status").asInt() != 200) {
        continue;
      }
      String study = event.path("study").asText();
      Instant at = Instant.parse(event.path("time").asText());
      Set<String> sent = batch.computeIfAbsent(study, s -> new HashSet<>());
      if (!sent.add(event.path("sop").asText())) {
        assertThat(Duration.between(last.get(study), at)).isGreaterThanOrEqualTo(WINDOW);
        sent.clear();
        sent.add(event.path("sop").asText());
      }
      last.put(study, at);
    }
    assertThat(last).hasSize(studies);
  }
}
