package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.remote.PutOutcome;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Some instances always fail; that is no outage if others are stored. */
@Timeout(300)
class FewFailuresRunTest {
  @TempDir Path dir;
  private Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
  }

  /** The store refuses those instances, however often they are sent. */
  private void failAlways(Set<String> sops, boolean othersStored) {
    Set<String> doubted = ConcurrentHashMap.newKeySet();
    r.service.fault =
        text -> {
          String sop = text.split("/", -1)[2];
          if (!sops.contains(sop)) {
            return null;
          }
          return doubted.add(sop)
              ? new PutOutcome.Doubtful("http-502", "lake answered 502", 8, true, othersStored)
              : new PutOutcome.Refused("http-502", false, "lake answered 502", 4);
        };
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void fewThatAlwaysFailAreNoOutageEvenIfTheyComeFirst(int workers) throws Exception {
    r.instances(20);
    r.concurrency = workers;
    failAlways(Set.of("1.1.0", "1.1.1", "1.1.2", "1.1.3"), false);
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(16, 0, 0, 0, 0, 4, 0));
    assertThat(r.run().instances().failed()).isEqualTo(4);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void fewThatAlwaysFailAreNoOutageIfTheyComeLast(int workers) throws Exception {
    r.instances(20);
    r.concurrency = workers;
    failAlways(Set.of("1.1.16", "1.1.17", "1.1.18", "1.1.19"), false);
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(16, 0, 0, 0, 0, 4, 0));
  }

  @ParameterizedTest
  @ValueSource(ints = {4, 16})
  void manyThatFailAreNoOutageWhereAsManyWereProvenBefore(int workers) throws Exception {
    r.instances(80);
    r.concurrency = workers;
    r.service.endsWithoutOthers = true;
    // The smallest go last: those with numbers of one digit.
    Set<String> sops =
        IntStream.range(0, 80)
            .filter(i -> i % 4 == 0 || i < 6)
            .mapToObj(i -> "1.1." + i)
            .collect(Collectors.toSet());
    failAlways(sops, false);
    RunResult result = r.run();
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(56, 0, 0, 0, 0, 24, 0));
  }

  @Test
  void manyThatFailAtTheEndAreAnOutageWhereNoneFailedBefore() throws Exception {
    r.instances(80);
    r.concurrency = 1;
    r.service.endsWithoutOthers = true;
    failAlways(IntStream.range(0, 10).mapToObj(i -> "1.1." + i).collect(Collectors.toSet()), false);
    assertThat(r.run().exit()).isEqualTo(ExitCode.UNREACHABLE.code());
  }

  @Test
  void thoseThatWereStoredAfterAnEarlierOutageProveNothingOfTheNext() throws Exception {
    r.instances(80);
    r.concurrency = 1;
    r.service.endsWithoutOthers = true;
    Set<String> doubted = ConcurrentHashMap.newKeySet();
    r.service.fault =
        text -> {
          int number = Integer.parseInt(text.split("/", -1)[2].substring("1.1.".length()));
          boolean isAway = number < 10 || (number < 30 && doubted.add(text));
          return isAway
              ? new PutOutcome.Doubtful("http-502", "lake answered 502", 8, true, false)
              : null;
        };
    assertThat(r.run().exit()).isEqualTo(ExitCode.UNREACHABLE.code());
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 4, 16})
  void severalThatFailWhileOthersAreStoredAreNoOutage(int workers) throws Exception {
    r.instances(40);
    r.concurrency = workers;
    Set<String> sops =
        IntStream.range(32, 40).mapToObj(i -> "1.1." + i).collect(Collectors.toSet());
    failAlways(sops, true);
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(32, 0, 0, 0, 0, 8, 0));
  }
}
