package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.ServiceUnreachableException;
import io.github.dcmbulk.remote.PutOutcome;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A fault that affects all instances is not the fault of each. */
@Timeout(300)
class CommonFaultRunTest {
  private static final PutOutcome DENIED =
      new PutOutcome.Refused("http-403-AccessDenied", true, "lake answered 403", 2);

  @TempDir Path dir;
  Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  private List<String> states() throws Exception {
    List<String> states = new ArrayList<>();
    try (JournalReader reader = JournalReader.open(r.store)) {
      reader.rows(null, (Row row) -> states.add(row.state().code()));
    }
    return states;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void sameRefusalForTheFirstTwentyEndsTheRunAndMarksNothing(int workers) throws Exception {
    r.instances(60);
    r.concurrency = workers;
    r.service.fault = text -> DENIED;

    RunResult result = r.run();

    assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(0, 0, 0, 0, 0, 0, 60));
    assertThat(r.service.requests.get()).isBetween(20L, 20L + workers);
    assertThat(result.problem()).isNotNull();
    // Those in progress when the twentieth is refused may be counted too.
    assertThat(result.problem().what())
        .containsPattern("\\b(2[0-9]|3[0-6]) different instances")
        .contains("lake answered 403");
    assertThat(states()).containsOnly("pending");
    Sums.assertMatch(result);

    r.service.fault = text -> null;
    RunResult next = r.run();
    assertThat(next.exit()).isZero();
    assertThat(next.instances().uploaded()).isEqualTo(60);
  }

  @Test
  void fewerAreRefusedEachForItself() throws Exception {
    r.instances(19);
    r.service.fault = text -> DENIED;
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances().failed()).isEqualTo(19);
    assertThat(states()).containsOnly("failed");
  }

  @Test
  void successBetweenThemShowsThatEachIsRefusedForItself() throws Exception {
    r.instances(90);
    r.concurrency = 1;
    AtomicInteger number = new AtomicInteger();
    r.service.fault = text -> number.incrementAndGet() % 15 == 0 ? null : DENIED;
    RunResult result = r.run();
    assertThat(result.instances().uploaded()).isEqualTo(6);
    assertThat(result.instances().failed()).isEqualTo(84);
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
  }

  @Test
  void onceSomethingWasStoredItTakesAHundred() throws Exception {
    r.instances(140);
    r.concurrency = 1;
    AtomicInteger number = new AtomicInteger();
    r.service.fault = text -> number.incrementAndGet() <= 5 ? null : DENIED;
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(5, 0, 0, 0, 0, 0, 135));
    assertThat(r.service.requests).hasValue(105);
  }

  private static final PutOutcome TOO_LARGE =
      new PutOutcome.Refused("http-413", true, "lake answered 413", 1, true);

  private void largeInstances(int number) throws Exception {
    for (int i = 0; i < number; i++) {
      r.instance("s/large%03d".formatted(i), "1.1", "1.2." + i, "x".repeat((1 << 20) + 1));
    }
  }

  @Test
  void tinyInstancesThatAreAllTooLargeShowALimitInFrontOfTheStore() throws Exception {
    r.instances(30);
    r.service.fault = text -> TOO_LARGE;
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(result.instances().pending()).isEqualTo(30);
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().remedy()).contains("limits the size of a request", "proxy");
    assertThat(states()).containsOnly("pending");
  }

  @Test
  void largeInstancesThatAreTooLargeAreSoForThemselvesIfOthersAreStored() throws Exception {
    largeInstances(25);
    r.instances(3);
    r.service.fault = text -> text.length() > 1 << 20 ? TOO_LARGE : null;
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(3, 0, 0, 0, 0, 25, 0));
  }

  @Test
  void largeInstancesThatAreAllTooLargeWithNothingStoredAreNotMarked() throws Exception {
    largeInstances(20);
    r.service.fault = text -> TOO_LARGE;
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(result.instances().pending()).isEqualTo(20);
  }

  @Test
  void whatIsHeldBackIsWrittenDownOnlyWhenAnotherIsStored() throws Exception {
    r.instances(6);
    r.concurrency = 1;
    AtomicInteger number = new AtomicInteger();
    Set<String> seen = new HashSet<>();
    r.service.fault =
        text -> {
          if (number.incrementAndGet() == 5) {
            seen.addAll(quietStates());
          }
          return number.get() <= 4 ? DENIED : null;
        };
    RunResult result = r.run();
    // After a kill at the fifth, the four would still have been pending.
    assertThat(seen).containsOnly("pending");
    assertThat(result.instances().failed()).isEqualTo(4);
    assertThat(result.instances().uploaded()).isEqualTo(2);
  }

  private List<String> quietStates() {
    try {
      return states();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void signalBeforeItIsClearLeavesThemPending() throws Exception {
    r.instances(40);
    r.concurrency = 1;
    AtomicInteger number = new AtomicInteger();
    UploadRun run = r.prepare();
    r.service.fault =
        text -> {
          if (number.incrementAndGet() == 10) {
            run.stop(ExitCode.TERMINATED);
          }
          return DENIED;
        };
    assertThat(run.run().instances().pending()).isEqualTo(40);
    assertThat(states()).containsOnly("pending");
  }

  @Test
  void serviceThatFailsAfterSomethingWasDeliveredHasItsOwnCode() throws Exception {
    r.instances(10);
    r.concurrency = 1;
    AtomicInteger number = new AtomicInteger();
    r.service.fault =
        text -> {
          if (number.incrementAndGet() > 3) {
            throw new ServiceUnreachableException("NoSuchBucket", "tell the operators");
          }
          return null;
        };
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.UNREACHABLE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(3, 0, 0, 0, 0, 0, 7));
  }
}
