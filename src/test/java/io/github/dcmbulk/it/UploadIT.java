package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program against the sandbox. */
class UploadIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private String archive;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    archive = directory.resolve("archive").toString();
    checkout.sample(archive);
  }

  @Test
  void resultAddsUpAndTheSecondRunAsksNothing() throws Exception {
    try (SandboxProcess sandbox = SandboxProcess.start(checkout, directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());

      RunJson first = RunJson.of(configured.dcmbulk("upload", "--output", "json", archive), 6);
      RunJson second = RunJson.of(configured.dcmbulk("upload", "--output", "json", archive), 6);
      assertThat(first.instances("uploaded")).isEqualTo(13);
      assertThat(second.instances("alreadyUploaded")).isEqualTo(13);
      second.json().path("requests").forEach(count -> assertThat(count.asLong()).isZero());
      assertThat(sandbox.instances()).hasSize(13);
      assertThat(sandbox.stop()).isEqualTo(143);
    }
  }

  @Test
  void wrongSecretEndsWithThreeAndOneLine() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Map<String, String> variables = new HashMap<>(sandbox.variables());
      variables.put("DCMBULK_CLIENT_SECRET", "not-the-secret");

      Ended ended = checkout.with(variables).dcmbulk("upload", "--quiet", archive);

      assertThat(ended.exit()).isEqualTo(3);
      assertThat(ended.err().lines()).hasSize(1);
      assertThat(ended.err()).contains("secret").doesNotContain("not-the-secret");
    }
  }

  @Test
  void absentServiceEndsWithFour() throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    String url = "http://127.0.0.1:" + port;
    Map<String, String> variables =
        Map.of(
            "DCMBULK_API_URL",
            url,
            "DCMBULK_TOKEN_URL",
            url,
            "DCMBULK_CLIENT_ID",
            "c",
            "DCMBULK_CLIENT_SECRET",
            "s");

    Ended ended = checkout.with(variables).dcmbulk("upload", archive);

    assertThat(ended.exit()).as(ended.err()).isEqualTo(4);
    assertThat(ended.err()).contains("127.0.0.1:" + port);
  }

  @Test
  void terminatedRunSaysHowToContinueAndContinues() throws Exception {
    String load = directory.resolve("load").toString();
    checkout.sample("--studies", "10", "--instances", "10", "--size", "1KiB", load);
    try (Sandbox sandbox = sandbox()) {
      Checkout configured = checkout.with(sandbox.variables());
      String[] upload = {"upload", "--overwrite-window", "0", "--output", "json", load};

      Checkout slow = configured.with(Map.of("DCMBULK_LIMIT_REQUESTS", "50"));
      Checkout.Running running = slow.start("dcmbulk", upload);
      sandbox.awaitFirstUpload();
      running.process().destroy();
      RunJson stopped = RunJson.of(Checkout.finish(running), 143);
      RunJson.of(configured.dcmbulk(upload), 0);
      assertThat(stopped.instances("pending")).isPositive();
      assertThat(sandbox.instances()).hasSize(100);
    }
  }

  @Test
  void secondRunOnOneJournalEndsWithFiveAtOnce() throws Exception {
    String load = directory.resolve("load").toString();
    checkout.sample("--studies", "10", "--instances", "10", "--size", "1KiB", load);
    try (Sandbox sandbox = sandbox()) {
      Checkout configured = checkout.with(sandbox.variables());

      Checkout.Running running =
          configured.start("dcmbulk", "upload", "--limit-requests", "10", load);
      sandbox.awaitFirstUpload();
      Ended second = configured.dcmbulk("upload", load);
      running.process().destroyForcibly();
      Checkout.finish(running);

      assertThat(second.exit()).isEqualTo(5);
      assertThat(second.err()).contains(String.valueOf(running.process().pid()));
    }
  }

  @Test
  void reportFilesHoldEveryFile() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Checkout configured = checkout.with(sandbox.variables());
      configured.dcmbulk("upload", "--report", "a.csv", "--report", "a.jsonl", archive);

      Ended again = checkout.dcmbulk("report", "--format", "jsonl");

      assertThat(again.out()).isEqualTo(Files.readString(directory.resolve("a.jsonl")));
      assertThat(again.out().lines()).hasSize(16);
      assertThat(Files.readAllLines(directory.resolve("a.csv"))).hasSize(17);
    }
  }

  private Sandbox sandbox(String... options) throws IOException {
    return Sandbox.start(directory.resolve("lake"), options);
  }
}
