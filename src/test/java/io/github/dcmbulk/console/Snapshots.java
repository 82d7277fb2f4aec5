package io.github.dcmbulk.console;

import io.github.dcmbulk.event.RunStatus;
import io.github.dcmbulk.model.Concurrency;
import io.github.dcmbulk.model.RunResult;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** States of runs. */
final class Snapshots {
  static final Instant NOW = Instant.parse("2026-11-23T18:00:00Z");

  /** In the middle of a large migration, with some failures. */
  static final RunStatus STATUS =
      new RunStatus(
          new RunResult.Files(1_200_101, 1_002, 0, 0, 42, 1_199_057),
          new RunResult.Instances(452_110, 9_000, 0, 0, 120, 3, 737_824),
          171_000_000_000L,
          309_000_000_000L,
          2_400,
          2_310,
          812,
          new Concurrency("auto", 16, 64, "throughput increased"),
          0);

  private Snapshots() {}

  /** The walk is in progress. */
  static Snapshot walking() {
    return walking(null);
  }

  /** The same, without a successful request for that time. */
  static Snapshot walking(@Nullable Duration noAnswer) {
    return new Snapshot(
        NOW,
        Duration.ofSeconds(724),
        1_204_332,
        512_000_000_000L,
        false,
        STATUS,
        new Rates.Rate(402, 112_000_000),
        Duration.ofMinutes(82),
        new Snapshot.Failure("/archive/a/1.dcm", "403 AccessDenied"),
        17,
        "put, no answer in time",
        noAnswer == null ? null : new Snapshot.NoAnswer(noAnswer, "put, no answer in time", null),
        null,
        null);
  }

  /** The service is unavailable, and the run is being stopped. */
  static Snapshot withFailures() {
    return new Snapshot(
        NOW,
        Duration.ofSeconds(724),
        1_200_101,
        512_000_000_000L,
        true,
        STATUS,
        new Rates.Rate(0, 0),
        Duration.ofMinutes(82),
        new Snapshot.Failure("/archive/a/1.dcm", "403 AccessDenied"),
        17,
        "put, no connection",
        new Snapshot.NoAnswer(
            Duration.ofSeconds(25), "put, no connection", Duration.ofSeconds(14 * 60 + 35)),
        new Snapshot.Wait(NOW.plusSeconds(250), "a study is inside the overwrite window"),
        new Snapshot.Wait(NOW.plusSeconds(27), "SIGINT"));
  }

  /** The only instance is being sent. */
  static Snapshot inTransit(int megabytes, int ofMegabytes) {
    RunStatus status =
        new RunStatus(
            new RunResult.Files(1, 0, 0, 0, 0, 1),
            new RunResult.Instances(0, 0, 0, 0, 0, 0, 1),
            0,
            ofMegabytes * 1_000_000L,
            1,
            1,
            0,
            new Concurrency("auto", 4, 4, "the beginning"),
            megabytes * 1_000_000L);
    return new Snapshot(
        NOW,
        Duration.ofSeconds(10),
        1,
        ofMegabytes * 1_000_000L,
        true,
        status,
        new Rates.Rate(0, 20_000_000),
        Duration.ofSeconds(15),
        null,
        0,
        null,
        null,
        null,
        null);
  }

  /** Nothing happened yet. */
  static Snapshot beginning() {
    return new Snapshot(
        NOW,
        Duration.ZERO,
        0,
        0,
        false,
        RunStatus.NOTHING,
        new Rates.Rate(0, 0),
        null,
        null,
        0,
        null,
        null,
        null,
        null);
  }
}
