package io.github.dcmbulk.upload;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.model.ExitCode;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.settings.RunLimits;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A study that is sent again when it is due, or is left interrupted. */
@Timeout(300)
class StudyDueRunTest {
  @TempDir Path dir;
  private Rehearsal r;

  @BeforeEach
  void setUp() throws Exception {
    r = new Rehearsal(dir);
    r.waiter = RunControl::awaitReally;
    r.limits = new RunLimits(null, null, null, Duration.ofMillis(100), Duration.ZERO);
  }

  /**
   * Every look at the clock is a millisecond later than the last. A turn takes fewer than eight of
   * them, so that in one of these runs the study becomes due between any two.
   */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7})
  void aStudyThatBecomesDueBetweenTwoLooksAtTheClockIsSent(int offset) throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.run();
    r.instance("a/2", "1.1", "1.1.2", "x");
    r.pass(Duration.ofMinutes(2));
    r.limits = RunLimits.NONE;
    r.ticking = "dispatch";
    r.nanos = () -> r.now().toEpochMilli() * 1_000_000;
    r.waiter =
        (wakeUp, longest, idle) -> {
          if (!wakeUp.tryAcquire(idle ? 0 : 20, TimeUnit.MILLISECONDS) && idle) {
            boolean far = longest.compareTo(Duration.ofMillis(40)) > 0;
            r.pass(far ? longest.minusMillis(10 + offset) : Duration.ZERO);
          }
          wakeUp.drainPermits();
        };
    RunResult result = r.run();
    assertThat(result.exit()).isZero();
    assertThat(r.service.sops()).containsExactlyInAnyOrder("1.1.1", "1.1.1", "1.1.2");
  }

  @Test
  void aStudyThatIsLeftInterruptedIsNoSuccessAndSaysWhy() throws Exception {
    r.instance("a/1", "1.1", "1.1.1", "x");
    r.run();
    r.instance("b/1", "1.2", "1.2.1", "x");
    AtomicBoolean once = new AtomicBoolean();
    r.beforeCheck =
        path -> {
          if (once.compareAndSet(false, true)) {
            interruptDeliveryOf("1.1");
          }
        };
    RunResult result = r.run();
    assertThat(result.instances()).isEqualTo(new RunResult.Instances(1, 1, 0, 0, 0, 0, 0));
    assertThat(result.studies().incomplete()).isEqualTo(1);
    assertThat(result.exit()).isEqualTo(ExitCode.INCOMPLETE.code());
    assertThat(result.problem()).isNotNull();
    assertThat(result.problem().what()).contains("interrupted");
  }

  private void interruptDeliveryOf(String study) {
    try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + r.journal);
        Statement statement = other.createStatement()) {
      statement.execute("PRAGMA busy_timeout = 60000");
      statement.execute("UPDATE study SET complete = 2 WHERE uid = '" + study + "'");
    } catch (java.sql.SQLException e) {
      throw new AssertionError(e);
    }
  }
}
