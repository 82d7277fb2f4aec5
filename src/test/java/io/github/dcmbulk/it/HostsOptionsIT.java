package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.TestDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Processes of one run select, order and compare as one process would. */
@Timeout(900)
class HostsOptionsIT {
  @TempDir private Path directory;

  private static Ended upload(Checkout checkout, String journal, String... more) throws Exception {
    return Checkout.finish(start(checkout, journal, more));
  }

  private static Checkout.Running start(Checkout checkout, String journal, String... more)
      throws Exception {
    List<String> words = new ArrayList<>(List.of("upload", "--output", "json"));
    words.addAll(List.of("--journal", journal, "--concurrency", "1"));
    words.addAll(List.of(more));
    return checkout.start("dcmbulk", words.toArray(String[]::new));
  }

  @Test
  void whatSelectsAndOrdersIsTheSameInAll() throws Exception {
    String journal = TestDatabase.create().uri();
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("--studies", "20", "--instances", "4", "--size", "1KiB", "load");
    Path list = directory.resolve("list.csv");
    Files.writeString(list, "StudyInstanceUID\n1.2.3\n");
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=300ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running first = start(configured, journal, "--order", "newest", "load");
      sandbox.awaitFirstUpload();
      for (String[] other :
          List.of(
              new String[] {"--order", "oldest", "load"},
              new String[] {"--order", "newest", "--studies", "list.csv", "load"},
              new String[] {"--order", "newest", "--allow-empty", "load"})) {
        Ended refused = upload(configured, journal, other);
        assertThat(refused.exit()).as(refused.err()).isEqualTo(2);
        String option = other.length == 3 ? other[0] : other[2];
        assertThat(refused.err()).contains(option + " differs");
      }
      Checkout.Running second = start(configured, journal, "--order", "newest", "load");
      assertThat(RunJson.of(Checkout.finish(second), 0).instances("uploaded")).isEqualTo(80);
      assertThat(RunJson.of(Checkout.finish(first), 0).json().path("hosts")).hasSize(2);
      assertThat(sandbox.instances()).hasSize(80);
    }
  }

  /** The sample archive has duplicates, conflicts and files that are rejected. */
  @Test
  void duplicatesAndConflictsAreFoundAcrossProcesses() throws Exception {
    Checkout checkout = Checkout.underTest(directory);
    checkout.sample("archive");
    RunJson alone;
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake1"))) {
      alone = RunJson.of(upload(checkout.with(sandbox.variables()), "alone.db", "archive"), 6);
    }
    String journal = TestDatabase.create().uri();
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake2"), "--fault", "latency=500ms:100%")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running first = start(configured, journal, "archive");
      sandbox.awaitFirstUpload();
      Checkout.Running second = start(configured, journal, "archive");
      RunJson shared = RunJson.of(Checkout.finish(second), 6);
      assertThat(shared.json().path("instances")).isEqualTo(alone.json().path("instances"));
      assertThat(shared.json().path("files")).isEqualTo(alone.json().path("files"));
      assertThat(shared.json().path("studies")).isEqualTo(alone.json().path("studies"));
      RunJson.of(Checkout.finish(first), 6);
    }
  }
}
