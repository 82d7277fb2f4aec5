package io.github.dcmbulk.upload.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How a run waits for its threads, and leaves those running that do not end. */
@Timeout(300)
class SupervisorTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  private final RunControl control = new RunControl(Clock.systemUTC(), RunControl::awaitReally);
  private final Supervisor supervisor = new Supervisor(control);
  private final CountDownLatch never = new CountDownLatch(1);

  private Thread deaf() {
    return Supervisor.start(
        "deaf",
        () -> {
          while (never.getCount() > 0) {
            try {
              never.await();
            } catch (InterruptedException e) {
              // Continues to wait, like a thread that is blocked in the file system.
            }
          }
        });
  }

  @Test
  void aThreadThatEndsIsWaitedFor() throws Exception {
    CountDownLatch looked = new CountDownLatch(1);
    Thread thread =
        Supervisor.start(
            "waits",
            () -> {
              try {
                looked.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            });

    assertThat(supervisor.await(thread, LONG, looked::countDown)).isTrue();
    assertThat(control.isAbandoned()).isFalse();
  }

  @Test
  void oneThatOutlivesTheGracePeriodIsLeftBehind() throws Exception {
    Thread thread = deaf();
    control.cancel();

    assertThat(supervisor.await(thread, Duration.ZERO, () -> {})).isFalse();
    assertThat(control.isAbandoned()).isTrue();
    never.countDown();
  }

  @Test
  void theValueOfBlockingWorkIsReturnedAndItsFailureThrown() throws Exception {
    assertThat(supervisor.call("works", () -> LONG, () -> "value")).isEqualTo("value");
    UsageException failure = new UsageException("what", "remedy");
    assertThatThrownBy(
            () ->
                supervisor.call(
                    "fails",
                    () -> LONG,
                    () -> {
                      throw failure;
                    }))
        .isInstanceOf(ExecutionException.class)
        .hasCause(failure);
  }

  @Test
  void blockingWorkIsNotWaitedForWhenTheRunIsCancelled() throws Exception {
    control.cancel();

    assertThat(
            supervisor.<String>call(
                "blocked",
                () -> Duration.ZERO,
                () -> {
                  never.await();
                  return "late";
                }))
        .isNull();
    never.countDown();
  }

  @Test
  void whatFailedThereIsThrownHere() throws Exception {
    DcmbulkException known = new UsageException("what", "remedy");
    assertThat(Supervisor.rethrown(new ExecutionException(known))).isSameAs(known);
    for (Throwable thrown :
        List.of(
            new InterruptedException(), new IllegalStateException(), new StackOverflowError())) {
      assertThatThrownBy(() -> Supervisor.rethrown(new ExecutionException(thrown)))
          .isSameAs(thrown);
    }
    Exception checked = new Exception("neither");
    assertThatThrownBy(() -> Supervisor.rethrown(new ExecutionException(checked)))
        .isInstanceOf(IllegalStateException.class)
        .hasCause(checked);
  }

  @Test
  void eachStepOfTheEndIsTakenOnceAndInOrder() {
    List<String> steps = Collections.synchronizedList(new ArrayList<>());
    Shutdown shutdown = control.shutdown();
    shutdown.onAbandon(() -> steps.add("abandon"));
    shutdown.onCancel(() -> steps.add("cancel"));
    assertThat(shutdown.hasBeenCancelledFor(Duration.ZERO)).isFalse();
    assertThat(shutdown.hasBeenAbandonedFor(Duration.ZERO)).isFalse();

    control.abandon();
    control.cancel();
    control.abandon();
    shutdown.onCancel(() -> steps.add("late cancel"));
    shutdown.onAbandon(() -> steps.add("late abandon"));

    assertThat(steps).containsExactly("cancel", "abandon", "late cancel", "late abandon");
    assertThat(shutdown.hasBeenCancelledFor(Duration.ZERO)).isTrue();
    assertThat(shutdown.hasBeenAbandonedFor(Duration.ZERO)).isTrue();
    assertThat(shutdown.hasBeenAbandonedFor(LONG)).isFalse();
  }

  @Test
  void theFirstFailureEndsTheRunAndNoneCountsAfterItWasAbandoned() throws Exception {
    WorkerPool pool = new WorkerPool("pool", 1, 4, control, WorkerPool.AtCancel.DROP);
    UsageException first = new UsageException("first", "remedy");
    pool.submit(
        () -> {
          throw first;
        });
    pool.finish();
    assertThat(control.failure()).isSameAs(first);
    assertThat(pool.submit(() -> {})).as("nothing more is taken").isFalse();

    control.abandon();
    control.fail(new IllegalStateException("of the end"));
    assertThat(control.failure()).isSameAs(first);
  }

  @Test
  void waitingWorkCanBeDoneByTheOneWhoWaits() throws Exception {
    WorkerPool pool = new WorkerPool("pool", 1, 4, control, WorkerPool.AtCancel.FINISH);
    CountDownLatch busy = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    List<String> done = Collections.synchronizedList(new ArrayList<>());
    assertThat(pool.tryOne()).isFalse();
    pool.submit(
        () -> {
          busy.countDown();
          goOn.await();
          done.add("first");
        });
    assertThat(busy.await(120, TimeUnit.SECONDS)).isTrue();
    assertThat(pool.areWaiting()).isFalse();
    pool.submit(() -> done.add("second"));

    assertThat(pool.areWaiting()).isTrue();
    assertThat(pool.tryOne()).isTrue();
    assertThat(done).containsExactly("second");
    goOn.countDown();
    pool.finish();
    assertThat(done).containsExactly("second", "first");
  }

  @Test
  void aPoolThatGrowsHasRoomForMoreAtOnce() throws Exception {
    WorkerPool pool = new WorkerPool("pool", 1, 4, control, WorkerPool.AtCancel.FINISH);
    CountDownLatch both = new CountDownLatch(2);
    for (int i = 0; i < 2; i++) {
      pool.submit(
          () -> {
            both.countDown();
            both.await();
          });
    }
    pool.grow(2);

    assertThat(both.await(120, TimeUnit.SECONDS)).isTrue();
    pool.finish();
    pool.grow(3);
  }
}
