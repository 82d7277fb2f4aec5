package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A run that is changed while it is in progress (docs/behaviour.md, "Control"). */
class ControlIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private Path lake;
  private Sandbox sandbox;

  @BeforeEach
  void start() throws Exception {
    checkout = Checkout.underTest(directory);
    String[] sample = {"--studies", "60", "--instances", "2", "--size", "2KiB", "archive"};
    checkout.sample(sample);
    lake = directory.resolve("lake");
    sandbox = Sandbox.start(lake);
    checkout = checkout.with(sandbox.variables());
  }

  @AfterEach
  void stop() throws Exception {
    sandbox.close();
  }

  /** A run that takes a minute, if nothing changes. */
  private Checkout.Running upload() throws Exception {
    return upload("1");
  }

  private Checkout.Running upload(String concurrency, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "upload", "--output", "json", "--limit-requests", "4/s", "--log-file", "run.log"));
    arguments.addAll(List.of("--log-format", "json", "--concurrency", concurrency));
    arguments.addAll(List.of(more));
    arguments.add("archive");
    Checkout.Running running = checkout.start("dcmbulk", arguments.toArray(String[]::new));
    Until.holds(() -> puts() > 0);
    return running;
  }

  private long puts() throws Exception {
    Path audit = lake.resolve("audit.jsonl");
    return Files.exists(audit)
        ? Files.readAllLines(audit).stream().filter(line -> line.contains("\"upload\"")).count()
        : 0;
  }

  private JsonNode status() throws Exception {
    Ended ended = checkout.dcmbulk("status", "--output", "json");
    return new ObjectMapper().readTree(ended.out()).path("running");
  }

  private String control(int exit, String... arguments) throws Exception {
    List<String> all = new ArrayList<>(List.of("control"));
    all.addAll(List.of(arguments));
    Ended ended = checkout.dcmbulk(all.toArray(String[]::new));
    assertThat(ended.exit()).as(ended.err()).isEqualTo(exit);
    return ended.out() + ended.err();
  }

  @Test
  void pausedRunSendsNothingUntilItIsResumedAndSaysSoInLogAndResult() throws Exception {
    Checkout.Running running = upload();
    assertThat(control(0, "pause")).contains("paused: no further study begins");
    // The study in progress has two instances.
    TimeUnit.SECONDS.sleep(2);
    long paused = puts();
    TimeUnit.SECONDS.sleep(5);
    assertThat(puts()).isEqualTo(paused);
    assertThat(status().path("paused").asBoolean()).isTrue();
    assertThat(status().path("pausedWhy").asText()).startsWith("paused: no further study begins");
    assertThat(checkout.dcmbulk("status").out()).contains("Z: paused: no further study begins");

    assertThat(control(0, "resume")).contains("resumed");
    Until.holds(() -> !status().path("paused").asBoolean());
    assertThat(control(0, "concurrency", "8")).contains("parallel uploads: 8");
    RunJson result = RunJson.of(Checkout.finish(running), 0);
    assertThat(result.instances("uploaded")).isEqualTo(120);
    assertThat(result.json().path("remarks").toString()).contains("paused", "resumed");
    assertThat(result.json().path("concurrency").path("limit").asInt()).isEqualTo(8);
    List<String> log =
        Files.readAllLines(directory.resolve("run.log")).stream()
            .filter(line -> line.contains("\"event\":\"control\""))
            .toList();
    assertThat(log).hasSize(3);
    assertThat(new ObjectMapper().readTree(log.get(0)).path("action").asText()).isEqualTo("pause");
  }

  @Test
  void statusSaysThatTheServiceDoesNotAnswer() throws Exception {
    Checkout.Running running = upload();
    sandbox.close();
    Until.holds(() -> status().path("outage").asBoolean());
    assertThat(status().path("outageWhy").asText()).endsWith(": no connection");
    assertThat(checkout.dcmbulk("status").out()).contains("no answer from the service since 2");
    running.process().destroy();
    assertThat(Checkout.finish(running).exit()).isEqualTo(143);
  }

  @Test
  void aSignalEndsAPausedRunAtOnce() throws Exception {
    Checkout.Running running = upload();
    control(0, "pause", "--now");
    running.process().destroy();
    Ended ended = Checkout.finish(running);
    assertThat(ended.exit()).isEqualTo(143);
  }

  @Test
  void aRunIsStoppedAndThenThereIsNone() throws Exception {
    Checkout.Running running = upload();
    assertThat(control(0, "stop")).contains("stopping");
    assertThat(RunJson.of(Checkout.finish(running), 143).instances("pending")).isPositive();
    assertThat(control(1, "pause")).contains("no run is using the journal");
    assertThat(control(1, "pause", "--output", "json")).contains("\"done\":false,\"runs\":[]");
  }

  /** Also where the run measures the number of parallel uploads, and makes them wait. */
  @ParameterizedTest
  @ValueSource(strings = {"1", "auto"})
  void aStudyOnThePriorityListGoesNext(String concurrency) throws Exception {
    Path list = Files.writeString(directory.resolve("first.txt"), "# nobody yet\n");
    Checkout.Running running =
        upload(concurrency, "--order", "oldest", "--priority", list.toString());
    String last = lastStudyByDate();
    assertThat(Files.exists(lake.resolve(last))).isFalse();
    Files.writeString(list, "# in the building\r\n" + last + "\r\n");
    Until.holds(() -> Files.exists(lake.resolve(last)));
    assertThat(puts()).isLessThan(60);
    control(0, "stop");
    Checkout.finish(running);
  }

  /** The study that would be last in the order. */
  private String lastStudyByDate() throws Exception {
    Ended rows = checkout.dcmbulk("report", "--output", "csv");
    assertThat(rows.exit()).as(rows.err()).isZero();
    List<String> header = List.of(rows.out().lines().findFirst().orElseThrow().split(",", -1));
    int study = header.indexOf("studyInstanceUid");
    int state = header.indexOf("state");
    return rows.out()
        .lines()
        .skip(1)
        .map(line -> line.split(",", -1))
        .filter(row -> row[state].equals("pending"))
        .map(row -> row[study])
        .reduce((first, second) -> second)
        .orElseThrow();
  }

  /** The directory of requests belongs to the owner, and a request of another user is dropped. */
  @Test
  void onlyTheOwnerOfTheJournalMaySendRequests() throws Exception {
    Checkout.Running running = upload();
    Path requests = directory.resolve(".local/state/dcmbulk/journal.db.control");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(requests)))
        .isEqualTo("rwx------");
    assumeTrue(System.getProperty("user.name").equals("root"), "only root can give a file away");
    Path foreign =
        Files.writeString(directory.resolve("foreign"), "action=stop\nvalue=\nby=somebody\n");
    Files.setOwner(
        foreign,
        foreign.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
    Files.move(foreign, requests.resolve("1.request"));
    Until.holds(() -> !Files.exists(requests.resolve("1.request")));
    long before = puts();
    Until.holds(() -> puts() > before + 4);
    control(0, "stop");
    Checkout.finish(running);
  }

  @Test
  void statusIsShownAgainAndAgain() throws Exception {
    Checkout.Running running = upload();
    Checkout.Running watch = checkout.start("dcmbulk", "status", "--watch", "--output", "json");
    Until.holds(() -> Files.readAllLines(watch.out()).size() >= 3);
    watch.process().destroy();
    // On a busy machine the run may be over: a request to it would not be answered.
    running.process().destroy();
    Checkout.finish(running);
    Ended ended = Checkout.finish(watch);

    assertThat(ended.exit()).isEqualTo(143);
    assertThat(ended.out()).doesNotContain("\u001b");
    for (String line : ended.out().lines().toList()) {
      assertThat(new ObjectMapper().readTree(line).path("tool").asText()).isEqualTo("dcmbulk");
    }
  }

  @Test
  void mistakesAreNamed() throws Exception {
    Map<String, List<String>> mistakes =
        Map.of(
            "'fast' is no rate", List.of("limit-rate", "fast"),
            "a number from 1 to 64", List.of("concurrency", "0"),
            "does not know 'halt'", List.of("halt"),
            "takes no value", List.of("pause", "now"),
            "takes a Study Instance UID", List.of("priority"));
    for (Map.Entry<String, List<String>> mistake : mistakes.entrySet()) {
      assertThat(control(2, mistake.getValue().toArray(String[]::new))).contains(mistake.getKey());
    }
  }
}
