package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.testing.TestClock;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private final StringWriter text = new StringWriter();
  private final TestClock clock = new TestClock("2026-11-23T18:00:00Z");
  private final PlainProgress progress = new PlainProgress(new PrintWriter(text), clock, true);

  @Test
  void saysNothingWithinTheMinute() {
    progress.on(new UploadEvent.FilesFound(10, 1000));
    look(59);

    assertThat(lines()).isEmpty();
  }

  @Test
  void saysOneLineAMinuteWhateverHappens() {
    progress.on(new UploadEvent.FilesFound(10, 1000));
    look(150);

    assertThat(lines())
        .containsExactly(
            "2026-11-23T18:01:00Z running: 10 files found, 0 checked",
            "2026-11-23T18:02:00Z running: 10 files found, 0 checked");
  }

  @Test
  void saysHowFarTheRunIs() {
    progress.on(new UploadEvent.FilesFound(1_204_332, 1000));
    progress.watch(() -> Snapshots.STATUS);
    progress.on(failed("/a"));
    progress.on(failed("/b"));
    look(60);
    progress.close();

    assertThat(lines())
        .contains("2026-11-23T18:00:00Z not delivered: 403 AccessDenied, /a")
        .contains(
            "2026-11-23T18:01:00Z running: 1,204,332 files found, 1,200,101 checked, 42 rejected;"
                + " 452,110 of 1,189,937 instances delivered, 171 GB, 812 of 2,310 studies,"
                + " 3 failed; 0 B/s, 16 parallel")
        .contains("2026-11-23T18:01:00Z not delivered, the last of 3: 403 AccessDenied, /b");
  }

  @Test
  void showsDuringAStandstillHowLongItContinuesToTry() {
    progress.patience(Duration.ofMinutes(15));
    progress.watch(() -> Snapshots.STATUS);
    progress.on(new UploadEvent.RequestDone("put"));
    progress.on(new UploadEvent.StudyStarted("1.2.3", 4, false));
    look(60);
    progress.on(new UploadEvent.RequestFailed("put", "no answer in time"));
    look(60);
    progress.close();

    assertThat(lines())
        .anyMatch(line -> line.endsWith("; no progress for 59s, still trying for 14m 01s"))
        .anyMatch(
            line ->
                line.endsWith(
                    "; no answer for 1m 00s (put, no answer in time), still trying for 14m 00s"));
  }

  @Test
  void doesNotCallAPauseAStandstill() {
    progress.patience(Duration.ofMinutes(15));
    progress.watch(() -> Snapshots.STATUS);
    progress.on(new UploadEvent.RequestDone("put"));
    progress.on(new UploadEvent.StudyStarted("1.2.3", 4, false));
    progress.on(new UploadEvent.Controlled("pause", "", "me", "paused"));
    look(60);
    assertThat(lines()).noneMatch(line -> line.contains("no progress"));

    progress.on(new UploadEvent.Controlled("resume", "", "me", "resumed"));
    look(60);
    assertThat(lines())
        .anyMatch(line -> line.endsWith("; no progress for 1m 00s, still trying for 14m 00s"));
  }

  @Test
  void countsWhatAnotherProcessFoundAsItIsDelivered() {
    progress.watch(
        () ->
            new RunStatus(
                new RunResult.Files(0, 0, 0, 0, 0, 0),
                new RunResult.Instances(32, 0, 0, 0, 0, 0, -32),
                32_000,
                -32_000,
                4,
                4,
                4,
                null,
                0));
    progress.on(new UploadEvent.StudyStarted("1.2.3", 4, false));
    look(60);

    assertThat(lines()).anyMatch(line -> line.contains("; 32 of 32 instances delivered, 32.0 kB"));
  }

  @Test
  void saysWhenAPhaseBeginsAndUntilWhenItWaits() {
    progress.on(new UploadEvent.WalkFinished());
    progress.on(new UploadEvent.StudyStarted("1.2.3", 4, false));
    progress.on(new UploadEvent.StudyStarted("1.2.4", 4, false));
    progress.on(new UploadEvent.Waiting(clock.instant().plusSeconds(300), "overwrite window"));
    progress.on(new UploadEvent.Stopping("SIGTERM", clock.instant().plusSeconds(30)));

    assertThat(lines())
        .containsExactly(
            "2026-11-23T18:00:00Z all files checked: 0 files found, 0 checked",
            "2026-11-23T18:00:00Z delivery begins",
            "2026-11-23T18:00:00Z waiting until 2026-11-23T18:05:00Z: overwrite window",
            "2026-11-23T18:00:00Z SIGTERM: finishing uploads in progress, up to 30s; send the"
                + " signal again to stop immediately");
  }

  private static UploadEvent failed(String path) {
    return new UploadEvent.InstanceSettled(
        new SourceFile(Path.of(path), 100, 0), FileState.FAILED, "403 AccessDenied");
  }

  private void look(int seconds) {
    for (int second = 0; second < seconds; second++) {
      clock.advance(Duration.ofSeconds(1));
      progress.printIfDue();
    }
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }
}
