package io.github.dcmbulk.remote.delivery;

import static io.github.dcmbulk.remote.delivery.FakeService.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dcmbulk.http.HttpSettings;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.remote.PutOutcome.Stored;
import io.github.dcmbulk.remote.Step;
import io.github.dcmbulk.throttle.RateLimiter;
import io.github.dcmbulk.throttle.RateLimits;
import io.github.dcmbulk.throttle.Timing;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A run is being stopped: waits end, requests in progress continue. */
@Timeout(300)
class FinishTest extends OneDelivery {
  private final CountDownLatch waiting = new CountDownLatch(1);
  private final Timing endless =
      new Timing(service.time, service.time::nanos, duration -> awaitInterruption());

  private void awaitInterruption() throws InterruptedException {
    waiting.countDown();
    new CountDownLatch(1).await();
  }

  private HttpIngestionService uploader(RateLimits limits, Attempt.Listener listener)
      throws Exception {
    return HttpIngestionService.open(
        service.settings().build(),
        HttpSettings.DEFAULT,
        limits,
        endless,
        service.notices::add,
        listener);
  }

  private void assertThatItsWaitEnds(HttpIngestionService uploader) throws Exception {
    CompletableFuture<PutOutcome> outcome = new CompletableFuture<>();
    Thread worker =
        new Thread(
            () -> {
              try {
                outcome.complete(uploader.deliver(instance));
              } catch (Exception e) {
                outcome.completeExceptionally(e);
              }
            });
    worker.setDaemon(true);
    worker.start();
    assertThat(waiting.await(300, TimeUnit.SECONDS)).isTrue();

    uploader.finish();

    assertThat(outcome)
        .failsWithin(300, TimeUnit.SECONDS)
        .withThrowableOfType(ExecutionException.class)
        .withCauseInstanceOf(InterruptedException.class);
  }

  @ParameterizedTest
  @EnumSource(Step.class)
  void theWaitForTheNextAttemptEnds(Step step) throws Exception {
    service.always(step, status(503));
    try (HttpIngestionService uploader = uploader(RateLimits.NONE, Attempt.Listener.NONE)) {
      assertThatItsWaitEnds(uploader);
    }
  }

  @Test
  void theWaitThatTheServiceAskedForEnds() throws Exception {
    service.always(Step.PUT, status(503).withHeader("Retry-After", "240"));
    try (HttpIngestionService uploader = uploader(RateLimits.NONE, Attempt.Listener.NONE)) {
      assertThatItsWaitEnds(uploader);
    }
  }

  @Test
  void theWaitForARateEnds() throws Exception {
    RateLimits slow = new RateLimits(RateLimiter.NONE, RateLimiter.requests(1 / 3600.0, endless));
    try (HttpIngestionService uploader = uploader(slow, Attempt.Listener.NONE)) {
      assertThatItsWaitEnds(uploader);
    }
    assertThat(service.requests(".*")).isEmpty();
  }

  @Test
  void whatHasItsUrlIsStored() throws Exception {
    assertThat(deliveredAfterAStopAtItsUrl()).isInstanceOf(Stored.class);
  }

  @Test
  void whatFailsAfterTheStopIsNotTriedAgain() {
    service.always(Step.PUT, status(503));
    assertThatThrownBy(this::deliveredAfterAStopAtItsUrl).isInstanceOf(InterruptedException.class);
    assertThat(service.requests("/lake/.*")).hasSize(1);
  }

  private PutOutcome deliveredAfterAStopAtItsUrl() throws Exception {
    AtomicReference<HttpIngestionService> stopped = new AtomicReference<>();
    Attempt.Listener stop =
        attempt -> {
          if (attempt.step() == Step.PRESIGN) {
            Objects.requireNonNull(stopped.get()).finish();
          }
        };
    try (HttpIngestionService uploader = uploader(RateLimits.NONE, stop)) {
      stopped.set(uploader);
      return uploader.deliver(instance);
    }
  }
}
