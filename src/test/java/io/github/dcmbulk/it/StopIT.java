package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The packaged program is stopped while it is blocked. Without a stop it would be blocked for an
 * hour or forever.
 */
@Timeout(900)
class StopIT {
  private static final String HOUR = "3600s";

  @TempDir private Path directory;
  private Checkout checkout;
  private String load;
  private @Nullable Process started;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    load = directory.resolve("load").toString();
    checkout.sample("--studies", "4", "--instances", "20", "--size", "1KiB", load);
  }

  @AfterEach
  void end() {
    if (started != null) {
      started.destroyForcibly();
    }
  }

  private Sandbox sandbox(String... options) throws IOException {
    return Sandbox.start(directory.resolve("lake"), options);
  }

  private Checkout.Running upload(Sandbox sandbox, String... options) throws IOException {
    String[] arguments =
        Stream.concat(Stream.of("upload"), Stream.concat(Arrays.stream(options), Stream.of(load)))
            .toArray(String[]::new);
    Checkout.Running running = checkout.with(sandbox.variables()).start("dcmbulk", arguments);
    started = running.process();
    return running;
  }

  private static Ended ended(Checkout.Running running) throws Exception {
    assertThat(running.process().waitFor(600, TimeUnit.SECONDS)).isTrue();
    return Checkout.finish(running);
  }

  /** The first request is for the token, then those for URLs, then the uploads. */
  @ParameterizedTest
  @ValueSource(strings = {"latency=3600s:100%", "latency=3600s:100%:+1", "latency=3600s:100%:+9"})
  void theGraceIsKeptWhileNothingIsAnswered(String fault) throws Exception {
    try (Sandbox sandbox = sandbox("--fault", fault)) {
      Checkout.Running running =
          upload(sandbox, "--grace", "1s", "--read-timeout", HOUR, "--concurrency", "4");
      await(running, () -> text(running.err()).contains("delivery begins"));
      signal("TERM", running.process());
      Ended ended = ended(running);

      assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
      assertThat(ended.out()).contains("(exit 143)").doesNotContain("failed");
    }
  }

  @Test
  void secondSignalPrintsTheResultAllTheSame() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "latency=3600s:100%:+1")) {
      Checkout.Running running = upload(sandbox, "--grace", HOUR, "--read-timeout", HOUR);
      await(running, () -> text(running.err()).contains("delivery begins"));
      signal("INT", running.process());
      await(
          running, () -> text(running.err()).contains("send the signal again to stop immediately"));
      signal("INT", running.process());
      Ended ended = ended(running);

      assertThat(ended.exit()).as(ended.err()).isEqualTo(130);
      assertThat(ended.out()).contains("(exit 130)");
    }
  }

  @Test
  void waitsEndAtOnce() throws Exception {
    // The token works; after that the service answers that it is busy.
    try (Sandbox sandbox = sandbox("--fault", "slow-down:100%")) {
      Checkout.Running running = upload(sandbox, "--grace", HOUR);
      await(running, () -> text(running.err()).contains("delivery begins"));
      signal("TERM", running.process());
      assertThat(ended(running).exit()).isEqualTo(143);
    }
  }

  @Test
  void aListThatIsLeftOpenEndsWithTheSignal() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Checkout.Running running = withOpenInput(sandbox, "--grace", "1s");
      await(running, () -> text(running.err()).contains("delivery begins"));
      signal("TERM", running.process());
      Ended ended = ended(running);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
      assertThat(ended.out()).contains("(exit 143)");
    }
  }

  @Test
  void aListThatIsLeftOpenEndsWithTheMaximalDuration() throws Exception {
    try (Sandbox sandbox = sandbox()) {
      Ended ended = ended(withOpenInput(sandbox, "--grace", "1s", "--max-duration", "3s"));
      assertThat(ended.exit()).as(ended.err()).isZero();
      assertThat(ended.err()).contains("--max-duration has passed");
    }
  }

  private Checkout.Running withOpenInput(Sandbox sandbox, String... options) throws IOException {
    String[] arguments =
        Stream.concat(
                Stream.of("upload", "--files-from", "-"),
                Stream.concat(Arrays.stream(options), Stream.of(load)))
            .toArray(String[]::new);
    Path out = Files.createTempFile(directory, "out", ".txt");
    Path err = Files.createTempFile(directory, "err", ".txt");
    Process process =
        checkout
            .with(sandbox.variables())
            .builder("dcmbulk", arguments)
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    started = process;
    return new Checkout.Running(process, out, err);
  }

  /** Two events for each study are more than a pipe can buffer. */
  @Test
  void standardErrorThatIsNotReadKeepsNoRun() throws Exception {
    String many = directory.resolve("many").toString();
    checkout.sample("--studies", "400", "--instances", "1", "--size", "1KiB", many);
    try (Sandbox sandbox = sandbox()) {
      Path out = Files.createTempFile(directory, "out", ".txt");
      Process process =
          checkout
              .with(sandbox.variables())
              .builder("dcmbulk", "upload", "--progress", "json", many)
              .redirectOutput(out.toFile())
              .redirectError(ProcessBuilder.Redirect.PIPE)
              .start();
      started = process;
      assertThat(process.waitFor(600, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(Files.readString(out)).contains("(exit 0)");
      assertThat(process.getErrorStream().available()).isGreaterThan(60_000);
    }
  }

  @Test
  void aStopWhileTheJournalIsWaitedForIsTheSignals() throws Exception {
    try (Sandbox sandbox = sandbox("--fault", "latency=3600s:100%:+1")) {
      Checkout.Running first = upload(sandbox, "--grace", "1s", "--read-timeout", HOUR);
      await(first, () -> text(first.err()).contains("delivery begins"));
      Checkout.Running second = upload(sandbox, "--wait-lock", HOUR);
      await(second, () -> text(second.err()).contains("another run holds"));
      signal("TERM", second.process());
      Ended ended = ended(second);
      assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
      assertThat(ended.err()).contains("stopped while it waited for the journal");
      signal("TERM", first.process());
      assertThat(ended(first).exit()).isEqualTo(143);
    }
  }

  private static void signal(String name, Process process) throws Exception {
    String pid = String.valueOf(process.pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Polls while the process runs. */
  private static void await(Checkout.Running running, BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS))
          .as(text(running.err()))
          .isFalse();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
