package io.github.dcmbulk.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import io.github.dcmbulk.sandbox.settings.SandboxSettingsBuilder;
import io.github.dcmbulk.testing.TestClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverwriteRulesTest {
  @TempDir Path lake;
  private final TestClock clock = new TestClock();

  @Test
  void instancesWithinTheGapAreOneBatch() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      for (int i = 0; i < 10; i++) {
        put(client, "1.2", "1.2." + i);
        clock.advance(Duration.ofSeconds(60));
      }

      assertThat(relations(client)).containsExactly("new");
      assertThat(instances("1.2")).hasSize(10);
    }
  }

  @Test
  void aSandboxThatIsStartedAgainKnowsWhenAStudyCame() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      put(new SandboxClient(sandbox), "1.2", "1.2.1");
      put(new SandboxClient(sandbox), "1.3", "1.3.1");
      put(new SandboxClient(sandbox), "1.4", "1.4.1");
    }
    age(lake.resolve("1.3"), Duration.ofMinutes(2));
    age(lake.resolve("1.4"), Duration.ofMinutes(6));
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      put(client, "1.2", "1.2.2");
      put(client, "1.3", "1.3.2");
      put(client, "1.4", "1.4.2");

      assertThat(relations(client))
          .as("within the gap, within the window, after it")
          .containsExactly("new", "new", "new", "overwrites", "adds");
      assertThat(instances("1.2")).containsExactly("1.2.1.dcm", "1.2.2.dcm");
      assertThat(instances("1.3")).containsExactly("1.3.2.dcm");
    }
  }

  private static void age(Path study, Duration age) throws IOException {
    try (Stream<Path> files = Files.walk(study)) {
      for (Path file : files.toList()) {
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
      }
    }
  }

  @Test
  void aBatchWithinTheWindowOverwritesTheStudy() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      put(client, "1.2", "1.2.1");
      put(client, "1.2", "1.2.2");
      put(client, "1.9", "1.9.1");
      clock.advance(Duration.ofSeconds(61));
      put(client, "1.2", "1.2.3");

      assertThat(relations(client)).containsExactly("new", "new", "overwrites");
      assertThat(instances("1.2")).containsExactly("1.2.3.dcm");
      assertThat(instances("1.9")).containsExactly("1.9.1.dcm");
      JsonNode overwritten = client.audit("study-overwritten").get(0);
      assertThat(overwritten.required("study").asText()).isEqualTo("1.2");
      assertThat(overwritten.required("lost").asInt()).isEqualTo(2);
      try (Stream<Path> aside = Files.walk(lake.resolve("overwritten"))) {
        assertThat(aside.filter(Files::isRegularFile)).hasSize(2);
      }
    }
  }

  @Test
  void aBatchAfterTheWindowAddsToTheStudy() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      put(client, "1.2", "1.2.1");
      clock.advance(Duration.ofMinutes(5));
      put(client, "1.2", "1.2.2");

      assertThat(relations(client)).containsExactly("new", "adds");
      assertThat(instances("1.2")).containsExactly("1.2.1.dcm", "1.2.2.dcm");
      assertThat(client.audit("study-overwritten")).isEmpty();
    }
  }

  @Test
  void theWindowBeginsWithTheLastInstanceOfTheBatch() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      for (int i = 0; i < 6; i++) {
        put(client, "1.2", "1.2." + i);
        clock.advance(Duration.ofSeconds(60));
      }
      clock.advance(Duration.ofSeconds(239));
      put(client, "1.2", "1.2.9");

      assertThat(relations(client)).containsExactly("new", "overwrites");
    }
  }

  @Test
  void withoutAWindowNothingIsOverwritten() throws Exception {
    try (SandboxServer sandbox = start(settings().overwriteWindow(Duration.ZERO))) {
      SandboxClient client = new SandboxClient(sandbox);
      put(client, "1.2", "1.2.1");
      clock.advance(Duration.ofSeconds(61));
      put(client, "1.2", "1.2.2");

      assertThat(relations(client)).containsExactly("new", "adds");
    }
  }

  @Test
  void aBatchEndsOnRecordWhenNoRuleCanTouchItAnyMore() throws Exception {
    try (SandboxServer sandbox = start(settings())) {
      SandboxClient client = new SandboxClient(sandbox);
      put(client, "1.2", "1.2.1");
      clock.advance(Duration.ofSeconds(30));
      put(client, "1.2", "1.2.2");
      clock.advance(Duration.ofSeconds(301));
      assertThat(client.audit("study-batch-end")).isEmpty();
      put(client, "1.9", "1.9.1");

      JsonNode end = client.audit("study-batch-end").get(0);
      assertThat(end.required("study").asText()).isEqualTo("1.2");
      assertThat(end.required("instances").asInt()).isEqualTo(2);
      assertThat(end.required("seconds").asDouble()).isEqualTo(30);
    }
  }

  private static void put(SandboxClient client, String study, String sop) throws Exception {
    byte[] instance = Part10.instance(study, study + ".0", sop);
    assertThat(client.put(client.freshUrl(), instance).statusCode()).isEqualTo(200);
  }

  private static List<String> relations(SandboxClient client) throws IOException {
    return client.audit("study-batch").stream()
        .map(line -> line.required("relation").asText())
        .toList();
  }

  private List<String> instances(String study) throws IOException {
    try (Stream<Path> files = Files.list(lake.resolve(study).resolve(study + ".0"))) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private SandboxSettingsBuilder settings() {
    return SandboxSettings.builder(lake).clock(clock);
  }

  private static SandboxServer start(SandboxSettingsBuilder settings) throws IOException {
    return SandboxServer.start(settings.build());
  }
}
