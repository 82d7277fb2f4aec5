package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Pauses, windows and file times for a user ("Studies and time" in behaviour.md). */
class StudyTimeIT {
  @TempDir private Path directory;
  private Path archive;
  private Path lake;
  private Checkout bare;
  private @Nullable Sandbox sandbox;
  private @Nullable Checkout checkout;

  @BeforeEach
  void prepare() throws Exception {
    archive = Files.createDirectory(directory.resolve("archive"));
    lake = directory.resolve("lake");
    bare = Checkout.underTest(directory);
  }

  @AfterEach
  void stopSandbox() {
    Objects.requireNonNull(sandbox).close();
  }

  private void startSandbox(String... options) throws Exception {
    Sandbox started = Sandbox.start(lake, options);
    sandbox = started;
    checkout = bare.with(started.variables());
  }

  @Test
  void oneInstanceThatTakesLongerThanTheGapLeavesTheStudyWhole() throws Exception {
    startSandbox("--study-gap", "6s", "--overwrite-window", "60s");
    study(5, "1KiB");
    study(1, "10MiB");

    RunJson result =
        upload(0, "--study-gap", "6s", "--overwrite-window", "60s", "--limit-rate", "1MB");

    assertThat(result.json().at("/studies/complete").asLong()).isEqualTo(1);
    assertThat(stored()).isEqualTo(5);
    assertThat(Files.exists(lake.resolve("overwritten"))).isFalse();
  }

  @Test
  void severalThatTakeLongerThanTheGapAreNeverCalledComplete() throws Exception {
    startSandbox("--study-gap", "3s", "--overwrite-window", "8s");
    study(3, "5MiB");
    String[] slow = {
      "--study-gap", "3s", "--overwrite-window", "8s", "--limit-rate", "1MB", "--concurrency", "1"
    };

    Ended ended = run(slow);

    RunJson result = RunJson.of(ended, 1);
    assertThat(result.json().at("/studies/complete").asLong()).isZero();
    assertThat(result.json().at("/studies/incomplete").asLong()).isEqualTo(1);
    assertThat(ended.err()).contains("--study-gap");
  }

  @Test
  void withoutAMinimumAgeNoDateHoldsAFile() throws Exception {
    startSandbox();
    List<Path> files = study(3, "1KiB");
    date(files.get(0), Instant.parse("2099-01-01T00:00:00Z"));
    date(files.get(1), Instant.now().plusSeconds(420));

    assertThat(upload(0).instances("uploaded")).isEqualTo(3);
  }

  @Test
  void aDateInTheFutureIsYoungFromTheFirstLookAndNamed() throws Exception {
    startSandbox();
    List<Path> files = study(3, "1KiB");
    date(files.get(0), Instant.parse("2099-01-01T00:00:00Z"));
    Instant begun = Instant.now();

    RunJson held = upload(0, "--min-age", "10m");

    assertThat(held.instances("held")).isEqualTo(3);
    String why = held.json().at("/incompleteStudies/0/why").asText();
    assertThat(why).contains("is younger than --min-age").contains(files.get(0).toString());
    assertThat(why).contains(" until " + begun.toString().substring(0, 11));

    assertThat(upload(0).instances("uploaded")).isEqualTo(3);
  }

  @Test
  void aCopyInProgressIsHeldAndCompletesTheDeliveryLater() throws Exception {
    startSandbox();
    List<Path> files = study(3, "1KiB");
    Path copy = files.get(1);
    byte[] whole = Files.readAllBytes(copy);
    byte[] zeros = whole.clone();
    Arrays.fill(zeros, whole.length - 64, whole.length, (byte) 0);
    Files.write(copy, zeros, StandardOpenOption.TRUNCATE_EXISTING);
    files.forEach(file -> date(file, Instant.parse("1980-01-01T00:00:00Z")));

    assertThat(upload(0, "--min-age", "10m").instances("held")).isEqualTo(3);
    assertThat(upload(0).instances("uploaded")).isEqualTo(3);

    Files.write(copy, whole, StandardOpenOption.TRUNCATE_EXISTING);
    date(copy, Instant.parse("2020-05-05T00:00:00Z"));
    Ended ended = run("--overwrite-window", "0");

    RunJson completed = RunJson.of(ended, 0);
    assertThat(completed.instances("conflict")).isZero();
    assertThat(completed.instances("uploaded")).isPositive();
    assertThat(ended.err()).contains("still being copied");
  }

  @Test
  void aLastUploadInTheFutureIsUnknownAndGoesWholeAfterTheWindow() throws Exception {
    startSandbox();
    Instant begun = deliverAndGrow(3650 * 86_400_000L, null);

    Ended ended = run("--study-gap", "1s", "--overwrite-window", "4s");

    RunJson.of(ended, 0);
    List<Audit.Upload> again = uploads().subList(3, uploads().size());
    assertThat(again).hasSize(5);
    assertThat(again.get(0).time()).isAfterOrEqualTo(begun.plusSeconds(4));
    assertThat(ended.err()).contains("a clock was wrong");
  }

  @Test
  void aRunWhoseClockWasBehindDoesNotShortenTheWindow() throws Exception {
    startSandbox();
    Instant begun = deliverAndGrow(-600_000L, 600_000L);

    Ended ended = run("--study-gap", "1s", "--overwrite-window", "15s");

    RunJson.of(ended, 0);
    List<Audit.Upload> again = uploads().subList(3, uploads().size());
    assertThat(again).hasSize(5);
    assertThat(again.get(0).time()).isAfterOrEqualTo(uploads().get(2).time().plusSeconds(15));
    assertThat(again.get(0).time()).isBefore(begun.plusSeconds(300));
  }

  @Test
  void afterAKillInALongPutTheWindowCountsFromItsProgress() throws Exception {
    startSandbox();
    study(2, "1KiB");
    study(1, "20MiB");
    Instant killed = killedFiveSecondsAfterTheFirstUpload();
    Instant confirmed = uploads().get(0).time();

    upload(0, "--study-delivery", "incremental", "--study-gap", "1s", "--overwrite-window", "8s");

    assertThat(confirmed.plusSeconds(5)).isBefore(killed);
    assertThat(uploads()).hasSize(2);
    // Counted from the confirmed upload it would be five seconds earlier.
    assertThat(Audit.firstUrlAfter(killed, lake)).isAfterOrEqualTo(killed.plusSeconds(7));
  }

  private Instant killedFiveSecondsAfterTheFirstUpload() throws Exception {
    Checkout.Running run =
        Objects.requireNonNull(checkout)
            .start(
                "dcmbulk",
                "upload",
                "--journal",
                directory.resolve("journal.db").toString(),
                "--study-delivery",
                "incremental",
                "--overwrite-window",
                "8s",
                "--limit-rate",
                "1MB",
                "--concurrency",
                "2",
                archive.toString());
    Objects.requireNonNull(sandbox).awaitFirstUpload();
    // The time itself is tested: a confirmed upload, and five seconds of another one.
    Thread.sleep(5_500);
    run.process().destroyForcibly().waitFor();
    return Instant.now();
  }

  /**
   * Delivers three instances of a study, changes the journal's times as if the clock had been wrong
   * at that time, and adds two instances.
   *
   * @param ahead how far the service's clock was ahead of it; null for unknown
   * @return a time after that
   */
  private Instant deliverAndGrow(long wrong, @Nullable Long ahead) throws Exception {
    List<Path> files = study(5, "1KiB");
    for (Path file : files.subList(3, 5)) {
      Files.move(file, directory.resolve(file.getFileName()));
    }
    Path journal = directory.resolve("journal.db");
    upload(0, "--journal", journal.toString());
    try (Connection c = DriverManager.getConnection("jdbc:sqlite:" + journal);
        Statement s = c.createStatement()) {
      s.execute(
          "UPDATE study SET last_put = last_put + %d, stored_at = stored_at + %d, clock_ahead = %s"
              .formatted(wrong, wrong, ahead));
    }
    for (Path file : files.subList(3, 5)) {
      Files.move(directory.resolve(file.getFileName()), file);
    }
    return Instant.now();
  }

  private List<Audit.Upload> uploads() throws IOException {
    return Audit.uploads(lake);
  }

  private RunJson upload(int exit, String... options) throws Exception {
    return RunJson.of(run(options), exit);
  }

  private Ended run(String... options) throws Exception {
    List<String> command = new ArrayList<>(List.of("upload", "--output", "json"));
    if (!List.of(options).contains("--journal")) {
      command.addAll(List.of("--journal", directory.resolve("journal.db").toString()));
    }
    command.addAll(List.of(options));
    command.add(archive.toString());
    return Objects.requireNonNull(checkout).dcmbulk(command.toArray(String[]::new));
  }

  /** Instances of one study; a second load replaces the first of them. */
  private List<Path> study(int instances, String size) throws Exception {
    Path load = Files.createTempDirectory(directory, "load");
    String count = String.valueOf(instances);
    bare.sample("--studies", "1", "--instances", count, "--size", size, load.toString());
    List<Path> taken = new ArrayList<>();
    try (Stream<Path> walk = Files.walk(load)) {
      for (Path file : walk.filter(Files::isRegularFile).sorted().toList()) {
        Path target = archive.resolve(file.getFileName());
        Files.move(file, target, StandardCopyOption.REPLACE_EXISTING);
        taken.add(target);
      }
    }
    return taken;
  }

  private long stored() throws IOException {
    try (Stream<Path> walk = Files.walk(lake)) {
      return walk.filter(file -> file.toString().endsWith(".dcm"))
          .filter(file -> !file.startsWith(lake.resolve("overwritten")))
          .count();
    }
  }

  private static void date(Path file, Instant time) {
    try {
      Files.setLastModifiedTime(file, FileTime.from(time));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
