package io.github.dcmbulk.journal.write.hosts;

import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.journal.store.Sql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a shared run's processes. Only the database's clock counts: a lease ends when {@code
 * expires} is before its {@code now()}.
 */
public final class HostTables {
  private static final String KEEP =
      "SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE";

  private HostTables() {}

  /** A process that has not left its run, which may be an earlier one. */
  public record Member(long id, long run, String machine, long pid, boolean expired) {
    /** Whether its lease has ended. */
    public boolean isLost() {
      return expired || isGone();
    }

    /**
     * Whether it ran on this machine and has ended: it cannot continue, as a stopped process can.
     */
    public boolean isGone() {
      return machine.equals(machine()) && ProcessHandle.of(pid).isEmpty();
    }
  }

  /**
   * All processes that have not left their run.
   *
   * @throws SQLException the database failed
   */
  public static List<Member> members(Connection c) throws SQLException {
    List<Member> members = new ArrayList<>();
    try (PreparedStatement query =
            c.prepareStatement(
                """
                SELECT id, run, machine, pid, expires <= now() FROM host WHERE ended IS NULL
                ORDER BY id\
                """);
        ResultSet row = query.executeQuery()) {
      while (row.next()) {
        members.add(
            new Member(
                row.getLong(1),
                row.getLong(2),
                row.getString(3),
                row.getLong(4),
                row.getBoolean(5)));
      }
    }
    return members;
  }

  /**
   * Locks the row of a process until the transaction ends, before its studies and directories are
   * released.
   *
   * @param gone whether it certainly has ended; otherwise its lease must have ended
   * @return false if it has renewed its lease, if another process does the same, or if it is
   *     writing: then try later
   * @throws SQLException the database failed
   */
  public static boolean seize(Connection c, long host, boolean gone) throws SQLException {
    try (PreparedStatement lock =
        c.prepareStatement(
            """
            SELECT id FROM host WHERE id = ? AND ended IS NULL AND (? OR expires <= now())
            FOR UPDATE\
            """
                + (gone ? "" : " SKIP LOCKED"))) {
      lock.setLong(1, host);
      lock.setBoolean(2, gone);
      return Sql.number(lock) == host;
    }
  }

  /**
   * Prevents others from taking over this process's work until the transaction ends. A renewal of
   * its lease does not have to wait for that.
   *
   * @return false if it was considered lost: nothing may be written in its name
   */
  static boolean keep(Pipeline pipeline, long host) throws SQLException {
    return pipeline.query(KEEP, Parameters.of().number(host), ResultSet::next);
  }

  /** The same; if it was considered lost, the transaction fails with a conflict. */
  static void expectKept(Pipeline pipeline, long host) throws SQLException {
    pipeline.expect(KEEP, Parameters.of().number(host), 1);
  }

  /**
   * Adds this process to the run, and returns its number.
   *
   * @throws SQLException the database failed
   */
  public static long join(Pipeline pipeline, long run, Duration lease) throws SQLException {
    return pipeline.query(
        """
        INSERT INTO host(run, name, machine, pid, expires)
        VALUES(?, ?, ?, ?, now() + ? * interval '1 millisecond') RETURNING id\
        """,
        Parameters.of()
            .number(run)
            .text(hostName())
            .text(machine())
            .number(ProcessHandle.current().pid())
            .number(lease.toMillis()),
        row -> {
          row.next();
          return row.getLong(1);
        });
  }

  /** Renews the lease; false if it was taken away. */
  static boolean renew(Connection c, long host, Duration lease) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement(
            """
            UPDATE host SET renewed = now(), expires = now() + ? * interval '1 millisecond'
            WHERE id = ? AND ended IS NULL\
            """)) {
      update.setLong(1, lease.toMillis());
      update.setLong(2, host);
      return update.executeUpdate() == 1;
    }
  }

  /**
   * A process has left, or is considered lost.
   *
   * @throws SQLException the database failed
   */
  public static void end(Pipeline pipeline, long host) throws SQLException {
    pipeline.update(
        "UPDATE host SET ended = now() WHERE id = ? AND ended IS NULL",
        Parameters.of().number(host));
  }

  /**
   * The process is ending, and begins nothing any more: what it has begun is stored soon, however
   * long its URLs are valid.
   */
  static void endUrls(Pipeline pipeline, long host) throws SQLException {
    pipeline.update(
        """
        UPDATE queue SET horizon = least(horizon,
          (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
        WHERE owner = ?\
        """,
        Parameters.of().number(host));
  }

  /**
   * Releases the process's work. Studies of which it may still be sending an instance with a valid
   * URL are sent again after that, as interrupted.
   *
   * @param gone whether it certainly sends nothing any more
   * @param waitMillis how long after the last URL's end
   * @throws SQLException the database failed
   */
  public static void release(Pipeline pipeline, long host, boolean gone, long waitMillis)
      throws SQLException {
    pipeline.update(
        "UPDATE walk_dir SET owner = NULL WHERE owner = ?", Parameters.of().number(host));
    if (gone) {
      pipeline.update(
          "UPDATE queue SET owner = NULL WHERE owner = ?", Parameters.of().number(host));
      return;
    }
    pipeline.update(
        """
        WITH q AS (UPDATE queue SET owner = NULL,
            due = CASE WHEN horizon > 0 AND due < horizon + ? THEN horizon + ? ELSE due END
          WHERE owner = ? RETURNING study, horizon)
        UPDATE study SET last_put = q.horizon, clock_ahead = NULL FROM q
        WHERE study.id = q.study AND q.horizon > coalesce(study.last_put, 0)\
        """,
        Parameters.of().number(waitMillis).number(waitMillis).number(host));
  }

  static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "unknown host";
    }
  }

  /** Identifies this machine, its current boot, and this container. */
  static String machine() {
    return hostName() + "/" + first("/proc/sys/kernel/random/boot_id") + "/" + namespace();
  }

  private static String first(String file) {
    try {
      return Files.readString(Path.of(file)).strip();
    } catch (IOException e) {
      // Not Linux: it counts as another machine each time, which only costs a wait.
      return Long.toString(ProcessHandle.current().pid());
    }
  }

  private static @Nullable String namespace() {
    try {
      return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
