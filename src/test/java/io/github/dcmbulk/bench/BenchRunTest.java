package io.github.dcmbulk.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.DicomFileChecker;
import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.InstanceContent;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.sample.LoadArchive;
import io.github.dcmbulk.testing.NoIngestion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class BenchRunTest {
  private static final int WORKERS = 3;

  private final LoadArchive archive = LoadArchive.inMemory(2000, 7);
  private final Set<String> received = ConcurrentHashMap.newKeySet();

  @TempDir Path dir;

  /** How a service in memory answers. */
  private interface Answering {
    PutOutcome deliver(InstanceContent content) throws DcmbulkException;
  }

  private static IngestionService service(Answering answering) {
    return new NoIngestion() {
      @Override
      public PutOutcome deliver(InstanceContent content) throws DcmbulkException {
        return answering.deliver(content);
      }
    };
  }

  private PutOutcome store(InstanceContent content) {
    String md5;
    try {
      md5 = HexFormat.of().formatHex(content.md5());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    assertThat(received.add(md5)).as("no instance comes twice").isTrue();
    return new PutOutcome.Stored(md5, 1);
  }

  private BenchResult run(Answering answering, int instances) throws Exception {
    Journal journal =
        Journal.open(
            dir.resolve("journal.db"),
            "bench",
            Instant.parse("2026-11-23T20:00:00Z"),
            "",
            new ResumePolicy(false, false, false));
    try {
      return new BenchRun(
              new BenchRun.Plan(instances, 50, WORKERS, dir),
              archive::instance,
              new DicomFileChecker(CheckOptions.DEFAULT),
              service(answering),
              journal)
          .run();
    } finally {
      journal.close();
    }
  }

  @Test
  void everyInstanceIsSentOnceAndRecorded() throws Exception {
    BenchResult result = run(this::store, 200);
    assertThat(result.delivered()).isEqualTo(200);
    assertThat(result.bytes()).isEqualTo(200L * archive.bytesPerInstance());
    assertThat(received).hasSize(200);
    assertThat(result.spent()).containsKeys("check", "read", "presign", "put", "journal");
    try (JournalReader reader = JournalReader.open(dir.resolve("journal.db"))) {
      assertThat(reader.summary().files()).containsOnly(Map.entry(FileState.UPLOADED, 200L));
    }
  }

  @Test
  void thereAreNoMoreFilesThanWorkers() throws Exception {
    run(this::store, 100);
    try (Stream<Path> files = Files.list(dir)) {
      assertThat(files.filter(f -> f.toString().endsWith(".dcm")))
          .hasSizeLessThanOrEqualTo(WORKERS);
    }
  }

  @Test
  void whatIsRefusedIsCountedAndNamed() throws Exception {
    BenchResult result =
        run(content -> new PutOutcome.Refused("http-400", true, "a proxy answered 400", 1), 10);
    assertThat(result.failed()).isEqualTo(10);
    assertThat(result.delivered()).isZero();
    assertThat(result.trouble()).isEqualTo("a proxy answered 400");
  }

  @Test
  void aServiceThatFailsForAllEndsIt() {
    Answering failing =
        content -> {
          throw new ServiceUnreachableException("it is away", "wait");
        };
    assertThatThrownBy(() -> run(failing, 1000))
        .isInstanceOf(DcmbulkException.class)
        .hasMessage("it is away");
  }

  @Test
  void percentilesAreThoseOfTheRequests() {
    Latencies latencies = new Latencies();
    for (int millis = 1; millis <= 1000; millis++) {
      latencies.on(new Attempt(Step.PUT, "h", Attempt.Result.OK, 200, millis * 1_000_000L, 1));
    }
    Percentage five = Percentage.withPercentage(5);
    Latencies.Percentiles put = latencies.of(Step.PUT);
    assertThat(put.requests()).isEqualTo(1000);
    assertThat(put.p50()).isCloseTo(500, five);
    assertThat(put.p99()).isCloseTo(990, five);
    assertThat(put.max()).isCloseTo(1000, five);
    assertThat(latencies.of(Step.TOKEN).requests()).isZero();
  }
}
