package io.github.dcmbulk.console;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.report.ResultJson;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResultTextTest {
  private static final ResultText.NextCommands COMMANDS =
      new ResultText.NextCommands(
          "dcmbulk upload /archive",
          "dcmbulk report --run r",
          "dcmbulk status --incomplete",
          "dcmbulk explain /archive/cut.dcm");

  private final Examples examples = new Examples();

  @Test
  void fourBucketsTotalsAndWhatToDoNext() {
    SourceFile file = new SourceFile(Path.of("/archive/cut.dcm"), 10, 0);
    examples.on(new UploadEvent.FileChecked(file, FileState.REJECTED, "truncated"));
    examples.on(
        new UploadEvent.FileChecked(
            new SourceFile(Path.of("/archive/later.dcm"), 10, 0), FileState.REJECTED, "truncated"));

    assertThat(print(result(1)))
        .isEqualTo(
"""
Run r, 20.0 s

Delivered                            1,500  200 MB, 10.0 MB/s
  uploaded now                       1,000
  delivered before                     500
Skipped on purpose                       2
  not DICOM                              2
Held for a later run                     3
  on hold                                3
Failed or rejected                      10
  failed                                 4
  truncated                              5  e.g. /archive/cut.dcm
  bad-uid                                1

Files:    1,515 found, 1,507 instances, 6 rejected
Requests: 1 token, 1,004 presigned URLs, 1,004 uploads, 0 retries
Parallel uploads: 16 at the end, 64 at most
Integrity: 1 instance confirmed only by status and TLS, as the store's answer had no MD5 and no checksum to compare (compared: 1,001 by ETag, 2 by checksum)
Studies:  13 found, 1 complete, 0 complete except rejected files, 12 incomplete
  1.2.3
    6 delivered, 4 missing: 4 failed
  and 11 more: dcmbulk status --incomplete
  2 studies sent again as a whole, e.g.
    1.2.4
    it has grown since it was delivered

Some instances could not be delivered; run again to continue (exit 1).

To continue:
  dcmbulk upload /archive
What is wrong with a rejected file:
  dcmbulk explain /archive/cut.dcm
Status of every file:
  dcmbulk report --run r
""");
  }

  @Test
  void problemIsNamedWithItsRemedy() {
    RunResult.Problem problem =
        new RunResult.Problem("The token request was refused", "check the client secret");

    assertThat(print(result(3, problem)))
        .contains("The token request was refused (exit 3).\n")
        .contains("Do this first: check the client secret.\n");
    assertThat(print(result(1, new RunResult.Problem("no space left", "make room"))))
        .contains("Not everything is delivered: no space left (exit 1).\n");
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, Everything is delivered or waived (exit 0).",
    "0, 3, 0, 3 instances are on hold; all others are delivered (exit 0).",
    "0, 0, 3, Ended by a limit before everything was sent; run again to continue (exit 0).",
    "6, 0, 0, 'Everything that can be sent is delivered, but some DICOM files were rejected"
        + " (exit 6).'",
    "130, 0, 3, 'Stopped by Ctrl-C (SIGINT). What is delivered is recorded; run the same command"
        + " to continue'",
    "143, 0, 3, Stopped by SIGTERM. What is delivered is recorded; run the same command to"
        + " continue (exit 143).",
  })
  void eachExitCodeHasASentence(int exit, long held, long pending, String sentence) {
    RunResult.Instances instances = new RunResult.Instances(5, 0, 0, 0, held, 0, pending);

    String text = print(result(exit, instances));

    assertThat(text).contains(sentence);
    assertThat(text.contains("To continue:")).isEqualTo(held + pending > 0);
  }

  @Test
  void noIntegrityLineWhereAllWasCompared() {
    RunResult result = result(0);
    assertThat(print(result)).contains("only by status and TLS");
    RunResult compared = withIntegrity(result, new IntegrityCounts(1001, 3, 0));
    assertThat(print(compared)).doesNotContain("Integrity");
  }

  private static RunResult withIntegrity(RunResult result, IntegrityCounts integrity) {
    return new RunResult(
        result.run(),
        result.exit(),
        result.started(),
        result.finished(),
        result.files(),
        result.instances(),
        result.studies(),
        result.uploadedBytes(),
        result.requests(),
        result.rejections(),
        result.incomplete(),
        result.sentAgain(),
        result.split(),
        result.phases(),
        result.concurrency(),
        integrity,
        result.problem(),
        RunResult.Remarks.NONE);
  }

  @Test
  void whatDoesNotFitGoesBelowUncut() {
    String path = "/archive/" + "a long name ".repeat(5) + ".dcm";
    examples.on(
        new UploadEvent.FileChecked(
            new SourceFile(Path.of(path), 10, 0), FileState.REJECTED, "truncated"));

    assertThat(print(result(1), 40).lines()).contains("    e.g. " + path);
  }

  @Test
  void namesOfFilesCannotActOnTheTerminal() {
    examples.on(
        new UploadEvent.InstanceSettled(
            new SourceFile(Path.of("/a\u001B[2J\nb\u202E"), 1, 0), FileState.FAILED, "\u001B[31m"));

    assertThat(print(result(1))).contains("e.g. /a\\x1B[2J\\x0Ab\\u202E: \\x1B[31m\n");
  }

  @Test
  void everyFigureOfTheJsonIsInTheText() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      RunResult result = random(random);
      StringWriter json = new StringWriter();
      ResultJson.write(result, "1.0.0", json);
      JsonNode figures = new ObjectMapper().readTree(json.toString());
      String text = print(result);

      for (String group :
          List.of("files", "instances", "studies", "requests", "rejections", "integrity")) {
        for (JsonNode figure : figures.path(group)) {
          if (figure.asLong() != 0) {
            assertThat(text)
                .as("%s %s in%n%s", group, figure, text)
                .containsPattern("(?<![\\d,])" + Quantity.count(figure.asLong()) + "(?![\\d,])");
          }
        }
      }
      assertThat(text)
          .contains(Quantity.bytes(figures.path("bytes").path("uploaded").asLong()) + ", ")
          .contains("(exit " + figures.path("exit").asInt() + ")")
          .contains("Run " + figures.path("run").asText());
    }
  }

  /** Every figure is a different number, so that none is found by chance. */
  private static RunResult random(Random random) {
    List<Long> numbers = new ArrayList<>();
    while (numbers.size() < 27) {
      long number = 1 + random.nextLong(100_000_000_000L);
      if (!numbers.contains(number)) {
        numbers.add(number);
      }
    }
    numbers.replaceAll(number -> random.nextInt(5) == 0 ? 0 : number);
    RunResult.Instances instances =
        new RunResult.Instances(
            1 + numbers.get(0),
            numbers.get(1),
            numbers.get(2),
            numbers.get(3),
            numbers.get(4),
            numbers.get(5),
            numbers.get(6));
    return new RunResult(
        "r" + random.nextInt(),
        List.of(0, 1, 6, 130, 143).get(random.nextInt(5)),
        Instant.parse("2026-11-23T18:00:00Z"),
        Instant.parse("2026-11-23T18:00:20Z").plusMillis(random.nextInt(100_000_000)),
        new RunResult.Files(
            numbers.get(7),
            numbers.get(8),
            numbers.get(9),
            numbers.get(10),
            numbers.get(11),
            numbers.get(12)),
        instances,
        new RunResult.Studies(numbers.get(13), numbers.get(14), numbers.get(15)),
        numbers.get(16),
        new RunResult.Requests(
            1 + numbers.get(17), numbers.get(18), numbers.get(19), numbers.get(20)),
        Map.of("bad-uid", numbers.get(21), "truncated", numbers.get(22)),
        List.of(),
        RunResult.Noted.NONE,
        RunResult.Noted.NONE,
        Map.of(),
        null,
        new IntegrityCounts(numbers.get(24), numbers.get(25), 1 + numbers.get(26)),
        null,
        RunResult.Remarks.NONE);
  }

  private static RunResult result(int exit) {
    return result(exit, (RunResult.Problem) null);
  }

  private static RunResult result(int exit, RunResult.@Nullable Problem problem) {
    return result(exit, new RunResult.Instances(1000, 500, 0, 0, 3, 4, 0), problem);
  }

  private static RunResult result(int exit, RunResult.Instances instances) {
    return result(exit, instances, null);
  }

  private static RunResult result(
      int exit, RunResult.Instances instances, RunResult.@Nullable Problem problem) {
    return new RunResult(
        "r",
        exit,
        Instant.parse("2026-11-23T18:00:00Z"),
        Instant.parse("2026-11-23T18:00:20Z"),
        new RunResult.Files(1515, 2, 0, 0, 6, 1507),
        instances,
        new RunResult.Studies(13, 1, 12),
        200_000_000,
        new RunResult.Requests(1, 1004, 1004, 0),
        Map.of("bad-uid", 1L, "truncated", 5L),
        List.of(
            new RunResult.IncompleteStudy("1.2.2", "9 not sent yet", 0, 9),
            new RunResult.IncompleteStudy("1.2.3", "4 failed", 6, 4)),
        new RunResult.Noted(
            2, List.of(new RunResult.NotedStudy("1.2.4", "it has grown since it was delivered"))),
        RunResult.Noted.NONE,
        Map.of(),
        new Concurrency("auto", 16, 64, "throughput increased"),
        new IntegrityCounts(1001, 2, 1),
        problem,
        RunResult.Remarks.NONE);
  }

  private String print(RunResult result) {
    return print(result, Table.ANY_WIDTH);
  }

  private String print(RunResult result, int columns) {
    StringWriter out = new StringWriter();
    new ResultText(new PrintWriter(out), columns, examples).print(result, COMMANDS);
    return out.toString().replace(System.lineSeparator(), "\n");
  }

  @Test
  void aSelectionIsNamedInTheVerdict() {
    RunResult delivered = result(0, new RunResult.Instances(1000, 500, 0, 0, 0, 0, 0));
    StringWriter out = new StringWriter();
    ResultText.NextCommands selective =
        new ResultText.NextCommands("again", "report", "studies", null, 0, "retry", true);
    new ResultText(new PrintWriter(out), Table.ANY_WIDTH, examples).print(delivered, selective);

    assertThat(out.toString()).contains("\nEverything selected is delivered");
  }
}
