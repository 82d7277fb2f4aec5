package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code dcmbulk control} reaches every process of a run with a journal in a database. */
@Timeout(900)
class HostsControlIT {
  @TempDir private Path directory;
  private final List<Checkout.Running> started = new ArrayList<>();

  private Checkout.Running start(Checkout configured, String... upload) throws Exception {
    Checkout.Running running = configured.start("dcmbulk", upload);
    started.add(running);
    return running;
  }

  /** A run that is paused, as after a test that failed, would stay for ever. */
  @AfterEach
  void endWhatIsLeft() throws Exception {
    for (Checkout.Running running : started) {
      running.process().destroyForcibly().waitFor();
    }
  }

  private static JsonNode status(Checkout checkout, String journal) throws Exception {
    Ended ended = checkout.dcmbulk("status", "--output", "json", "--journal", journal);
    return new ObjectMapper().readTree(ended.out());
  }

  private static JsonNode control(Checkout checkout, int exit, String journal, String... words)
      throws Exception {
    List<String> all = new ArrayList<>(List.of("control", "--output", "json"));
    all.addAll(List.of("--journal", journal));
    all.addAll(List.of(words));
    Ended ended = checkout.dcmbulk(all.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.out() + ended.err()).isEqualTo(exit);
    return exit == 2
        ? new ObjectMapper().createObjectNode().put("error", ended.err())
        : new ObjectMapper().readTree(ended.out());
  }

  private long urls() throws Exception {
    return Files.readAllLines(directory.resolve("lake/audit.jsonl")).stream()
        .filter(line -> line.contains("\"event\":\"url\""))
        .count();
  }

  @Test
  void everyProcessDoesWhatIsAskedAndOneThatJoinsLaterToo() throws Exception {
    TestDatabase database = TestDatabase.create();
    String journal = database.uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "60", "--instances", "2", "--size", "1KiB", "load");
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=200ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      String[] upload = {
        "upload", "--output", "json", "--concurrency", "1", "--journal", journal, "load"
      };
      Checkout.Running first = start(configured, upload);
      sandbox.awaitFirstUpload();
      Checkout.Running second = start(configured, upload);
      JsonNode paused = control(checkout, 0, journal, "pause", "--now");
      while (paused.path("runs").size() < 2) {
        paused = control(checkout, 0, journal, "pause", "--now");
      }
      assertThat(paused.path("runs").findValuesAsText("process").toString())
          .contains("process " + first.process().pid() + " on ")
          .contains("process " + second.process().pid() + " on ");
      Checkout.Running third = start(configured, upload);
      assertThat(control(checkout, 0, journal, "priority", "1.2.3").path("done").asBoolean())
          .isTrue();
      long before = urls();
      while (control(checkout, 0, journal, "limit-rate", "50MB").path("runs").size() < 3) {
        assertThat(third.process().isAlive()).isTrue();
      }
      assertThat(urls()).as("nobody begins anything").isEqualTo(before).isLessThan(120);
      List<String> all = List.of("true", "true", "true");
      Until.holds(
          () -> status(checkout, journal).path("hosts").findValuesAsText("paused").equals(all));
      assertThat(status(checkout, journal).path("running").path("paused").asBoolean()).isTrue();
      asAnotherRole(database, checkout);
      assertThat(control(checkout, 0, journal, "resume").path("runs")).hasSize(3);
      for (Checkout.Running run : List.of(first, second, third)) {
        RunJson result = RunJson.of(Checkout.finish(run), 0);
        assertThat(result.instances("uploaded")).isEqualTo(120);
        assertThat(result.json().path("remarks").toString()).contains("paused", "resumed");
      }
      assertThat(control(checkout, 1, journal, "stop").path("runs")).isEmpty();
    }
  }

  /** A role that may read and write the tables, but does not own them. */
  private void asAnotherRole(TestDatabase database, Checkout checkout) throws Exception {
    String role = "guest_" + database.name();
    try (Connection c = database.connect();
        Statement statement = c.createStatement()) {
      statement.execute("CREATE ROLE " + role + " LOGIN");
      statement.execute("GRANT USAGE ON SCHEMA public TO " + role);
      statement.execute("GRANT ALL ON ALL TABLES IN SCHEMA public TO " + role);
    }
    String journal = database.uri().replace("postgres@", role + "@");
    assertThat(control(checkout, 2, journal, "stop").path("error").asText())
        .contains("only the role that owns the journal");
  }

  @Test
  void aStopEndsEveryProcess() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "200", "--instances", "2", "--size", "1KiB", "load");
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=300ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      String[] upload = {"upload", "--concurrency", "1", "--journal", journal, "load"};
      Checkout.Running first = start(configured, upload);
      sandbox.awaitFirstUpload();
      Checkout.Running second = start(configured, upload);
      while (control(checkout, 0, journal, "concurrency", "2").path("runs").size() < 2) {
        assertThat(second.process().isAlive()).isTrue();
      }
      control(checkout, 0, journal, "stop");
      assertThat(Checkout.finish(first).exit()).isEqualTo(143);
      assertThat(Checkout.finish(second).exit()).isEqualTo(143);
    }
  }
}
