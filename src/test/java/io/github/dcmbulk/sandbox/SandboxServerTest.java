package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class SandboxServerTest {
  private static final int CONNECTIONS = 96;

  @TempDir Path lake;

  @Test
  void manyConnectionsAreServedAtOnce() throws Exception {
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      SandboxClient client = new SandboxClient(sandbox);
      List<String> urls = new ArrayList<>();
      String token = client.token();
      for (int i = 0; i < CONNECTIONS; i++) {
        urls.add(SandboxClient.json(client.presign(token)).required("url").asText());
      }
      ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
      try {
        // Every client has received 100 Continue before any sends its body.
        CyclicBarrier allGoOn = new CyclicBarrier(CONNECTIONS);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
          String url = urls.get(i);
          byte[] instance = Part10.instance("1.2", "1.3", "1.4." + i);
          answers.add(threads.submit(() -> putTogether(sandbox, url, instance, allGoOn)));
        }
        for (Future<String> answer : answers) {
          assertThat(answer.get()).startsWith("HTTP/1.1 200 ");
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(client.audit("upload")).hasSize(CONNECTIONS);
      assertThat(client.audit("study-batch")).hasSize(1);
    }
  }

  private static String putTogether(
      SandboxServer sandbox, String url, byte[] instance, CyclicBarrier allGoOn) throws Exception {
    try (RawClient raw = new RawClient(sandbox)) {
      raw.putHead(url, "Content-Length: " + instance.length, "Expect: 100-continue");
      assertThat(raw.readHead()).startsWith("HTTP/1.1 100 ");
      allGoOn.await();
      raw.write(instance);
      return raw.readHead();
    }
  }

  @Test
  void whatIsDiscardedIsVerifiedAndAuditedAndNotKept() throws Exception {
    SandboxSettings settings = SandboxSettings.builder(lake).discards(true).build();
    try (SandboxServer sandbox = SandboxServer.start(settings)) {
      SandboxClient client = new SandboxClient(sandbox);
      String url = SandboxClient.json(client.presign(client.token())).required("url").asText();
      byte[] instance = Part10.instance("1.2", "1.3", "1.4");
      assertThat(putTogether(sandbox, url, instance, new CyclicBarrier(1)))
          .startsWith("HTTP/1.1 200 ");
      assertThat(client.audit("upload")).hasSize(1);
      assertThat(lake.resolve("1.2")).doesNotExist();
    }
  }

  @Test
  void closingFreesThePortAndTheThreads() throws Exception {
    int port;
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      port = sandbox.port();
      new SandboxClient(sandbox).token();
    }
    for (Thread thread : Thread.getAllStackTraces().keySet()) {
      if (thread.getName().startsWith("sandbox-")) {
        // A pool ends slightly before its last thread.
        thread.join(300_000);
        assertThat(thread.isAlive()).as(thread.getName()).isFalse();
      }
    }
    SandboxSettings again = SandboxSettings.builder(lake).port(port).build();
    try (SandboxServer sandbox = SandboxServer.start(again)) {
      assertThat(sandbox.apiUrl()).isEqualTo("http://127.0.0.1:" + port + "/v1");
      assertThat(sandbox.tokenUrl()).endsWith("/oauth2/token");
      assertThat(new SandboxClient(sandbox).audit("token")).hasSize(1);
    }
  }

  @Test
  void aPortThatIsTakenIsAnError() throws IOException {
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      SandboxSettings same = SandboxSettings.builder(lake).port(sandbox.port()).build();

      assertThatThrownBy(() -> SandboxServer.start(same)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void whatAKilledSandboxWasReceivingIsCleared() throws IOException {
    Files.createDirectories(lake.resolve(".incoming"));
    Files.write(lake.resolve(".incoming").resolve("part"), new byte[3]);
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      assertThat(sandbox.lake().resolve(".incoming")).isEmptyDirectory();
    }
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void instancesAndAuditLogAreTheirOwnersOnly() throws Exception {
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      SandboxClient client = new SandboxClient(sandbox);
      client.put(client.freshUrl(), Part10.instance("1.2", "1.3", "1.4"));

      for (Path file : List.of(sandbox.auditLog(), lake.resolve("1.2/1.3/1.4.dcm"))) {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
            .isEqualTo("rw-------");
      }
    }
  }

  @Test
  void otherPathsAreNotThere() throws Exception {
    try (SandboxServer sandbox = SandboxServer.start(SandboxSettings.builder(lake).build())) {
      SandboxClient client = new SandboxClient(sandbox);

      assertThat(client.send(SandboxClient.request(sandbox.apiUrl())).statusCode()).isEqualTo(404);
    }
  }

  @Test
  void settingsOutOfRangeAreRefused() {
    assertThatThrownBy(() -> SandboxSettings.builder(lake).port(65536).build())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
    assertThatThrownBy(() -> SandboxSettings.builder(lake).scope("two words").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> SandboxSettings.builder(lake).urlLifetime(Duration.ofDays(8)).build())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
