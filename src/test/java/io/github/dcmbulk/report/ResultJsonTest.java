package io.github.dcmbulk.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.RunResult;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
  private static final String BEGIN_OF_OBJECT =
      "{\"tool\":\"dcmbulk\",\"version\":\"1.0.0\",\"run\":\"2026-11-23T18:00:00Z-3f9c\",\"exit\":6,"
          + "\"started\":\"2026-11-23T18:00:00Z\",\"finished\":\"2026-11-23T18:00:12.345Z\","
          + "\"elapsedSeconds\":12.345,"
          + "\"files\":{\"found\":15,\"notDicom\":1,\"excluded\":2,\"unreadable\":3,\"rejected\":2,"
          + "\"instances\":7},"
          + "\"instances\":{\"uploaded\":1,\"alreadyUploaded\":1,\"duplicate\":1,\"conflict\":1,"
          + "\"held\":1,\"failed\":1,\"pending\":1},"
          + "\"studies\":{\"found\":3,\"complete\":2,\"completeExceptRejected\":0,\"incomplete\":1},"
          + "\"bytes\":{\"uploaded\":99},"
          + "\"requests\":{\"token\":1,\"presign\":2,\"put\":3,\"retries\":4},"
          + "\"rejections\":{\"bad-uid\":1,\"truncated\":1}";

  @Test
  void keysAreThoseOfTheContractInOrder() throws IOException {
    assertThat(json(result(List.of(), Map.of(), null))).isEqualTo(BEGIN_OF_OBJECT + "}\n");
  }

  @Test
  void moreComesAfterwards() throws IOException {
    RunResult result =
        result(
            List.of(new RunResult.IncompleteStudy("1.2.3", "1 failed", 4, 1)),
            Map.of("walk", 0.0126),
            new RunResult.Problem("no space left", "make room"));

    assertThat(json(result))
        .isEqualTo(
            BEGIN_OF_OBJECT
                + ",\"incompleteStudies\":[{\"studyInstanceUid\":\"1.2.3\",\"why\":\"1 failed\","
                + "\"delivered\":4,\"missing\":1,\"rejectedOnly\":false}],"
                + "\"phases\":{\"walk\":0.013},"
                + "\"problem\":{\"what\":\"no space left\",\"remedy\":\"make room\"}}\n");
  }

  @Test
  void concurrencyComesWithItsReason() throws IOException {
    RunResult result =
        result(List.of(), Map.of(), null, new Concurrency("auto", 16, 32, "throughput increased"));

    assertThat(json(result))
        .isEqualTo(
            BEGIN_OF_OBJECT
                + ",\"concurrency\":{\"mode\":\"auto\",\"limit\":16,\"most\":32,\"why\":\"throughput"
                + " increased\"}}\n");
  }

  @Test
  void studiesThatAreSplitAreCountedAndTheFirstAreNamed() throws IOException {
    RunResult.Noted split =
        new RunResult.Noted(7, List.of(new RunResult.NotedStudy("1.2.3", "more was found")));
    assertThat(json(result(List.of(), Map.of(), null, null, split)))
        .endsWith(
            ",\"split\":{\"studies\":7,\"first\":[{\"studyInstanceUid\":\"1.2.3\",\"why\":\"more"
                + " was"
                + " found\"}]}}\n");
  }

  @Test
  void whatCouldNotBeComparedIsCountedAndSaid() throws IOException {
    RunResult result =
        result(List.of(), Map.of(), null, null, RunResult.Noted.NONE, new IntegrityCounts(1, 2, 3));
    assertThat(json(result))
        .contains(",\"integrity\":{\"etag\":1,\"checksum\":2,\"statusAndTlsOnly\":3,\"note\":")
        .contains("delivery is confirmed only by status and TLS");
  }

  private static RunResult result(
      List<RunResult.IncompleteStudy> incomplete,
      Map<String, Double> phases,
      RunResult.@Nullable Problem problem) {
    return result(incomplete, phases, problem, null);
  }

  private static RunResult result(
      List<RunResult.IncompleteStudy> incomplete,
      Map<String, Double> phases,
      RunResult.@Nullable Problem problem,
      @Nullable Concurrency concurrency) {
    return result(incomplete, phases, problem, concurrency, RunResult.Noted.NONE);
  }

  private static RunResult result(
      List<RunResult.IncompleteStudy> incomplete,
      Map<String, Double> phases,
      RunResult.@Nullable Problem problem,
      @Nullable Concurrency concurrency,
      RunResult.Noted split) {
    return result(incomplete, phases, problem, concurrency, split, IntegrityCounts.NONE);
  }

  private static RunResult result(
      List<RunResult.IncompleteStudy> incomplete,
      Map<String, Double> phases,
      RunResult.@Nullable Problem problem,
      @Nullable Concurrency concurrency,
      RunResult.Noted split,
      IntegrityCounts integrity) {
    return new RunResult(
        "2026-11-23T18:00:00Z-3f9c",
        6,
        Instant.parse("2026-11-23T18:00:00Z"),
        Instant.parse("2026-11-23T18:00:12.345Z"),
        new RunResult.Files(15, 1, 2, 3, 2, 7),
        new RunResult.Instances(1, 1, 1, 1, 1, 1, 1),
        new RunResult.Studies(3, 2, 1),
        99,
        new RunResult.Requests(1, 2, 3, 4),
        Map.of("truncated", 1L, "bad-uid", 1L),
        incomplete,
        RunResult.Noted.NONE,
        split,
        phases,
        concurrency,
        integrity,
        problem,
        RunResult.Remarks.NONE);
  }

  private static String json(RunResult result) throws IOException {
    StringWriter out = new StringWriter();
    ResultJson.write(result, "1.0.0", out);
    return out.toString();
  }
}
