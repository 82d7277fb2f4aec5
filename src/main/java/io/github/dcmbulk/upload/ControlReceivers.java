package io.github.dcmbulk.upload;

import io.github.dcmbulk.journal.control.ControlReceiver;
import io.github.dcmbulk.journal.control.DatabaseControlReceiver;
import io.github.dcmbulk.journal.control.FileControlReceiver;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.write.JournalShare;
import org.jspecify.annotations.Nullable;

/** Where a run receives requests of {@code dcmbulk control}: next to its journal, or in it. */
final class ControlReceivers {
  private ControlReceivers() {}

  /**
   * The receiver of a journal in that store; null for a database that the run does not share.
   *
   * @param share the part in a run of several processes; null if this is the only process
   */
  static ControlReceiver.@Nullable Opening of(JournalStore journal, @Nullable JournalShare share) {
    if (journal instanceof SqliteStore store) {
      return () -> FileControlReceiver.open(store.file());
    }
    return share != null && journal instanceof PostgresStore store
        ? () -> new DatabaseControlReceiver(store, share.run(), share::process)
        : null;
  }
}
