package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.JournalStore;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Opens the journals of processes that share a run, as most tests need them. */
final class SharedJournals {
  /** When each run begins. */
  static final Instant NOW = Instant.parse("2026-11-23T20:00:00Z");

  private SharedJournals() {}

  static Journal open(JournalStore store, String run) throws Exception {
    return open(store, run, Duration.ofSeconds(60), Duration.ofMinutes(5));
  }

  static Journal open(JournalStore store, String run, Duration lease, Duration maxOutage)
      throws Exception {
    Sharing sharing =
        new Sharing(
            lease,
            Map.of(),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            null,
            maxOutage,
            Instant::now);
    return Journal.open(store, run, NOW, "p", new ResumePolicy(false, false, false), sharing);
  }
}
