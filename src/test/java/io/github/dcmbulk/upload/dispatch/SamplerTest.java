package io.github.dcmbulk.upload.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Statistics.InFlightSample;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.read.JournalStatistics;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.upload.VirtualClock;
import io.github.dcmbulk.upload.control.RunControl;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class SamplerTest {
  private static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

  @TempDir Path dir;
  private Instant now = START;

  /** Ticks for so many seconds with two instances on their way, and returns what is kept. */
  private List<InFlightSample> after(int seconds) throws Exception {
    Path file = dir.resolve("journal.db");
    Journal journal =
        Journal.open(file, "run-1", START, "p", new ResumePolicy(false, false, false));
    io.github.dcmbulk.upload.dispatch.InFlight inFlight =
        new io.github.dcmbulk.upload.dispatch.InFlight(() -> now.toEpochMilli() * 1_000_000);
    inFlight.enter();
    inFlight.enter();
    RunControl control = new RunControl(new VirtualClock(() -> now), RunControl::awaitReally);
    Sampler sampler = new Sampler(journal, inFlight, control);
    for (int i = 0; i < seconds; i++) {
      now = now.plusSeconds(1);
      sampler.tick();
    }
    journal.close();
    try (JournalReader reader = JournalReader.open(file);
        JournalStatistics statistics = reader.statistics("run-1")) {
      return statistics.delivery().inFlight();
    }
  }

  @Test
  void samplesComeEverySecondAtFirst() throws Exception {
    assertThat(after(10)).hasSize(10).allMatch(s -> s.mean() == 2);
  }

  @Test
  void theyStayBoundedAndCoverTheWholeRun() throws Exception {
    List<InFlightSample> samples = after(3 * Sampler.MOST + 1);
    assertThat(samples).hasSizeBetween(Sampler.MOST / 2, Sampler.MOST);
    assertThat(samples).allMatch(s -> s.mean() == 2);
    assertThat(samples.get(0).at()).isBefore(START.plusSeconds(5));
    assertThat(samples.get(samples.size() - 1).at()).isAfter(now.minusSeconds(5));
  }

  @Test
  void nothingIsOnItsWayBetweenTwoRuns() throws Exception {
    Path file = dir.resolve("journal.db");
    for (String run : List.of("run-1", "run-2")) {
      Journal journal = Journal.open(file, run, now, "p", new ResumePolicy(false, false, false));
      now = now.plusSeconds(60);
      journal.log().sample(now, 2);
      journal.log().sample(now.plusSeconds(1), 3);
      journal.close();
    }
    try (JournalReader reader = JournalReader.open(file);
        JournalStatistics statistics = reader.statistics(null)) {
      assertThat(statistics.delivery().inFlight())
          .extracting(InFlightSample::mean)
          .containsExactly(2.0, 3.0, 0.0, 2.0, 3.0);
    }
    try (JournalReader reader = JournalReader.open(file);
        JournalStatistics statistics = reader.statistics("run-2")) {
      assertThat(statistics.delivery().inFlight())
          .extracting(InFlightSample::mean)
          .containsExactly(2.0, 3.0);
    }
  }

  @Test
  void aRunThatSendsNothingHasNone() throws Exception {
    Path file = dir.resolve("journal.db");
    Journal journal =
        Journal.open(file, "run-1", START, "p", new ResumePolicy(false, false, false));
    RunControl control = new RunControl(new VirtualClock(() -> now), RunControl::awaitReally);
    new Sampler(journal, new io.github.dcmbulk.upload.dispatch.InFlight(() -> 0), control).tick();
    journal.close();
    try (JournalReader reader = JournalReader.open(file);
        JournalStatistics statistics = reader.statistics("run-1")) {
      assertThat(statistics.delivery().inFlight()).isEmpty();
    }
  }
}
