package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.SourceFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlainProgressTest {
  private final StringWriter text = new StringWriter();
  private final MovingClock clock = new MovingClock();
  private final PlainProgress progress = new PlainProgress(new PrintWriter(text), clock);

  @Test
  void saysNothingWithinTheMinute() {
    progress.on(new UploadEvent.FilesFound(10, 1000));
    clock.advance(Duration.ofSeconds(59));
    progress.on(uploaded());

    assertThat(lines()).isEmpty();
  }

  @Test
  void saysOneLineAMinute() {
    progress.on(new UploadEvent.StudyStarted("1.2.3", 150, false));
    progress.on(new UploadEvent.FilesFound(10, 1000));
    for (int second = 0; second < 150; second++) {
      clock.advance(Duration.ofSeconds(1));
      progress.on(uploaded());
    }

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0))
        .contains("running: 10 files found, 0 checked; 60 instances uploaded (6.0 kB");
  }

  @Test
  void saysWhenAPhaseEndsAndUntilWhenItWaits() {
    progress.on(new UploadEvent.WalkFinished());
    progress.on(new UploadEvent.Waiting(clock.instant().plusSeconds(300), "overwrite window"));

    assertThat(lines()).hasSize(2);
    assertThat(lines().get(0)).endsWith(" walk finished: 0 files found, 0 checked");
    assertThat(lines().get(1)).contains("waiting until ").endsWith(": overwrite window");
  }

  private static UploadEvent uploaded() {
    return new UploadEvent.InstanceSettled(
        new SourceFile(Path.of("/a"), 100, 0), FileState.UPLOADED, null);
  }

  private List<String> lines() {
    return text.toString().lines().toList();
  }

  private static final class MovingClock extends Clock {
    private Instant now = Instant.parse("2026-11-23T18:00:00Z");

    void advance(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
