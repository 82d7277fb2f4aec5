package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.it.StubService.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Meaning of answers from stores and other servers for the packaged program. */
class AnswersIT {
  private static final int INSTANCES = 30;

  @TempDir private Path directory;
  private StubService service;
  private Checkout checkout;
  private Path load;

  @BeforeEach
  void makeArchive() throws Exception {
    service = StubService.start();
    checkout = Checkout.underTest(directory).with(service.variables());
    load = directory.resolve("load");
    checkout.sample("--studies", "3", "--instances", "10", "--size", "1KiB", load.toString());
  }

  @AfterEach
  void stop() {
    service.close();
  }

  static Stream<Answer> answersOfOthers() {
    return Stream.of(
        Answer.page(200),
        Answer.page(403),
        Answer.page(451),
        Answer.error(200, "InternalError"),
        new Answer(200, Map.of("Content-Type", "text/html", "ETag", "\"5f3c-18a\""), "<html>"),
        new Answer(202, Map.of("Content-Type", "application/json"), "{\"status\":\"scanned\"}"),
        new Answer(302, Map.of("Location", "https://login.example.org/"), ""));
  }

  @ParameterizedTest
  @MethodSource("answersOfOthers")
  void whatIsNoStoresAnswerEndsTheRunAndTheNextOneSendsAll(Answer answer) throws Exception {
    service.puts(md5 -> answer);

    Ended ended = upload();
    RunJson first = RunJson.of(ended, 4);
    int asked = service.putsSoFar();
    service.puts(md5 -> null);
    // After an InternalError the instance may be stored, and a later run would wait for the
    // overwrite window.
    RunJson second = RunJson.of(upload("--overwrite-window", "0"), 0);

    assertThat(first.instances("pending")).isEqualTo(INSTANCES);
    assertThat(first.instances("failed") + first.instances("uploaded")).isZero();
    assertThat(asked).isLessThan(2 * INSTANCES);
    assertThat(ended.err()).contains("answered " + answer.status()).doesNotContain("Sign in");
    assertThat(second.instances("uploaded")).isEqualTo(INSTANCES);
    assertThat(service.stored()).hasSize(INSTANCES);
  }

  @Test
  void sameRefusalForAllEndsTheRunAndMarksNone() throws Exception {
    service.puts(md5 -> Answer.error(403, "AccessDenied"));

    Ended ended = upload();
    RunJson first = RunJson.of(ended, 4);
    service.puts(md5 -> null);
    RunJson second = RunJson.of(upload(), 0);

    assertThat(first.instances("pending")).isEqualTo(INSTANCES);
    assertThat(ended.err()).contains("20 different instances", "AccessDenied");
    assertThat(second.instances("uploaded")).isEqualTo(INSTANCES);
  }

  static Stream<Arguments> bareRefusals() {
    return Stream.of(
        Arguments.of(401, "the key that signs the URLs"),
        Arguments.of(405, "blocks the method PUT"),
        Arguments.of(411, "removes Content-Length"),
        Arguments.of(412, "If-None-Match"),
        Arguments.of(413, "limits the size of a request"));
  }

  @ParameterizedTest
  @MethodSource("bareRefusals")
  void sameBareRefusalForAllSaysWhatToLookAt(int status, String remedy) throws Exception {
    service.puts(md5 -> new Answer(status, Map.of(), ""));

    Ended ended = upload();

    assertThat(RunJson.of(ended, 4).instances("pending")).isEqualTo(INSTANCES);
    assertThat(ended.err()).contains("20 different instances", "answered " + status, remedy);
  }

  @Test
  void signersKeyThatHasExpiredEndsTheRunAndMarksNone() throws Exception {
    service.puts(md5 -> Answer.error(400, "ExpiredToken"));

    Ended ended = upload("--max-outage", "3s");

    assertThat(RunJson.of(ended, 4).instances("pending")).isEqualTo(INSTANCES);
    assertThat(ended.err()).contains("ExpiredToken", "temporary key", "service's operators");
  }

  @Test
  void urlsThatHadExpiredWhenTheyWereIssuedEndTheRunAtOnce() throws Exception {
    service.urlAge(Duration.ofDays(2000));

    Ended ended = upload("--concurrency", "1");

    assertThat(RunJson.of(ended, 4).instances("pending")).isEqualTo(INSTANCES);
    assertThat(service.putsSoFar()).isZero();
    assertThat(ended.err()).contains("expired when it was issued", "valid until", "clock");
  }

  private static Answer wrongChecksum(String md5) {
    return new Answer(200, Map.of("ETag", '"' + md5 + '"', "x-amz-checksum-crc32", "AAAAAA=="), "");
  }

  @Test
  void wrongChecksumInEveryAnswerEndsTheRunAndNamesTheHeader() throws Exception {
    service.puts(AnswersIT::wrongChecksum);

    Ended ended = upload();

    assertThat(RunJson.of(ended, 4).instances("pending")).isEqualTo(INSTANCES);
    assertThat(service.putsSoFar()).isLessThan(8 * INSTANCES);
    assertThat(ended.err()).contains("20 different instances", "x-amz-checksum-crc32");
  }

  @Test
  void wrongChecksumOfFewInstancesIsTheirFailureAfterAllAttempts() throws Exception {
    Set<String> wrong = Set.of(contents().get(2), contents().get(22));
    Map<String, Integer> puts = new ConcurrentHashMap<>();
    service.puts(
        md5 -> {
          puts.merge(md5, 1, Integer::sum);
          return wrong.contains(md5) ? wrongChecksum(md5) : null;
        });

    RunJson result = RunJson.of(upload("--max-attempts", "3", "--concurrency", "1"), 1);

    assertThat(result.instances("failed")).isEqualTo(2);
    assertThat(result.instances("uploaded")).isEqualTo(INSTANCES - 2);
    assertThat(wrong).allSatisfy(md5 -> assertThat(puts).containsEntry(md5, 3));
  }

  @Test
  void bucketThatIsRemovedEndsARunThatHasStoredSomething() throws Exception {
    service.puts(md5 -> service.stored().size() < 12 ? null : Answer.error(404, "NoSuchBucket"));

    Ended ended = upload("--concurrency", "1");
    RunJson result = RunJson.of(ended, 4);

    assertThat(result.instances("uploaded")).isEqualTo(12);
    assertThat(result.instances("pending")).isEqualTo(INSTANCES - 12);
    assertThat(ended.err()).contains("NoSuchBucket", "bucket", "service's operators");
  }

  @Test
  void runningAgainIsNotAdvisedWhereItWouldDoNothing() throws Exception {
    Set<String> refused = Set.copyOf(contents().subList(3, 5));
    service.puts(md5 -> refused.contains(md5) ? Answer.error(400, "InvalidRequest") : null);

    Ended ended = checkout.dcmbulk("upload", "--progress", "none", load.toString());

    assertThat(ended.exit()).isEqualTo(1);
    assertThat(ended.out())
        .contains("refused 2 instances permanently", "--retry-failed")
        .doesNotContain("run again to continue", "To continue");
    assertThat(service.stored()).hasSize(INSTANCES - 2);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502})
  void fewInstancesThatAlwaysFailAreNoOutage(int status) throws Exception {
    List<String> contents = contents();
    Set<String> faulty =
        IntStream.of(2, 9, 14, 21).mapToObj(contents::get).collect(Collectors.toSet());
    service.puts(md5 -> faulty.contains(md5) ? new Answer(status, Map.of(), "") : null);

    RunJson first = RunJson.of(upload("--max-attempts", "4"), 1);
    RunJson second = RunJson.of(upload("--max-attempts", "4", "--overwrite-window", "0"), 1);

    assertThat(first.instances("failed")).isEqualTo(4);
    assertThat(first.instances("uploaded")).isEqualTo(INSTANCES - 4);
    assertThat(second.instances("failed")).isEqualTo(4);
  }

  @Test
  void severalThatAlwaysFailAmongOthersThatAreStoredAreNoOutage() throws Exception {
    List<String> contents = contents();
    Set<String> faulty =
        IntStream.of(1, 6, 11, 15, 19).mapToObj(contents::get).collect(Collectors.toSet());
    service.puts(md5 -> faulty.contains(md5) ? new Answer(500, Map.of(), "") : null);

    RunJson run = RunJson.of(upload("--max-attempts", "4", "--concurrency", "16"), 1);

    assertThat(run.instances("failed")).isEqualTo(5);
    assertThat(run.instances("uploaded")).isEqualTo(INSTANCES - 5);
  }

  @Test
  void fiveBadInstancesInEachStudyEndAsFailedAndHoldNothing() throws Exception {
    List<String> contents = contents();
    Set<String> faulty =
        IntStream.range(0, INSTANCES)
            .filter(i -> i % 2 == 1)
            .mapToObj(contents::get)
            .collect(Collectors.toSet());
    service.puts(md5 -> faulty.contains(md5) ? new Answer(500, Map.of(), "") : null);

    RunJson run = RunJson.of(upload("--max-attempts", "4", "--max-outage", "6s"), 1);

    assertThat(run.instances("failed")).isEqualTo(faulty.size());
    assertThat(run.instances("uploaded")).isEqualTo(INSTANCES - faulty.size());
  }

  /** MD5 of each file, by path. */
  private List<String> contents() throws IOException {
    List<String> digests = new ArrayList<>();
    try (Stream<Path> files = Files.walk(load)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digests.add(StubService.md5(Files.readAllBytes(file)));
      }
    }
    return digests;
  }

  private Ended upload(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("upload", "--output", "json"));
    command.addAll(List.of(options));
    command.add(load.toString());
    return checkout.dcmbulk(command.toArray(String[]::new));
  }
}
