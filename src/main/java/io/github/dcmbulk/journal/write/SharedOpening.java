package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.ResumePolicy;
import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.Sharing;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.PostgresStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.journal.write.feed.KnownFiles;
import io.github.dcmbulk.journal.write.feed.StudyFeed;
import io.github.dcmbulk.journal.write.hosts.CommitMark;
import io.github.dcmbulk.journal.write.hosts.HostTables;
import io.github.dcmbulk.journal.write.hosts.SharedRun;
import io.github.dcmbulk.journal.write.rows.FoundStudies;
import io.github.dcmbulk.journal.write.rows.RunContext;
import io.github.dcmbulk.journal.write.rows.SharedRows;
import io.github.dcmbulk.journal.write.rows.StudiesSeen;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;

/** Begins a run in a database, or joins the current one. */
final class SharedOpening {
  /** Only one process at a time begins or joins. */
  private static final String LOCK =
      "SELECT 1 FROM pg_advisory_xact_lock(%d, 1)".formatted(0x64636d63);

  /** Longer than the server lets a stopped process hold locks. */
  private static final long IN_THE_WAY_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final PostgresStore store;
  private final Sharing sharing;

  private record Begun(long run, String name, long host) {}

  SharedOpening(PostgresStore store, Sharing sharing) {
    this.store = store.waiting(sharing.maxOutage());
    this.sharing = sharing;
  }

  /**
   * Begins or joins.
   *
   * @throws UsageException an option differs from that of the current run
   */
  Journal open(String name, Instant started, String profile, ResumePolicy revisit)
      throws DcmbulkException {
    long since = System.nanoTime();
    while (true) {
      JournalStore.Held held = store.share();
      try {
        return opened(held, name, started, profile, revisit);
      } catch (SQLException e) {
        held.close();
        if (!store.isConflict(e) || System.nanoTime() - since > IN_THE_WAY_NANOS) {
          throw store.failure(e);
        }
        // Another process holds the lock; its transaction will end soon.
      } catch (UsageException e) {
        held.close();
        throw e;
      }
    }
  }

  private Journal opened(
      JournalStore.Held held, String name, Instant started, String profile, ResumePolicy revisit)
      throws SQLException, DcmbulkException {
    Connection c = held.connection();
    c.setAutoCommit(false);
    Sql.number(c, LOCK);
    Pipeline pipeline = Pipeline.of(c);
    Begun begun = begin(c, pipeline, name, started, profile, revisit);
    CommitMark mark = CommitMark.add(pipeline, begun.host);
    pipeline.commit();
    RunContext run =
        new RunContext(
            begun.run,
            begun.name,
            started.toEpochMilli(),
            revisit,
            new RunCounts(),
            new StudiesSeen());
    SharedRun shared = new SharedRun(store, begun.run, begun.host, sharing, mark);
    Connection adder = store.adder();
    SharedRows names = SharedRows.common(adder, run.startedMillis());
    FoundStudies found = new FoundStudies();
    WriteSession session = new WriteSession(c, run, names, found, shared);
    byte[] digestKey = Objects.requireNonNull(Schema.digestKey(c));
    Reconnection reconnection = new Reconnection(store, run, shared, names, found, c);
    // The server ends a session that stays in a transaction.
    c.commit();
    shared.lease().start();
    return new Journal(
        store,
        held.lock(),
        run,
        digestKey,
        new GroupCommit(store, c, session, reconnection),
        new KnownFiles(store, run, profile, false),
        new StudyFeed(store, begun.run, digestKey),
        new Journal.Shared(shared, adder));
  }

  private Begun begin(
      Connection c,
      Pipeline pipeline,
      String name,
      Instant started,
      String profile,
      ResumePolicy revisit)
      throws SQLException, UsageException {
    List<HostTables.Member> members = HostTables.members(c);
    boolean alone = members.stream().allMatch(HostTables.Member::isLost);
    long open = 0;
    for (HostTables.Member member : members) {
      // If it is the only process, it continues a killed run as with a journal in a file.
      boolean gone = alone && member.isGone();
      if ((member.expired() || gone) && HostTables.seize(c, member.id(), gone)) {
        HostTables.release(pipeline, member.id(), gone, sharing.waitForLost().toMillis());
        HostTables.end(pipeline, member.id());
        pipeline.flush();
      } else {
        open = member.run();
      }
    }
    if (open != 0) {
      requireEqualOptions(c, open);
      return new Begun(open, nameOf(c, open), HostTables.join(pipeline, open, sharing.lease()));
    }
    long run = JournalOpening.addRun(c, name, started, profile);
    pipeline.update("DELETE FROM control_request", Parameters.of());
    pipeline.update("DELETE FROM control_answer", Parameters.of());
    JournalOpening.tidy(pipeline, revisit);
    pipeline.update("DELETE FROM walk_dir", Parameters.of());
    pipeline.update("DELETE FROM study_found", Parameters.of());
    for (String table : List.of("dir", "study", "series")) {
      // Runs of one process and imports assign the numbers of rows themselves.
      pipeline.queryLater(
          "SELECT setval(pg_get_serial_sequence('%1$s', 'id'), coalesce(max(id), 0) + 1, false)"
                  .formatted(table)
              + " FROM "
              + table,
          Parameters.of(),
          row -> {});
    }
    pipeline.update(
        """
        WITH d AS (DELETE FROM tally_part WHERE writer <> 0 RETURNING *)
        INSERT INTO tally_part AS p (writer, state, reason, files, bytes)
        SELECT 0, state, reason, sum(files), sum(bytes) FROM d GROUP BY state, reason
        ON CONFLICT (writer, state, reason) DO UPDATE SET files = p.files + excluded.files,
          bytes = p.bytes + excluded.bytes\
        """,
        Parameters.of());
    long host = HostTables.join(pipeline, run, sharing.lease());
    pipeline.update(
        "INSERT INTO shared_run(run, options) VALUES(?, ?)",
        Parameters.of().number(run).text(text(sharing.options())));
    return new Begun(run, name, host);
  }

  private static String nameOf(Connection c, long run) throws SQLException {
    try (PreparedStatement query = c.prepareStatement("SELECT name FROM run WHERE id = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        return row.next() ? row.getString(1) : "";
      }
    }
  }

  private void requireEqualOptions(Connection c, long run) throws SQLException, UsageException {
    Map<String, String> theirs = new TreeMap<>();
    try (PreparedStatement query =
        c.prepareStatement("SELECT options FROM shared_run WHERE run = ?")) {
      query.setLong(1, run);
      try (ResultSet row = query.executeQuery()) {
        if (row.next()) {
          row.getString(1)
              .lines()
              .forEach(
                  line ->
                      theirs.put(line.replaceFirst("=.*", ""), line.replaceFirst("[^=]*=", "")));
        }
      }
    }
    Set<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(sharing.options().keySet());
    for (String option : names) {
      String ours = sharing.options().get(option);
      if (!Objects.equals(ours == null ? null : line(ours), theirs.get(option))) {
        throw new UsageException(
            option + " differs from that of the run that is going on in this journal",
            "give all processes of a run the same options, or wait until it has ended");
      }
    }
  }

  private static String text(Map<String, String> options) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(options)
        .forEach((name, value) -> text.append(name).append('=').append(line(value)).append('\n'));
    return text.toString();
  }

  private static String line(String value) {
    return value.replaceAll("\\p{Cntrl}", " ");
  }
}
