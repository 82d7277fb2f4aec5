package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.RunResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** In which order studies and their instances are sent, and that no clock changes that. */
@Timeout(300)
class StudyRunTest {
  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  @Test
  void studiesThatLieMixedAreSentOneAfterTheOther() throws Exception {
    for (int i = 0; i < 200; i++) {
      r.instance(String.format("f%03d", i), i % 2 == 0 ? "1.1" : "1.2", "9." + i, "x");
    }
    r.concurrency = 1;
    r.run();
    List<String> order = r.service.studies();
    assertThat(order).hasSize(200);
    assertThat(order.subList(0, 100)).containsOnly(order.get(0));
    assertThat(order.subList(100, 200)).containsOnly(order.get(100));
  }

  @Test
  void aStudyOfWhichMoreIsFoundAfterItWasBegunIsReportedAsSplit() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.instance("b/1", "1.2", "1.2.1", "x");
    r.instance("z/1", "1.1", "1.1.2", "x");
    CountDownLatch never = new CountDownLatch(1);
    r.beforeCheck =
        path -> {
          if (path.endsWith("z/1")) {
            // The head start that the walk has is over, whenever it began.
            while (r.events(UploadEvent.StudyFinished.class).stream()
                .noneMatch(finished -> finished.studyInstanceUid().equals("1.1"))) {
              r.pass(Duration.ofSeconds(2));
              awaitQuietly(never, 20);
            }
          }
        };
    RunResult result = r.run();
    assertThat(result.instances().uploaded()).isEqualTo(3);
    assertThat(result.studies()).isEqualTo(new RunResult.Studies(2, 2, 0));
    assertThat(r.events(UploadEvent.Notice.class))
        .extracting(UploadEvent.Notice::text)
        .anyMatch(text -> text.startsWith("study 1.1 is split over directories far apart"));
  }

  private static void awaitQuietly(CountDownLatch latch, long millis) {
    try {
      latch.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aClockThatIsSetBackChangesNoCount() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    r.pass(Duration.ofDays(-1));
    RunResult again = r.run();
    assertThat(again.instances()).isEqualTo(new RunResult.Instances(0, 1, 0, 0, 0, 0, 0));
    assertThat(again.requests().put()).isZero();
  }

  @Test
  void aClockThatIsSetBackDuringARunCausesNoWait() throws Exception {
    AtomicLong steady = new AtomicLong();
    r.nanos = () -> steady.addAndGet(1_000_000);
    for (int i = 0; i < 6; i++) {
      r.instance("s/" + i, "1.1", "1.1." + i, "x");
    }
    r.service.fault =
        text -> {
          r.pass(Duration.ofDays(-1));
          return null;
        };
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(6, 0, 0, 0, 0, 0, 0));
    assertThat(result.studies().complete()).isEqualTo(1);
    assertThat(Duration.between(result.started(), result.finished())).isPositive();
  }

  @Test
  void theLargestInstancesGoFirst() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.instance("s/2", "1.1", "1.1.2", "x".repeat(5000));
    r.instance("s/3", "1.1", "1.1.3", "x".repeat(500));
    r.concurrency = 1;
    r.run();
    assertThat(r.service.sops()).containsExactly("1.1.2", "1.1.3", "1.1.1");
  }

  @Test
  void forceSendsAgain() throws Exception {
    r.instance("s/1", "1.1", "1.1.1", "x");
    r.run();
    r.force = true;
    assertThat(r.run().instances().uploaded()).isEqualTo(1);
    assertThat(r.service.stored).hasSize(2);
  }
}
