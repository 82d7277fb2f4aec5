package io.github.dcmbulk.journal.write.hosts;

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
  static boolean keep(Connection c, long host) throws SQLException {
    try (PreparedStatement lock =
        c.prepareStatement("SELECT id FROM host WHERE id = ? AND ended IS NULL FOR KEY SHARE")) {
      lock.setLong(1, host);
      return Sql.number(lock) == host;
    }
  }

  /**
   * Adds this process to the run, and returns its number.
   *
   * @throws SQLException the database failed
   */
  public static long join(Connection c, long run, Duration lease) throws SQLException {
    try (PreparedStatement insert =
        c.prepareStatement(
            """
            INSERT INTO host(run, name, machine, pid, expires)
            VALUES(?, ?, ?, ?, now() + ? * interval '1 millisecond') RETURNING id\
            """)) {
      insert.setLong(1, run);
      insert.setString(2, hostName());
      insert.setString(3, machine());
      insert.setLong(4, ProcessHandle.current().pid());
      insert.setLong(5, lease.toMillis());
      try (ResultSet row = insert.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
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
  public static void end(Connection c, long host) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement("UPDATE host SET ended = now() WHERE id = ? AND ended IS NULL")) {
      update.setLong(1, host);
      update.executeUpdate();
    }
  }

  /**
   * The process is ending, and begins nothing any more: what it has begun is stored soon, however
   * long its URLs are valid.
   */
  static void endUrls(Connection c, long host) throws SQLException {
    try (PreparedStatement update =
        c.prepareStatement(
            """
            UPDATE queue SET horizon = least(horizon,
              (extract(epoch FROM clock_timestamp()) * 1000)::bigint)
            WHERE owner = ?\
            """)) {
      update.setLong(1, host);
      update.executeUpdate();
    }
  }

  /**
   * Releases the process's work. Studies of which it may still be sending an instance with a valid
   * URL are sent again after that, as interrupted.
   *
   * @param gone whether it certainly sends nothing any more
   * @param waitMillis how long after the last URL's end
   * @throws SQLException the database failed
   */
  public static void release(Connection c, long host, boolean gone, long waitMillis)
      throws SQLException {
    try (PreparedStatement directories =
        c.prepareStatement("UPDATE walk_dir SET owner = NULL WHERE owner = ?")) {
      directories.setLong(1, host);
      directories.executeUpdate();
    }
    List<Long> studies = new ArrayList<>();
    List<Long> horizons = new ArrayList<>();
    try (PreparedStatement queue =
        c.prepareStatement(
            """
            UPDATE queue SET owner = NULL,
              due = CASE WHEN ? AND horizon > 0 AND due < horizon + ? THEN horizon + ? ELSE due END
            WHERE owner = ? RETURNING study, horizon\
            """)) {
      queue.setBoolean(1, !gone);
      queue.setLong(2, waitMillis);
      queue.setLong(3, waitMillis);
      queue.setLong(4, host);
      try (ResultSet row = queue.executeQuery()) {
        while (row.next()) {
          studies.add(row.getLong(1));
          horizons.add(row.getLong(2));
        }
      }
    }
    if (gone || studies.isEmpty()) {
      return;
    }
    try (PreparedStatement study =
        c.prepareStatement(
            """
            UPDATE study SET last_put = v.horizon, clock_ahead = NULL
            FROM unnest(?::bigint[], ?::bigint[]) v(id, horizon)
            WHERE study.id = v.id AND v.horizon > coalesce(study.last_put, 0)\
            """)) {
      study.setArray(1, c.createArrayOf("int8", studies.toArray(new Long[0])));
      study.setArray(2, c.createArrayOf("int8", horizons.toArray(new Long[0])));
      study.executeUpdate();
    }
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
