package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ResultTextTest {
  private static final ResultText.Commands COMMANDS =
      new ResultText.Commands("dcmbulk upload /archive", "dcmbulk report --run r");

  @Test
  void fourBucketsStudiesAndWhatToDoNext() {
    Examples examples = new Examples();
    SourceFile file = new SourceFile(Path.of("/archive/cut.dcm"), 10, 0);
    examples.on(new UploadEvent.FileJudged(file, FileState.REJECTED, "truncated"));
    examples.on(
        new UploadEvent.FileJudged(
            new SourceFile(Path.of("/archive/later.dcm"), 10, 0), FileState.REJECTED, "truncated"));

    assertThat(print(result(1), examples))
        .isEqualTo(
            """
            Run r, 20.0 s

            Delivered                            1,500  200 MB, 10.0 MB/s
              uploaded now                       1,000
              already uploaded                     500
            Skipped on purpose                       2
              not DICOM                              2
            Held for a later run                     3
              study may still grow                   3
            Failed or rejected                      10
              failed                                 4
              truncated                              5  e.g. /archive/cut.dcm
              bad-uid                                1

            Studies: 9 found, 8 complete, 1 incomplete
              1.2.3: 4 failed (6 delivered, 4 missing)
            In flight: 48 instances at once, at most 64 (throughput grows)

            Some instances could not be delivered; run again to continue (exit 1).
            To go on:         dcmbulk upload /archive
            Every file:       dcmbulk report --run r
            """);
  }

  @Test
  void problemIsNamedWithItsRemedy() {
    RunResult whole = result(3);
    RunResult result =
        new RunResult(
            whole.run(),
            3,
            whole.started(),
            whole.finished(),
            whole.files(),
            whole.instances(),
            whole.studies(),
            whole.uploadedBytes(),
            whole.requests(),
            whole.rejections(),
            whole.incomplete(),
            whole.phases(),
            null,
            new RunResult.Problem("The token request was refused", "check the client secret"));

    assertThat(print(result, new Examples()))
        .contains("The token request was refused (exit 3).\n")
        .contains("What to do first: check the client secret\n");
  }

  private static RunResult result(int exit) {
    return new RunResult(
        "r",
        exit,
        Instant.parse("2026-11-23T18:00:00Z"),
        Instant.parse("2026-11-23T18:00:20Z"),
        new RunResult.Files(1515, 2, 0, 0, 6, 1507),
        new RunResult.Instances(1000, 500, 0, 0, 3, 4, 0),
        new RunResult.Studies(9, 8, 1),
        200_000_000,
        new RunResult.Requests(1, 1004, 1004, 0),
        Map.of("bad-uid", 1L, "truncated", 5L),
        List.of(new RunResult.IncompleteStudy("1.2.3", "4 failed", 6, 4)),
        Map.of(),
        new Concurrency("auto", 48, 64, "throughput grows"),
        null);
  }

  private static String print(RunResult result, Examples examples) {
    StringWriter out = new StringWriter();
    new ResultText(new PrintWriter(out), examples).print(result, COMMANDS);
    return out.toString().replace(System.lineSeparator(), "\n");
  }
}
