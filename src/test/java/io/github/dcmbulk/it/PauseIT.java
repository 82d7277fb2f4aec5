package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Studies that a pause or the end of a window interrupts. */
@Timeout(900)
class PauseIT {
  private static final Duration OVERWRITE_WINDOW = Duration.ofSeconds(3);

  @TempDir private Path directory;
  private Checkout checkout;
  private Path lake;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    lake = directory.resolve("lake");
    String[] sample = {"--studies", "3", "--instances", "20", "--size", "2KiB", "archive"};
    checkout.sample(sample);
  }

  private Ended control(Checkout served, String... arguments) throws Exception {
    List<String> words = new ArrayList<>(List.of("control", "--journal", "journal.db"));
    words.addAll(List.of(arguments));
    Ended ended = served.dcmbulk(words.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isZero();
    return ended;
  }

  /**
   * The pause is longer than the study gap: the study is sent again as a whole, after the window.
   */
  @Test
  void aPausedStudyIsSentAgainWholeAndWhatWasChangedIsOnRecord() throws Exception {
    try (Sandbox sandbox = Sandbox.start(lake, "--overwrite-window", "3s", "--study-gap", "2s")) {
      Checkout served = checkout.with(sandbox.variables());
      Checkout.Running running =
          served.start(
              "dcmbulk",
              "upload",
              "--journal",
              "journal.db",
              "--output",
              "json",
              "--limit-rate",
              "4kB",
              "--concurrency",
              "1",
              "--study-gap",
              "2s",
              "--overwrite-window",
              "3s",
              "--report",
              "run.html",
              "--log-file",
              "run.log",
              "archive");
      Until.holds(() -> Files.exists(lake.resolve("audit.jsonl")) && uploads().size() > 3);
      assertThat(control(served, "pause", "--now").out()).contains("no upload begins");
      Instant paused = Instant.now();
      Until.holds(() -> Duration.between(paused, Instant.now()).toSeconds() >= 4);
      control(served, "limit-rate", "50MB");
      control(served, "priority", "ACC123");
      control(served, "resume");
      RunJson result = RunJson.of(Checkout.finish(running), 0);

      assertThat(result.instances("uploaded")).isEqualTo(60);
      assertThat(result.json().at("/studies/complete").asInt()).isEqualTo(3);
      assertThat(result.json().at("/sentAgain/studies").asInt()).isEqualTo(1);
      assertThat(sandbox.instances()).hasSize(60);
      String again = result.json().at("/sentAgain/first/0/studyInstanceUid").asText();
      assertThat(sentAgainAfterTheWindow(again)).isTrue();
      String page = Files.readString(directory.resolve("run.html"));
      String log = Files.readString(directory.resolve("run.log"));
      for (String change :
          List.of("paused: no upload begins", "rate limit is now 50MB", "resumed")) {
        assertThat(page.contains(change)).as(change).isTrue();
        assertThat(log).contains(change);
      }
      // An accession number may identify the patient.
      assertThat((page + log + result.json()).contains("ACC123")).isFalse();
      assertThat(log).contains("this study goes next: accession number");
    }
  }

  private List<Audit.Upload> uploads() throws Exception {
    return Audit.uploads(lake);
  }

  /** Every instance of it was stored again, after a pause of the overwrite window. */
  private boolean sentAgainAfterTheWindow(String study) throws Exception {
    Map<String, Instant> first = new HashMap<>();
    Instant last = Instant.MIN;
    int again = 0;
    for (Audit.Upload upload : uploads()) {
      if (upload.study().equals(study)) {
        boolean isAgain = first.putIfAbsent(upload.sop(), upload.time()) != null;
        if (isAgain && again == 0) {
          // The log has the times of answers, so slightly less than the window.
          assertThat(Duration.between(last, upload.time()))
              .isGreaterThan(OVERWRITE_WINDOW.minusMillis(500));
        }
        again += isAgain ? 1 : 0;
        last = upload.time();
      }
    }
    return first.size() == 20 && again > 0;
  }

  /**
   * The window closes at the next full minute; uploads in progress would then take minutes more.
   */
  @Test
  void putInProgressWhenTheWindowClosesIsAbortedAfterTheGrace() throws Exception {
    String[] sample = {"--studies", "1", "--instances", "2", "--size", "8MiB", "large"};
    checkout.sample(sample);
    try (Sandbox sandbox = Sandbox.start(lake)) {
      LocalTime end =
          LocalTime.now(ZoneId.systemDefault()).plusSeconds(75).withSecond(0).withNano(0);
      Ended ended =
          checkout
              .with(sandbox.variables())
              .dcmbulk(
                  "upload",
                  "--journal",
                  "journal.db",
                  "--output",
                  "json",
                  "--window",
                  "%s-%s".formatted(end.minusHours(2), end),
                  "--grace",
                  "2s",
                  "--limit-rate",
                  "20kB",
                  "large");

      RunJson result = RunJson.of(ended, 0);
      assertThat(result.instances("pending")).isEqualTo(2);
      assertThat(result.requests("put")).isPositive();
      assertThat(result.json().path("elapsedSeconds").asDouble()).isLessThan(180);
      assertThat(ended.err()).contains("stopped on purpose: outside of --window");
      assertThat(sandbox.instances()).isEmpty();
    }
  }
}
