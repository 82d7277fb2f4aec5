package io.github.dcmbulk.journal.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import io.github.dcmbulk.model.IntegrityCounts;
import io.github.dcmbulk.model.RunResult;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Of processes that leave a run at the same moment, the last one ends it. */
@Timeout(300)
class LastProcessTest {
  private static final String WAITS =
      "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"
          + " AND datname = current_database()";

  private static RunResult result() {
    return new RunResult(
        "run",
        0,
        SharedJournals.NOW,
        SharedJournals.NOW,
        new RunResult.Files(0, 0, 0, 0, 0, 0),
        new RunResult.Instances(0, 0, 0, 0, 0, 0, 0),
        new RunResult.Studies(0, 0, 0),
        0,
        new RunResult.Requests(0, 0, 0, 0),
        Map.of(),
        List.of(),
        RunResult.Noted.NONE,
        RunResult.Noted.NONE,
        Map.of(),
        null,
        IntegrityCounts.NONE,
        null,
        RunResult.Remarks.NONE);
  }

  private static void finish(Journal journal) {
    try {
      journal.log().finish(result());
    } catch (Exception e) {
      throw new CompletionException(e);
    }
  }

  @Test
  void seesTheOthersLeave() throws Exception {
    TestDatabase database = TestDatabase.create();
    try (Connection other = database.connect();
        Connection observer = database.connect()) {
      Journal journal = SharedJournals.open(database.store(), "run");
      other.setAutoCommit(false);
      Sql.execute(
          other,
          """
          INSERT INTO host(run, name, machine, pid, expires)
          SELECT run, name, machine, pid, expires FROM host\
          """);
      other.commit();
      // As a process that is leaving: not committed yet.
      Sql.number(other, "SELECT run FROM shared_run FOR UPDATE");
      Sql.execute(other, "UPDATE host SET ended = now() WHERE id = (SELECT max(id) FROM host)");
      CompletableFuture<Void> finished = CompletableFuture.runAsync(() -> finish(journal));
      while (!finished.isDone() && Sql.number(observer, WAITS) == 0) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
      other.commit();
      finished.get(120, TimeUnit.SECONDS);
      assertThat(Sql.number(observer, "SELECT count(*) FROM run WHERE finished IS NOT NULL"))
          .isEqualTo(1);
      journal.close();
    }
  }
}
