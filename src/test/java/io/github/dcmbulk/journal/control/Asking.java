package io.github.dcmbulk.journal.control;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** Both sides of a request to a run, for tests of files and of the database. */
final class Asking {
  private Asking() {}

  /** Asks on another thread. */
  static CompletableFuture<List<ControlAnswer>> start(Callable<List<ControlAnswer>> client) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return client.call();
          } catch (Exception e) {
            throw new CompletionException(e);
          }
        });
  }

  /** Waits for the one request. */
  static ControlRequest request(ControlReceiver receiver) throws Exception {
    List<ControlRequest> requests = receiver.take();
    while (requests.isEmpty()) {
      TimeUnit.MILLISECONDS.sleep(20);
      requests = receiver.take();
    }
    assertThat(requests).hasSize(1);
    return requests.get(0);
  }
}
