package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A source that lost its files, as when a share is not mounted (docs/behaviour.md, "States and
 * sums").
 */
class EmptySourceIT {
  private static final int FILES = 12;
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String REMEDY = "--allow-empty";

  @TempDir private Path directory;
  private Path elsewhere;
  private Sandbox sandbox;
  private Checkout checkout;
  private double lastSuccess;

  /** Two sources, delivered once. */
  @BeforeEach
  void deliverTwoSources() throws Exception {
    directory = directory.toRealPath();
    elsewhere = Files.createDirectory(directory.resolve("elsewhere"));
    checkout = Checkout.underTest(directory);
    String[] one = {"--studies", "1", "--instances", "" + FILES, "--size", "1KiB", "one"};
    String[] two = {"--studies", "1", "--instances", "2", "--size", "1KiB", "--seed", "2", "two"};
    checkout.sample(one);
    checkout.sample(two);
    sandbox = Sandbox.start(directory.resolve("lake"));
    checkout = checkout.with(sandbox.variables());
    assertThat(upload(0).instances("uploaded")).isEqualTo(FILES + 2);
    lastSuccess = metric("dcmbulk_last_success_timestamp_seconds");
    assertThat(lastSuccess).isPositive();
    assertThat(metric("dcmbulk_source_empty")).isZero();
  }

  @AfterEach
  void stopSandbox() {
    sandbox.close();
  }

  @Test
  void oneOfTwoSourcesWithoutFilesIsNoSuccessUntilThatIsAllowed() throws Exception {
    takeAway(FILES);
    for (String[] options : List.of(new String[] {"--dry-run"}, new String[0], new String[0])) {
      Ended ended = run(options);

      assertEmptySource(RunJson.of(ended, 1), 0);
      assertThat(ended.err())
          .containsOnlyOnce(
              "warning: no file was found under %s, where the journal knows 12: the source is empty or not"
                  .formatted(directory.resolve("one")));
      assertThat(metric("dcmbulk_last_success_timestamp_seconds")).isEqualTo(lastSuccess);
    }
    assertThat(metric("dcmbulk_source_empty")).isEqualTo(1);
    assertThat(metric("dcmbulk_run_exit_code")).isEqualTo(1);

    RunJson allowed = upload(0, "--allow-empty");
    assertThat(allowed.json().path("emptySources")).isEmpty();
    assertThat(metric("dcmbulk_last_success_timestamp_seconds")).isGreaterThan(lastSuccess);
    assertThat(metric("dcmbulk_source_empty")).isZero();
    assertThat(upload(0).json().path("emptySources")).isEmpty();
  }

  @Test
  void fewerThanATenthIsNoSuccessAndMoreIs() throws Exception {
    takeAway(FILES - 1);
    Ended ended = run();
    assertEmptySource(RunJson.of(ended, 1), 1);
    assertThat(ended.err()).contains("only 1 file was found under " + directory.resolve("one"));

    bringBack(1);
    assertThat(upload(0).json().path("emptySources")).isEmpty();
    assertThat(metric("dcmbulk_source_empty")).isZero();
  }

  /** The mount point itself is missing: wrong usage, and nothing is forgotten. */
  @Test
  void aSourceThatDoesNotExistIsRefused() throws Exception {
    Files.move(directory.resolve("one"), elsewhere.resolve("one"));

    Ended ended = run();

    assertThat(ended.exit()).isEqualTo(2);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err()).contains("one").contains("does not exist");
    assertThat(run("--dry-run").exit()).isEqualTo(2);
    assertThat(metric("dcmbulk_last_success_timestamp_seconds")).isEqualTo(lastSuccess);
    assertThat(metric("dcmbulk_run_exit_code")).isEqualTo(2);

    // A run in an empty directory in its place still knows what was there.
    Files.createDirectory(directory.resolve("one"));
    assertEmptySource(upload(1), 0);
    Files.delete(directory.resolve("one"));
    Files.move(elsewhere.resolve("one"), directory.resolve("one"));
    assertThat(upload(0).instances("alreadyUploaded")).isEqualTo(FILES + 2);
  }

  /** A check knows no journal: it shows that there is nothing. */
  @Test
  void aCheckOfAnEmptySourceShowsThatItFoundNothing() throws Exception {
    takeAway(FILES);

    Ended text = checkout.dcmbulk("check", "one");
    Ended json = checkout.dcmbulk("check", "--output", "json", "one");

    assertThat(text.exit()).isZero();
    assertThat(text.out()).contains("0 files");
    assertThat(MAPPER.readTree(json.out()).at("/files/found").asInt(-1)).isZero();
    assertThat(checkout.dcmbulk("check", "missing").exit()).isEqualTo(2);
  }

  private void assertEmptySource(RunJson result, int found) {
    JsonNode sources = result.json().path("emptySources");
    assertThat(sources).hasSize(1);
    assertThat(sources.at("/0/root").asText()).isEqualTo(directory.resolve("one").toString());
    assertThat(sources.at("/0/known").asInt()).isEqualTo(FILES);
    assertThat(sources.at("/0/found").asInt(-1)).isEqualTo(found);
    assertThat(result.json().at("/problem/remedy").asText()).contains(REMEDY);
  }

  private Ended run(String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("upload", "--journal", "j.db"));
    words.addAll(List.of("--output", "json", "--metrics-file", "dcmbulk.prom"));
    words.addAll(List.of(options));
    words.addAll(List.of("one", "two"));
    return checkout.dcmbulk(words.toArray(String[]::new));
  }

  private RunJson upload(int exit, String... options) throws Exception {
    return RunJson.of(run(options), exit);
  }

  private double metric(String name) throws Exception {
    return Metrics.value(directory.resolve("dcmbulk.prom"), name);
  }

  private void takeAway(int count) throws Exception {
    move(directory.resolve("one"), elsewhere, count);
  }

  private void bringBack(int count) throws Exception {
    move(elsewhere, directory.resolve("one"), count);
  }

  private static void move(Path from, Path to, int count) throws Exception {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(from)) {
      files = walk.filter(Files::isRegularFile).sorted().limit(count).toList();
    }
    assertThat(files).hasSize(count);
    for (Path file : files) {
      Files.move(file, to.resolve(file.getFileName()));
    }
  }
}
