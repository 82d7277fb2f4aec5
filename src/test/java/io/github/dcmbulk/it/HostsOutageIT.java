package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.RestartedServer;
import io.github.dcmbulk.journal.store.TcpRelay;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A run waits while its journal's database is not available, and begins nothing meanwhile. */
@Timeout(900)
class HostsOutageIT {
  private static final int INSTANCES = 120;

  @TempDir private Path directory;

  private Checkout checkout;
  private Path lake;

  private String[] upload(String journal, String... more) {
    List<String> words = new ArrayList<>(List.of("upload", "--output", "json"));
    words.addAll(List.of("--journal", journal, "--concurrency", "2"));
    words.addAll(List.of("--log-file", "run.log", "--log-format", "json"));
    words.addAll(List.of(more));
    words.add("load");
    return words.toArray(new String[0]);
  }

  @BeforeEach
  void prepare() {
    checkout = Checkout.underTest(directory);
    lake = directory.resolve("lake");
  }

  private Sandbox sandbox(String... more) throws Exception {
    checkout.sample("--studies", "6", "--instances", "20", "--size", "1KiB", "load");
    return Sandbox.start(lake, more);
  }

  private List<String> audit(String event) throws Exception {
    return Files.readAllLines(lake.resolve("audit.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"" + event + "\""))
        .toList();
  }

  private List<JsonNode> logged(String event) throws Exception {
    List<JsonNode> lines = new ArrayList<>();
    for (String line : Files.readAllLines(directory.resolve("run.log"))) {
      JsonNode node = new ObjectMapper().readTree(line);
      if (node.path("event").asText().equals(event)) {
        lines.add(node);
      }
    }
    return lines;
  }

  private void assertAllStoredOnce() throws Exception {
    Set<String> instances = new HashSet<>();
    List<String> uploads = audit("upload");
    for (String line : uploads) {
      instances.add(new ObjectMapper().readTree(line).path("sop").asText());
    }
    assertThat(instances).hasSize(INSTANCES);
    assertThat(uploads).as("nothing was sent twice").hasSize(INSTANCES);
  }

  @Test
  void pausesWhileTheDatabaseIsUnreachableAndLosesNothing() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (Sandbox sandbox = sandbox("--fault", "latency=100ms:100%");
        TcpRelay relay = new TcpRelay(TestDatabase.port())) {
      Checkout.Running run =
          checkout.with(sandbox.variables()).start("dcmbulk", upload(database.uri(relay.port())));
      sandbox.awaitFirstUpload();
      relay.cut();
      // Uploads in progress have ended by then: they take 0.2 s, and the pauses between retries
      // grow.
      relay.awaitRefused(12);
      int before = audit("url").size();
      assertThat(before).isBetween(1, INSTANCES - 1);
      relay.awaitRefused(12);
      assertThat(audit("url")).as("nothing is begun").hasSize(before);
      assertThat(logged("outage")).hasSize(1);
      relay.restore();
      Ended ended = Checkout.finish(run);
      RunJson result = RunJson.of(ended, 0);
      assertThat(result.instances("uploaded")).isEqualTo(INSTANCES);
      assertThat(ended.err())
          .contains("cannot be reached", "nothing is begun until it is back, for up to 15 min")
          .contains("the journal's database is back");
      assertThat(logged("outage").get(0).path("step").asText()).isEqualTo("journal");
      assertThat(logged("outage-end")).hasSize(1);
      assertThat(logged("outage-end").get(0).path("answered").asBoolean()).isTrue();
      assertAllStoredOnce();
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", database.uri()).exit()).isZero();
  }

  @Test
  void endsWithFourWhenTheDatabaseStaysUnreachable() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (Sandbox sandbox = sandbox("--fault", "latency=100ms:100%");
        TcpRelay relay = new TcpRelay(TestDatabase.port())) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running run =
          configured.start("dcmbulk", upload(database.uri(relay.port()), "--max-outage", "2s"));
      sandbox.awaitFirstUpload();
      relay.cut();
      Ended ended = Checkout.finish(run);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
      assertThat(ended.err()).contains("cannot be reached", "run the same command again");
      assertThat(logged("outage-end").get(0).path("answered").asBoolean()).isFalse();
      Ended again = configured.dcmbulk(upload(database.uri(), "--overwrite-window", "0"));
      RunJson.of(again, 0);
      assertThat(sandbox.instances()).hasSize(INSTANCES);
    }
    assertThat(checkout.dcmbulk("journal", "verify", "--journal", database.uri()).exit()).isZero();
  }

  @Test
  void outlivesARestartOfTheServer() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "latency=100ms:100%");
        RestartedServer server = new RestartedServer(directory.resolve("server"))) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running first = configured.start("dcmbulk", upload(server.uri()));
      sandbox.awaitFirstUpload();
      Checkout.Running second =
          configured.start("dcmbulk", "upload", "--journal", server.uri(), "load");
      server.restart();
      RunJson result = RunJson.of(Checkout.finish(first), 0);
      assertThat(result.instances("uploaded")).isEqualTo(INSTANCES);
      assertThat(logged("outage")).hasSize(1);
      Ended other = Checkout.finish(second);
      assertThat(other.exit()).as(other.err()).isIn(0, 4);
      assertAllStoredOnce();
      assertThat(checkout.dcmbulk("journal", "verify", "--journal", server.uri()).exit()).isZero();
    }
  }
}
