package io.github.dcmbulk.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The packaged program and the signals of users and service managers. */
@Timeout(900)
class SignalIT {
  @TempDir private Path directory;
  private Checkout checkout;
  private String load;

  @BeforeEach
  void makeArchive() throws Exception {
    checkout = Checkout.underTest(directory);
    load = directory.resolve("load").toString();
    checkout.sample("--studies", "10", "--instances", "10", "--size", "1KiB", load);
  }

  @Test
  void closedTerminalEndsTheRunAsSigtermDoes() throws Exception {
    try (Sandbox sandbox = Sandbox.start(directory.resolve("lake"))) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running running =
          configured.start("dcmbulk", "upload", "--limit-requests", "50", load);
      sandbox.awaitFirstUpload();
      signal("HUP", running);
      Ended ended = Checkout.finish(running);

      assertThat(ended.exit()).as(ended.err()).isEqualTo(143);
      assertThat(ended.out()).contains("To continue:", "(exit 143)");
      assertIntact(configured);
    }
  }

  @Test
  void secondSignalEndsTheRunAtOnceAndTheJournalIsIntact() throws Exception {
    // Only token requests are answered: requests in flight would block for an hour.
    try (Sandbox sandbox =
        Sandbox.start(directory.resolve("lake"), "--fault", "latency=3600s:100%:+1")) {
      Checkout configured = checkout.with(sandbox.variables());
      Checkout.Running running =
          configured.start(
              "dcmbulk", "upload", "--grace", "3600s", "--read-timeout", "3600s", load);
      await(running, () -> text(running.err()).contains("delivery begins"));
      signal("INT", running);
      await(
          running, () -> text(running.err()).contains("send the signal again to stop immediately"));
      assertThat(running.process().isAlive()).isTrue();

      signal("INT", running);

      assertThat(running.process().waitFor(600, TimeUnit.SECONDS)).isTrue();
      assertThat(running.process().exitValue()).isEqualTo(130);
      assertIntact(configured);
    }
  }

  private static void assertIntact(Checkout configured) throws Exception {
    Ended verified = configured.dcmbulk("journal", "verify");
    assertThat(verified.exit()).as(verified.out() + verified.err()).isZero();
    assertThat(configured.dcmbulk("status").exit()).isZero();
  }

  private static void signal(String name, Checkout.Running running) throws Exception {
    String pid = String.valueOf(running.process().pid());
    assertThat(new ProcessBuilder("kill", "-" + name, pid).start().waitFor()).isZero();
  }

  /** Polls while the process runs. */
  private static void await(Checkout.Running running, BooleanSupplier condition)
      throws InterruptedException {
    while (!condition.getAsBoolean()) {
      assertThat(running.process().waitFor(20, TimeUnit.MILLISECONDS)).isFalse();
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
