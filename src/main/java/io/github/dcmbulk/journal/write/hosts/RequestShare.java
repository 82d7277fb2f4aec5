package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.RunCounts;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * This process's requests, added to the run's counts by its transactions. The requests for an
 * instance are made before its outcome is recorded, so whoever sees all outcomes sees all their
 * requests. Used on the writer's thread, except {@link #countedBy}.
 */
public final class RequestShare {
  private volatile Supplier<Map<String, Long>> counted = Map::of;
  private Map<String, Long> committed = Map.of();
  private Map<String, Long> written = Map.of();

  /** Sets where the requests so far are read, by kind; thread-safe. */
  public void countedBy(Supplier<Map<String, Long>> requests) {
    counted = requests;
  }

  /** What has to be added to the run's counts; it counts as added when the transaction commits. */
  Map<String, Long> take() {
    written = Map.copyOf(counted.get());
    Map<String, Long> more = new HashMap<>();
    written.forEach(
        (kind, n) -> {
          long since = n - committed.getOrDefault(kind, 0L);
          if (since != 0) {
            more.put(RunCounts.REQUESTS + kind, since);
          }
        });
    return more;
  }

  /** The transaction has ended. */
  void transactionEnded(boolean isCommitted) {
    if (isCommitted) {
      committed = written;
    }
    written = committed;
  }
}
