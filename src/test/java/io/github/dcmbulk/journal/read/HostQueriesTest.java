package io.github.dcmbulk.journal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.sql.Connection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HostQueriesTest {
  @Test
  void aProcessThatRenewsWhileItIsAskedForIsListed() throws Exception {
    TestDatabase database = TestDatabase.create();
    database.store().hold().close();
    try (Connection c = database.connect()) {
      // The question's now() is when its transaction began; the process renewed later.
      Sql.execute(
          c,
          """
          INSERT INTO host(run, name, machine, pid, expires, renewed)
          VALUES(1, 'pacs', 'm', 7, now() + interval '60 s', now() + interval '1 s')\
          """);
      assertThat(HostQueries.now(c)).extracting(HostShare::pid).containsExactly(7L);
      assertThat(HostQueries.now(c)).extracting(HostShare::silentMillis).containsExactly(0L);
      assertThat(HostQueries.now(c)).extracting(HostShare::leaseEnded).containsExactly(false);
    }
  }

  @Test
  void aProcessWhoseLeaseHasEndedIsListedAsSuch() throws Exception {
    TestDatabase database = TestDatabase.create();
    database.store().hold().close();
    try (Connection c = database.connect()) {
      Sql.execute(
          c,
          """
          INSERT INTO host(run, name, machine, pid, expires, renewed)
          VALUES(1, 'pacs', 'm', 7, now() - interval '1 s', now() - interval '61 s')\
          """);
      assertThat(HostQueries.now(c)).extracting(HostShare::leaseEnded).containsExactly(true);
    }
  }
}
