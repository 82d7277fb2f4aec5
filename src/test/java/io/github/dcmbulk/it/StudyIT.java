package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Delivery of studies (docs/behaviour.md, "Studies and time"), by the sandbox's audit log. The
 * minutes of the rules are seconds here; the sandbox's own gap stays long, so that a busy machine
 * does not interrupt a study.
 */
class StudyIT {
  private static final int WORKERS = 4;

  @TempDir private Path directory;
  private Path load;
  private Path archive;
  private Path lake;
  private Sandbox sandbox;
  private Checkout checkout;

  @BeforeEach
  void startSandbox() throws Exception {
    load = directory.resolve("load");
    archive = Files.createDirectory(directory.resolve("archive"));
    lake = directory.resolve("lake");
    Checkout bare = Checkout.underTest(directory);
    sandbox = Sandbox.start(lake);
    checkout = bare.with(sandbox.variables());
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void studyThatGrewGoesAgainWholeAfterTheWindowAndIsNamed() throws Exception {
    List<Path> files = study(15);
    take(files.subList(0, 10));
    upload(0);
    Instant delivered = last(Audit.uploads(lake)).time();
    take(files.subList(10, 15));
    passGap(delivered);

    Ended ended = run("--study-gap", "1s", "--overwrite-window", "4s");

    List<Audit.Upload> again = Audit.uploads(lake).subList(10, Audit.uploads(lake).size());
    assertThat(sops(again)).hasSize(15);
    assertThat(again.get(0).time()).isAfterOrEqualTo(delivered.plusSeconds(4));
    RunJson result = RunJson.of(ended, 0);
    assertThat(result.instances("uploaded")).isEqualTo(15);
    assertThat(result.json().at("/sentAgain/studies").asLong()).isEqualTo(1);
    assertThat(result.json().at("/sentAgain/first/0/why").asText())
        .isEqualTo("it has grown since it was delivered");
    assertThat(ended.err())
        .contains("is sent again as a whole: it has grown since it was delivered");
  }

  @Test
  void incrementalSendsOnlyWhatAStudyGrewBy() throws Exception {
    List<Path> files = study(15);
    take(files.subList(0, 10));
    upload(0);
    take(files.subList(10, 15));

    RunJson result = upload(0, "--study-delivery", "incremental", "--overwrite-window", "0");

    assertThat(result.instances("uploaded")).isEqualTo(5);
    assertThat(result.instances("alreadyUploaded")).isEqualTo(10);
    assertThat(Audit.uploads(lake)).hasSize(15);
  }

  @Test
  void studiesMixedInOneDirectoryComeOneAfterTheOther() throws Exception {
    sample("--studies", "2", "--instances", "1000", "--size", "200B");
    for (Path file : files(load)) {
      Path flat = load.relativize(file);
      Files.move(file, archive.resolve(flat.getFileName() + "." + flat.getName(0)));
    }

    upload(0);

    List<String> studies = Audit.uploads(lake).stream().map(Audit.Upload::study).toList();
    assertThat(studies).hasSize(2000);
    String first = studies.get(0);
    assertThat(studies.subList(0, 1000).stream().filter(study -> !study.equals(first)).count())
        .isLessThanOrEqualTo(WORKERS);
  }

  @Test
  void killedStudyIsContinuedInsideTheGapAndGoesAgainWholeAfterIt() throws Exception {
    take(study(100));
    kill("--limit-requests", "40");
    int killed = Audit.uploads(lake).size();

    kill("--limit-requests", "40", "--overwrite-window", "0");
    List<Audit.Upload> continued = Audit.uploads(lake);
    assertThat(continued).hasSizeGreaterThan(killed);
    assertThat(continued.size() - sops(continued).size()).isLessThanOrEqualTo(2 * WORKERS);

    passGap(last(continued).time());
    Ended ended = run("--study-gap", "1s", "--overwrite-window", "0");

    RunJson.of(ended, 0);
    List<Audit.Upload> all = Audit.uploads(lake);
    assertThat(sops(all.subList(continued.size(), all.size()))).hasSize(100);
    assertThat(ended.err()).contains("is sent again as a whole: its last delivery was interrupted");
  }

  @Test
  void filesUnderOneUidAreDuplicatesOrFollowThePolicy() throws Exception {
    List<Path> files = study(3);
    take(files);
    Path copies = Files.createDirectory(archive.resolve("copies"));
    Files.copy(archive.resolve(name(files, 0)), copies.resolve("same"));
    Path other = Files.copy(archive.resolve(name(files, 1)), copies.resolve("other"));
    changePixels(other);

    RunJson rejected = upload(6);
    assertThat(rejected.instances("uploaded")).isEqualTo(2);
    assertThat(rejected.instances("duplicate")).isEqualTo(1);
    assertThat(rejected.instances("conflict")).isEqualTo(2);

    RunJson newest = upload(6, "--on-conflict", "newest", "--journal", "newest.db");
    assertThat(newest.instances("uploaded")).isEqualTo(3);
    assertThat(newest.instances("conflict")).isEqualTo(1);

    RunJson all =
        upload(0, "--on-conflict", "all", "--overwrite-window", "0", "--journal", "all.db");
    assertThat(all.instances("uploaded")).isEqualTo(4);
    assertThat(all.instances("duplicate")).isEqualTo(1);
  }

  @Test
  void changedFilesFollowThePolicyAndTouchedOnesAreLeftAlone() throws Exception {
    List<Path> files = study(3);
    take(files);
    upload(0);
    touch(archive.resolve(name(files, 0)));
    RunJson touched = upload(0);
    assertThat(touched.instances("alreadyUploaded")).isEqualTo(3);
    assertThat(touched.requests("put")).isZero();

    changePixels(archive.resolve(name(files, 1)));
    RunJson conflict = upload(6);
    assertThat(conflict.instances("conflict")).isEqualTo(1);
    assertThat(conflict.requests("put")).isZero();

    RunJson sent = upload(0, "--on-conflict", "newest", "--overwrite-window", "0");
    assertThat(sent.instances("conflict")).isZero();
    assertThat(sent.instances("uploaded")).isPositive();
    assertThat(upload(0, "--force", "--overwrite-window", "0").instances("uploaded")).isEqualTo(3);
  }

  @Test
  void youngStudyIsHeldWhole() throws Exception {
    List<Path> files = study(5);
    take(files);
    for (Path file : files) {
      age(archive.resolve(file.getFileName()), Duration.ofHours(2));
    }
    touch(archive.resolve(name(files, 4)));

    assertThat(upload(0, "--min-age", "1h").instances("held")).isEqualTo(5);
    assertThat(Files.exists(lake.resolve("audit.jsonl")) ? Audit.uploads(lake) : List.of())
        .isEmpty();

    assertThat(upload(0).instances("uploaded")).isEqualTo(5);
  }

  private RunJson upload(int exit, String... options) throws Exception {
    return RunJson.of(run(options), exit);
  }

  private Ended run(String... options) throws Exception {
    return checkout.dcmbulk(command(options));
  }

  private String[] command(String... options) {
    List<String> command =
        new ArrayList<>(
            List.of("upload", "--output", "json", "--concurrency", String.valueOf(WORKERS)));
    command.addAll(List.of(options));
    command.add(archive.toString());
    return command.toArray(String[]::new);
  }

  /** Kills a run in progress: when the sandbox has stored another instance. */
  private void kill(String... options) throws Exception {
    int before = Files.exists(lake.resolve("audit.jsonl")) ? Audit.uploads(lake).size() : 0;
    Checkout.Running running = checkout.start("dcmbulk", command(options));
    while (Audit.uploads(lake).size() < before + 5) {
      assertThat(running.process().isAlive()).isTrue();
      pass(Duration.ofMillis(20));
    }
    running.process().destroyForcibly();
    Checkout.finish(running);
  }

  /** The shortest gap of these tests is a second. */
  private static void passGap(Instant since) {
    pass(Duration.between(Instant.now(), since.plusMillis(1100)));
  }

  /** The rules use real time here: two processes share only the machine's clock. */
  private static void pass(Duration time) {
    if (time.toMillis() > 0) {
      new CompletableFuture<Void>()
          .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
          .join();
    }
  }

  private List<Path> study(int instances) throws Exception {
    sample("--studies", "1", "--instances", String.valueOf(instances), "--size", "1KiB");
    return files(load);
  }

  private void sample(String... options) {
    List<String> arguments = new ArrayList<>(List.of(options));
    arguments.add(load.toString());
    checkout.sample(arguments.toArray(String[]::new));
  }

  private void take(List<Path> files) throws IOException {
    for (Path file : files) {
      Files.copy(
          file,
          archive.resolve(file.getFileName()),
          StandardCopyOption.COPY_ATTRIBUTES,
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static String name(List<Path> files, int index) {
    return files.get(index).getFileName().toString();
  }

  private static List<Path> files(Path root) throws IOException {
    try (Stream<Path> walk = Files.walk(root)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static void touch(Path file) throws IOException {
    age(file, Duration.ofSeconds(1));
  }

  private static void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
  }

  /** The last byte belongs to a pixel. */
  private static void changePixels(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes, StandardOpenOption.TRUNCATE_EXISTING);
  }

  private static Set<String> sops(List<Audit.Upload> uploads) {
    Set<String> sops = new HashSet<>();
    uploads.forEach(upload -> sops.add(upload.sop()));
    return sops;
  }

  private static Audit.Upload last(List<Audit.Upload> uploads) {
    return uploads.get(uploads.size() - 1);
  }
}
