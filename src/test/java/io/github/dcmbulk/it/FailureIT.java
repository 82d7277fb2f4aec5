package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Refusals of the service, and runs that are stopped or wait, with the packaged program. */
class FailureIT {
  private static final int INSTANCES = 40;

  @TempDir private Path directory;
  private Checkout checkout;
  private String load;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    load = directory.resolve("load").toString();
    checkout.sample("--studies", "4", "--instances", "10", "--size", "1KiB", load);
  }

  @Test
  void refusedPermanentlyIsTriedAgainWithRetryFailedOnly() throws Exception {
    // Each instance gets a new URL once; one worker, so that one instance has both refusals.
    try (Sandbox sandbox = sandbox("--fault", "access-denied:x2")) {
      checkout = checkout.with(sandbox.variables());

      RunJson refused = upload(1);
      RunJson again = upload(1);
      RunJson retried = upload(0, "--retry-failed");

      assertThat(refused.instances("failed")).isEqualTo(1);
      assertThat(refused.instances("uploaded")).isEqualTo(INSTANCES - 1);
      assertThat(again.instances("failed")).isEqualTo(1);
      assertThat(again.requests("put")).isZero();
      assertThat(retried.instances("failed")).isZero();
      assertThat(retried.instances("uploaded")).isPositive();
      assertThat(sandbox.instances()).hasSize(INSTANCES);
    }
  }

  @Test
  void runWithTooManyErrorsIsStoppedAndContinuesLater() throws Exception {
    Path lake = directory.resolve("lake");
    try (Sandbox sandbox = sandbox("--fault", "access-denied:x6")) {
      checkout = checkout.with(sandbox.variables());

      Ended stopped = run("--max-errors", "2");
      RunJson result = RunJson.of(stopped, 1);

      assertThat(result.instances("failed")).isEqualTo(3);
      assertThat(result.instances("pending")).isPositive();
      assertThat(stopped.err()).contains("--max-errors");
      assertThat(sandbox.instances()).hasSizeLessThan(INSTANCES / 2);

      upload(0, "--retry-failed", "--overwrite-window", "0");
      assertThat(sandbox.instances()).hasSize(INSTANCES);
      assertThat(Audit.uploads(lake)).hasSizeGreaterThanOrEqualTo(INSTANCES);
    }
  }

  @Test
  void maxErrorsInPerCentLetsSomeFail() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "access-denied:x2")) {
      checkout = checkout.with(sandbox.variables());

      RunJson result = upload(1, "--max-errors", "50%");

      assertThat(result.instances("failed")).isEqualTo(1);
      assertThat(result.instances("uploaded")).isEqualTo(INSTANCES - 1);
      assertThat(result.instances("pending")).isZero();
    }
  }

  @Test
  void secondRunWaitsForTheJournalAsLongAsRequested() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      checkout = checkout.with(sandbox.variables());
      Checkout slow = checkout.with(Map.of("DCMBULK_LIMIT_REQUESTS", "20"));
      Checkout.Running first = slow.start("dcmbulk", command());
      sandbox.awaitFirstUpload();

      Ended second = run("--wait-lock", "1m");

      RunJson result = RunJson.of(second, 0);
      RunJson.of(Checkout.finish(first), 0);
      assertThat(result.instances("alreadyUploaded")).isEqualTo(INSTANCES);
      assertThat(result.requests("put")).isZero();
    }
  }

  @Test
  void maxDurationLeavesTheRestPendingAndIsNoFailure() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      checkout = checkout.with(sandbox.variables());

      RunJson stopped = upload(0, "--limit-requests", "10", "--max-duration", "2s");

      assertThat(stopped.instances("pending")).isPositive();
      assertThat(stopped.instances("pending") + stopped.instances("uploaded")).isEqualTo(INSTANCES);
      // Whole studies: those in progress were completed.
      assertThat(stopped.instances("uploaded") % 10).isZero();
    }
  }

  @Test
  void archiveThatVanishedIsAnErrorAndForgetsNothing() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      checkout = checkout.with(sandbox.variables());
      upload(0);
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(Path.of(load), elsewhere);

      Ended gone = run();
      Files.move(elsewhere, Path.of(load));

      assertThat(gone.exit()).isEqualTo(2);
      assertThat(gone.err()).contains(load);
      assertThat(upload(0).instances("alreadyUploaded")).isEqualTo(INSTANCES);
    }
  }

  private Sandbox sandbox(String... options) throws Exception {
    return Sandbox.start(directory.resolve("lake"), options);
  }

  private RunJson upload(int exit, String... options) throws Exception {
    return RunJson.of(run(options), exit);
  }

  private Ended run(String... options) throws Exception {
    return checkout.dcmbulk(command(options));
  }

  private String[] command(String... options) {
    List<String> command =
        new ArrayList<>(List.of("upload", "--output", "json", "--concurrency", "1"));
    command.addAll(List.of(options));
    command.add(load);
    return command.toArray(String[]::new);
  }
}
