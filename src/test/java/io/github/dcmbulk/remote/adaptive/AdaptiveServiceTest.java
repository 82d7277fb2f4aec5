package io.github.dcmbulk.remote.adaptive;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.testing.NoIngestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdaptiveServiceTest {
  @Test
  void whoWaitsLongestGoesNext() throws Exception {
    AdaptiveLimit limit = new AdaptiveLimit(() -> 0);
    AdaptiveService service = new AdaptiveService(new NoIngestion(), limit);
    Deque<Permit> held = new ArrayDeque<>();
    for (int i = 0; i < limit.limit(); i++) {
      held.add(service.admit());
    }
    BlockingQueue<Admitted> admitted = new LinkedBlockingQueue<>();
    for (int i = 0; i < 20; i++) {
      startWaiting(service, i, admitted);
    }

    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      held.remove().close();
      Admitted next = admitted.poll(300, TimeUnit.SECONDS);
      order.add(next.number());
      held.add(next.permit());
    }

    assertThat(order).isEqualTo(IntStream.range(0, 20).boxed().toList());
  }

  private record Admitted(int number, Permit permit) {}

  @Test
  void valuesOfTheServiceArePassedOn() {
    assertThat(IngestionService.class.getMethods())
        .allSatisfy(
            method ->
                assertThat(
                        AdaptiveService.class.getDeclaredMethod(
                            method.getName(), method.getParameterTypes()))
                    .isNotNull());
  }

  private static void startWaiting(
      AdaptiveService service, int number, BlockingQueue<Admitted> admitted) {
    Thread thread =
        new Thread(
            () -> {
              try {
                admitted.add(new Admitted(number, service.admit()));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    thread.setDaemon(true);
    thread.start();
    while (thread.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
  }
}
