package io.github.dcmbulk.journal.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dcmbulk.journal.HostShare;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.store.TestDatabase;
import java.sql.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class HostQueriesTest {
  /** A process whose lease ends, and was renewed, so many seconds from now. */
  private static List<HostShare> process(int expires, int renewed) throws Exception {
    TestDatabase database = TestDatabase.create();
    database.store().hold().close();
    try (Connection c = database.connect()) {
      Sql.execute(
          c,
          """
          INSERT INTO host(run, name, machine, pid, expires, renewed)
          VALUES(1, 'pacs', 'm', 7, now() + interval '%d s', now() + interval '%d s')\
          """
              .formatted(expires, renewed));
      return HostQueries.now(c);
    }
  }

  @Test
  void aProcessThatRenewsWhileItIsAskedForIsListed() throws Exception {
    // The question's now() is when its transaction began; the process renewed later.
    List<HostShare> processes = process(60, 30);
    assertThat(processes).extracting(HostShare::pid).containsExactly(7L);
    assertThat(processes).extracting(HostShare::silentMillis).containsExactly(0L);
    assertThat(processes).extracting(HostShare::leaseEnded).containsExactly(false);
  }

  @Test
  void aProcessWhoseLeaseHasEndedIsListedAsSuch() throws Exception {
    assertThat(process(-1, -61)).extracting(HostShare::leaseEnded).containsExactly(true);
  }
}
