package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.SharedWork;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.sql.Connection;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How far the processes of a shared run are. */
@Timeout(300)
class SharedWorkTest {
  private static JournalShare share(Journal journal) {
    return Objects.requireNonNull(journal.share());
  }

  @Test
  void countsDirectoriesByStateAndNamesThisProcess() throws Exception {
    TestDatabase database = TestDatabase.create();
    Journal first = SharedJournals.open(database.store(), "run");
    Journal second = SharedJournals.open(database.store(), "run");
    try {
      try (Connection c = database.connect()) {
        Sql.execute(
            c,
            """
            INSERT INTO walk_dir(path, place, key, owner, done)
            SELECT ''::bytea, ''::bytea, n::text::bytea, CASE WHEN n = 1 THEN %d END, n > 4
            FROM generate_series(1, 10) n\
            """
                .formatted(share(first).process()));
      }

      SharedWork work = share(second).work();

      assertThat(work.directoriesWaiting()).isEqualTo(3);
      assertThat(work.directoriesHeld()).isEqualTo(1);
      assertThat(work.directoriesDone()).isEqualTo(6);
      assertThat(work.hosts()).extracting(HostShare::isSelf).containsExactly(false, true);
      assertThat(work.hosts()).extracting(HostShare::directories).containsExactly(1L, 0L);
    } finally {
      first.close();
      second.close();
    }
  }
}
