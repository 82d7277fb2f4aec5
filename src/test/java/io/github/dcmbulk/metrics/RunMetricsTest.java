package io.github.dcmbulk.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Attempt.Result;
import io.github.dcmbulk.remote.InstanceRef;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.testing.RequiredTool;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunMetricsTest {
  private static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");
  private static final String SUCCESS = "dcmbulk_last_success_timestamp_seconds";

  private static final String FILE = "file=\"dcmbulk.prom\"";

  @TempDir private Path directory;

  @Test
  void runEndsWithItsResult() throws IOException {
    run(NOW, 6);

    assertThat(lines())
        .contains(
            "dcmbulk_build_info{version=\"1.0.0\"} 1",
            "dcmbulk_run_active 0",
            "dcmbulk_run_exit_code 6",
            "dcmbulk_run_end_timestamp_seconds 1795456800",
            SUCCESS + " 1795456800",
            "dcmbulk_instances{state=\"uploaded\"} 1",
            "dcmbulk_instances{state=\"held\"} 2",
            "dcmbulk_files{state=\"rejected\"} 3",
            "dcmbulk_rejected_files{reason=\"truncated\"} 3",
            "dcmbulk_studies{state=\"incomplete\"} 1",
            "dcmbulk_studies{state=\"complete-except-rejected\"} 0",
            "dcmbulk_oldest_undelivered_study_timestamp_seconds 0",
            "dcmbulk_source_empty 0",
            "dcmbulk_runs_total{exit_code=\"6\"} 1",
            "dcmbulk_uploaded_instances_total 1",
            "dcmbulk_uploaded_bytes_total 4096",
            "dcmbulk_requests_total{result=\"ok\",step=\"put\"} 1",
            "dcmbulk_retries_total 1");
  }

  @Test
  void countersContinueFromRunToRunAndTheLastSuccessSurvivesFailures() throws IOException {
    run(NOW, 0);
    run(NOW.plusSeconds(60), 1);

    assertThat(lines())
        .contains(
            "dcmbulk_uploaded_instances_total 2",
            "dcmbulk_requests_total{result=\"ok\",step=\"put\"} 2",
            "dcmbulk_runs_total{exit_code=\"0\"} 1",
            "dcmbulk_runs_total{exit_code=\"1\"} 1",
            "dcmbulk_run_exit_code 1",
            "dcmbulk_run_end_timestamp_seconds 1795456860",
            SUCCESS + " 1795456800");
  }

  @Test
  void runThatCouldNotBeginLeavesTheCountsOfTheOneBefore() throws IOException {
    run(NOW, 0);

    RunMetrics.recordFailure(path(), clock(NOW.plusSeconds(60)), 2);

    assertThat(lines())
        .contains(
            "dcmbulk_run_exit_code 2",
            "dcmbulk_runs_total{exit_code=\"2\"} 1",
            "dcmbulk_instances{state=\"uploaded\"} 1",
            SUCCESS + " 1795456800");
  }

  @Test
  void aRunInProgressIsMarkedAndKeepsSamplesOfOthers() throws IOException {
    try (RunMetrics metrics = open(NOW)) {
      metrics.events().on(new UploadEvent.RunStarted("r"));
      assertThat(lines()).contains("dcmbulk_run_active 1");
      RunMetrics.recordFailure(path(), clock(NOW), 5);
      feed(metrics);
    }

    assertThat(lines())
        .contains(
            "dcmbulk_run_active 0",
            "dcmbulk_run_exit_code 5",
            "dcmbulk_uploaded_instances_total 1",
            "dcmbulk_instances{state=\"pending\"} 1");
  }

  @Test
  void aSharedRunShowsItsDirectoriesAndTheShareOfThisProcess() throws IOException {
    try (RunMetrics metrics = open(NOW)) {
      metrics.events().on(new UploadEvent.RunStarted("r"));
      metrics.events().on(new UploadEvent.WorkShared(3, 40, 2, 58, 700, 4, 500, 1024));
    }
    assertThat(lines())
        .contains(
            "dcmbulk_shared_processes 3",
            "dcmbulk_shared_directories{state=\"waiting\"} 40",
            "dcmbulk_shared_directories{state=\"held\"} 2",
            "dcmbulk_shared_directories{state=\"done\"} 58",
            "dcmbulk_process_files 700",
            "dcmbulk_process_studies 4",
            "dcmbulk_process_instances 500",
            "dcmbulk_process_bytes 1024");

    run(NOW.plusSeconds(60), 0);
    assertThat(lines()).as("the next run has no others").noneMatch(l -> l.contains("shared"));
  }

  @Test
  void durationDoesNotFollowAWallClockThatIsSetBack() throws IOException {
    Instant[] wall = {NOW};
    Instant[] steady = {NOW};
    try (RunMetrics metrics = open(moving(wall), moving(steady))) {
      metrics.events().on(new UploadEvent.RunStarted("r"));
      wall[0] = NOW.minusSeconds(3600);
      steady[0] = NOW.plusSeconds(90);
    }

    assertThat(lines()).contains("dcmbulk_run_duration_seconds 90");
  }

  private static Clock moving(Instant[] now) {
    return new Clock() {
      @Override
      public Instant instant() {
        return now[0];
      }

      @Override
      public ZoneOffset getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
      }
    };
  }

  @Test
  void fileIsWholeAndReadableForTheExporter() throws IOException {
    assumeTrue(
        path().getFileSystem().supportedFileAttributeViews().contains("posix"),
        "files have no modes here");
    run(NOW, 0);

    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path())))
        .isEqualTo("rw-r--r--");
    try (var files = Files.list(directory)) {
      assertThat(files).containsExactly(path());
    }
  }

  /** As of equal series in two files the exporter serves one only. */
  @Test
  void eachSampleNamesItsFile() throws IOException {
    run(NOW, 6);
    run(NOW.plusSeconds(60), 6);

    assertThat(Files.readAllLines(path()))
        .contains(
            "dcmbulk_run_exit_code{file=\"dcmbulk.prom\"} 6",
            "dcmbulk_runs_total{file=\"dcmbulk.prom\",exit_code=\"6\"} 2")
        .allMatch(line -> line.startsWith("#") || line.split("file=", -1).length == 2);
  }

  @Test
  void countersOfFilesThatHaveNoFileLabelOrAnotherContinue() throws IOException {
    Files.writeString(
        path(),
        """
        dcmbulk_uploaded_instances_total 41
        dcmbulk_retries_total{file="a\\"b,c}.prom"} 7
        dcmbulk_runs_total{file="old.prom",exit_code="0"} 9
        """);

    run(NOW, 0);

    assertThat(lines())
        .contains(
            "dcmbulk_uploaded_instances_total 42",
            "dcmbulk_retries_total 8",
            "dcmbulk_runs_total{exit_code=\"0\"} 10");
  }

  @Test
  void foreignOrBrokenFileIsNoObstacle() throws IOException {
    Files.write(path(), new byte[] {(byte) 0xFF, '\n'});

    run(NOW, 0);

    assertThat(lines()).contains("dcmbulk_run_exit_code 0");
  }

  @Test
  void promtoolFindsNothingToComplainAbout() throws Exception {
    RequiredTool.require("promtool", "prometheus");
    run(NOW, 6, new UploadEvent.WorkShared(3, 40, 2, 58, 700, 4, 500, 1024));

    Process promtool =
        new ProcessBuilder("promtool", "check", "metrics")
            .redirectInput(path().toFile())
            .redirectErrorStream(true)
            .start();
    String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(promtool.waitFor()).as(said).isZero();
    assertThat(said).isEmpty();
  }

  private void run(Instant now, int exit, UploadEvent... more) throws IOException {
    try (RunMetrics metrics = open(now)) {
      metrics.events().on(new UploadEvent.RunStarted("r"));
      feed(metrics);
      List.of(more).forEach(metrics.events()::on);
      metrics.finish(result(now, exit));
    }
  }

  private static void feed(RunMetrics metrics) {
    SourceFile file = new SourceFile(Path.of("/archive/a"), 4096, 0);
    metrics.events().on(new UploadEvent.FileChecked(file, FileState.PENDING, null));
    metrics.events().on(new UploadEvent.FileChecked(file, FileState.PENDING, null));
    metrics.events().on(new UploadEvent.InstanceSettled(file, FileState.UPLOADED, null));
    metrics
        .requests()
        .on(
            new Attempt(
                Step.PRESIGN, "h", Result.OK, 200, 1, 0, new InstanceRef("1", "2", 2), NO_DETAILS));
    metrics.requests().on(new Attempt(Step.PUT, "h", Result.OK, 200, 1, 4096));
  }

  private static final Attempt.Details NO_DETAILS = new Attempt.Details(null, null, null);

  private static RunResult result(Instant now, int exit) {
    return new RunResult(
        "r",
        exit,
        now,
        now,
        new RunResult.Files(6, 0, 0, 0, 3, 3),
        new RunResult.Instances(1, 0, 0, 0, 2, 0, 0),
        new RunResult.Studies(2, 1, 1),
        4096,
        new RunResult.Requests(1, 1, 1, 0),
        Map.of("truncated", 3L),
        List.of(),
        RunResult.Noted.NONE,
        RunResult.Noted.NONE,
        Map.of(),
        null,
        IntegrityCounts.NONE,
        null,
        RunResult.Remarks.NONE);
  }

  private RunMetrics open(Instant now) throws IOException {
    return open(clock(now), clock(now));
  }

  private RunMetrics open(Clock wall, Clock steady) throws IOException {
    return RunMetrics.open(
        path(),
        wall,
        steady,
        "1.0.0",
        trouble -> {
          throw new AssertionError(trouble);
        });
  }

  private static Clock clock(Instant now) {
    return Clock.fixed(now, ZoneOffset.UTC);
  }

  private Path path() {
    return directory.resolve("dcmbulk.prom");
  }

  /** The lines without the label that all samples have. */
  private List<String> lines() throws IOException {
    return Files.readAllLines(path()).stream()
        .map(line -> line.replace("{" + FILE + "}", "").replace(FILE + ",", ""))
        .toList();
  }
}
