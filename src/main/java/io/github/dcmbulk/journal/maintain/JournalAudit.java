package io.github.dcmbulk.journal.maintain;

import io.github.dcmbulk.journal.read.JournalReader;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.Schema;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Verifies a journal: its file, its sums, and the files that it names. */
public final class JournalAudit {
  private static final int NAMED = 20;

  /** Queries that compare stored totals with the rows; each returns the differences. */
  private static final String TALLIES =
      StateCode.inSql(
          """
          WITH counted AS (
            SELECT state, CASE WHEN state = $REJECTED THEN coalesce(reason, '') ELSE '' END AS reason,
              count(*) AS files, sum(size) AS bytes
            FROM file GROUP BY 1, 2)
          SELECT 'state ' || coalesce(c.state, t.state) || ': ' || coalesce(c.files, 0)
            || ' rows, total says ' || coalesce(t.files, 0)
          FROM counted c FULL JOIN tally t ON t.state = c.state AND t.reason = c.reason
          WHERE coalesce(c.files, 0) <> coalesce(t.files, 0)
            OR coalesce(c.bytes, 0) <> coalesce(t.bytes, 0)\
          """);

  private static final String STUDIES =
      StateCode.inSql(
          """
          WITH counted AS (
            SELECT f.study AS id, count(*) FILTER (WHERE f.state = $PENDING) AS pending, count(*) FILTER (WHERE f.state = $UPLOADED) AS uploaded,
              count(*) FILTER (WHERE f.state = $DUPLICATE) AS duplicate, count(*) FILTER (WHERE f.state = $CONFLICT) AS conflict, count(*) FILTER (WHERE f.state = $HELD) AS held,
              count(*) FILTER (WHERE f.state IN ($FAILED, $REFUSED)) AS failed, count(*) FILTER (WHERE f.state = $REJECTED) AS rejected,
              count(*) FILTER (WHERE f.state = $UNREADABLE) AS unreadable
            FROM (SELECT r.state, coalesce(o.study, CASE WHEN r.state IN ($REJECTED, $UNREADABLE) THEN %s END) AS study
              FROM file r JOIN dir d ON d.id = r.dir LEFT JOIN series o ON o.id = r.series) f
            WHERE f.study IS NOT NULL GROUP BY 1)
          SELECT 'study ' || t.uid || ': its counters differ from its rows'
          FROM %s t LEFT JOIN counted c ON c.id = t.id
          WHERE coalesce(c.pending, 0) <> t.pending OR coalesce(c.uploaded, 0) <> t.uploaded
            OR coalesce(c.duplicate, 0) <> t.duplicate OR coalesce(c.conflict, 0) <> t.conflict
            OR coalesce(c.held, 0) <> t.held OR coalesce(c.failed, 0) <> t.failed
            OR coalesce(c.rejected, 0) <> t.rejected
            OR coalesce(c.unreadable, 0) <> t.unreadable\
          """);

  private JournalAudit() {}

  /**
   * What an audit found.
   *
   * @param problems messages about defects of the journal; empty for none
   * @param unchanged delivered files that are unchanged
   * @param changed delivered files that were modified since
   * @param missing delivered files that do not exist any more
   * @param examples some of the changed and missing files
   */
  public record Findings(
      List<String> problems, long unchanged, long changed, long missing, List<Path> examples) {}

  /** Receives the progress of an audit; must not block. */
  public interface Listener {
    /** The next step begins; it has that number of parts, 0 for unknown. */
    void begins(String step, long parts);

    /** A part of it is done. */
    void one();
  }

  /**
   * Audits a journal without reporting progress.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws UsageException there is no such journal (exit 2)
   */
  public static Findings run(JournalStore journal, boolean files)
      throws JournalException, UsageException {
    return run(
        journal,
        files,
        new Listener() {
          @Override
          public void begins(String step, long parts) {}

          @Override
          public void one() {}
        });
  }

  /**
   * The same for a journal in a file.
   *
   * @throws JournalException the journal cannot be read or written
   * @throws UsageException there is no such journal (exit 2)
   */
  public static Findings run(Path journal, boolean files) throws JournalException, UsageException {
    return run(new SqliteStore(journal), files);
  }

  /**
   * Audits a journal.
   *
   * @param files whether to check every delivered file as well
   * @param listener receives the progress
   * @throws UsageException there is no such file
   * @throws JournalException it cannot be opened
   */
  public static Findings run(JournalStore journal, boolean files, Listener listener)
      throws JournalException, UsageException {
    try (JournalReader reader = JournalReader.open(journal)) {
      List<String> problems = new ArrayList<>();
      try (Connection connection = journal.viewer()) {
        listener.begins("reading the whole journal", 0);
        problems.addAll(journal.integrity(connection, NAMED));
        listener.begins("adding its sums up", 0);
        complain(connection, TALLIES, problems);
        complain(
            connection,
            STUDIES.formatted(
                Schema.holdsSources(connection) ? "d.study" : "NULL", Schema.studies(connection)),
            problems);
      } catch (SQLException e) {
        problems.add(String.valueOf(journal.failure(e).getMessage()));
        return new Findings(problems, 0, 0, 0, List.of());
      }
      FileCount count = new FileCount(listener);
      if (files) {
        Map<FileState, Long> known = reader.summary().files();
        listener.begins(
            "looking at the delivered files",
            known.getOrDefault(FileState.UPLOADED, 0L)
                + known.getOrDefault(FileState.DUPLICATE, 0L));
        reader.rows(null, count::look);
      }
      return new Findings(problems, count.unchanged, count.changed, count.missing, count.examples);
    }
  }

  private static void complain(Connection connection, String sql, List<String> problems)
      throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      while (row.next() && problems.size() < NAMED) {
        problems.add(row.getString(1));
      }
    }
  }

  /** Compares rows with the files that they name. */
  private static final class FileCount {
    private long unchanged;
    private long changed;
    private long missing;
    private final List<Path> examples = new ArrayList<>();
    private final Listener listener;

    FileCount(Listener listener) {
      this.listener = listener;
    }

    void look(Row row) {
      if (row.state() != FileState.UPLOADED && row.state() != FileState.DUPLICATE) {
        return;
      }
      listener.one();
      try {
        SourceFile now = SourceFile.read(row.path());
        long then = Instant.EPOCH.until(row.modified(), ChronoUnit.NANOS);
        if (now.size() == row.size() && now.modifiedNanos() == then) {
          unchanged++;
          return;
        }
        changed++;
      } catch (NoSuchFileException e) {
        missing++;
      } catch (IOException e) {
        changed++;
      }
      if (examples.size() < NAMED) {
        examples.add(row.path());
      }
    }
  }
}
