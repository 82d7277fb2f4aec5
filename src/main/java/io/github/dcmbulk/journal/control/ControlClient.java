package io.github.dcmbulk.journal.control;

import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.DcmbulkException;
import java.time.Duration;
import java.util.List;

/** Sends requests to the runs on a journal, and waits for their answers. */
public interface ControlClient {
  /** For the runs on that journal. */
  static ControlClient of(JournalStore journal) {
    return journal instanceof PostgresStore database
        ? new DatabaseControlClient(database)
        : new FileControlClient(((SqliteStore) journal).file());
  }

  /**
   * Sends a request.
   *
   * @param patience how long to wait for the answer
   * @return an answer of each process; none when no run is using the journal
   * @throws DcmbulkException there is no journal, another user owns it, or no run answered
   */
  List<ControlAnswer> ask(String action, String value, Duration patience)
      throws DcmbulkException, InterruptedException;
}
