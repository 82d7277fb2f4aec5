package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Outside of {@code --window} the source is left alone (docs/behaviour.md, "States and sums").
 *
 * <p>Where a test needs to know whether the source was opened, it cannot be read: a run that opens
 * it counts it as unreadable.
 */
class WindowSourceIT {
  @TempDir private Path directory;
  private Path archive;
  private Sandbox sandbox;
  private Checkout checkout;

  @BeforeEach
  void makeArchive() throws Exception {
    archive = directory.resolve("archive");
    Checkout bare = Checkout.underTest(directory).withoutOverride();
    bare.sample("--studies", "1", "--instances", "2", "--size", "1KiB", "archive");
    sandbox = Sandbox.start(directory.resolve("lake"));
    checkout = bare.with(sandbox.variables());
  }

  @AfterEach
  void makeReadable() throws Exception {
    sandbox.close();
    permit("rwx------");
  }

  @Test
  void outsideTheWindowNothingOnTheSourceIsOpened() throws Exception {
    assertThat(upload(0).instances("uploaded")).isEqualTo(2);
    permit("---------");

    RunJson closed = upload(0, "--window", closed());

    assertThat(closed.files("found")).isZero();
    assertThat(closed.json().path("remarks").toString())
        .contains("outside of --window no files were searched");
    RunJson asked = upload(1, "--window", closed(), "--check-outside-window");
    assertThat(asked.files("unreadable")).isEqualTo(1);
  }

  @Test
  void theFirstRunSearchesUnlessItIsConfiguredNotTo() throws Exception {
    permit("---------");
    Checkout searching = checkout;
    checkout = searching.with(Map.of("DCMBULK_CHECK_OUTSIDE_WINDOW", "false"));
    assertThat(upload(0, "--window", closed()).files("found")).isZero();
    checkout = searching;
    Files.delete(directory.resolve("j.db"));
    assertThat(upload(1, "--window", closed()).files("unreadable")).isEqualTo(1);
    permit("rwx------");
    Files.delete(directory.resolve("j.db"));

    RunJson first = upload(0, "--window", closed());

    assertThat(first.instances("pending")).isEqualTo(2);
    assertThat(first.json().path("remarks").toString())
        .contains("outside of --window the files were found and checked, and nothing was sent");
    assertThat(sandbox.instances()).isEmpty();
  }

  /** Whatever a run did not send, the metrics tell since when the oldest study waits. */
  @Test
  void metricsTellWhatWaitsAndSinceWhen() throws Exception {
    Instant before = Instant.now();
    upload(0, "--window", closed());
    double waiting = oldest();
    assertThat(waiting).isBetween(before.toEpochMilli() / 1e3, Instant.now().toEpochMilli() / 1e3);
    assertThat(instances("pending")).isEqualTo(2);

    assertThat(upload(0, "--window", closed()).files("found")).isZero();
    assertThat(oldest()).as("after a run that searched nothing").isEqualTo(waiting);

    assertThat(upload(0, "--min-age", "1h").instances("held")).isEqualTo(2);
    assertThat(oldest()).isEqualTo(waiting);
    assertThat(instances("held")).isEqualTo(2);
    assertThat(instances("pending")).isZero();

    assertThat(upload(0).instances("uploaded")).isEqualTo(2);
    assertThat(oldest()).isZero();
    assertThat(instances("held")).isZero();
  }

  /** A calendar that forbids the hours around now. */
  private static String closed() {
    ZonedDateTime now = ZonedDateTime.now(ZoneOffset.UTC);
    DateTimeFormatter minute = DateTimeFormatter.ofPattern("HH:mm");
    return "!%s-%s UTC"
        .formatted(minute.format(now.minusHours(2)), minute.format(now.plusHours(2)));
  }

  private void permit(String mode) throws Exception {
    Files.setPosixFilePermissions(archive, PosixFilePermissions.fromString(mode));
  }

  private double oldest() throws Exception {
    return metric("dcmbulk_oldest_undelivered_study_timestamp_seconds");
  }

  private double instances(String state) throws Exception {
    return metric("dcmbulk_instances", "state=\"" + state + '"');
  }

  private double metric(String name, String... labels) throws Exception {
    return Metrics.value(directory.resolve("dcmbulk.prom"), name, labels);
  }

  private RunJson upload(int exit, String... options) throws Exception {
    List<String> words = new ArrayList<>(List.of("upload", "--journal", "j.db"));
    words.addAll(List.of("--output", "json", "--metrics-file", "dcmbulk.prom"));
    words.addAll(List.of(options));
    words.add("archive");
    return RunJson.of(checkout.dcmbulk(words.toArray(String[]::new)), exit);
  }
}
