package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.model.JournalException;
import java.sql.SQLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/** Turns PostgreSQL's SQLSTATEs into messages (PostgreSQL 18, appendix A). */
final class PostgresFailures {
  /** The driver's state for a login that it cannot make, for example without a password. */
  private static final String REJECTED = "08004";

  /** Division by zero: that of {@link Pipeline#expect}. */
  private static final String UNEXPECTED = "22012";

  private static final String RESTORE =
      "restore a backup of the database; without one, save what can be read with `dcmbulk journal"
          + " export --salvage` and make a new journal of that with `dcmbulk journal import`";

  private PostgresFailures() {}

  /**
   * The failure as a message for the user.
   *
   * @param journal the journal's name
   */
  static JournalException of(String journal, SQLException e) {
    if (e instanceof DamagedRowException) {
      return new JournalException(
          "the journal " + journal + " is damaged: it contains a row that cannot be understood",
          RESTORE,
          e);
    }
    JournalException tls = ofTls(journal, e);
    if (tls != null) {
      return tls;
    }
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return switch (state) {
      case "28P01" ->
          JournalException.misconfigured(
              "the journal " + journal + " refuses this user or password",
              "check the user in --journal and the password: " + PostgresAddress.PASSWORD_SOURCES,
              e);
      case "28000" ->
          JournalException.misconfigured(
              "the journal " + journal + " refuses this user, or this user from this host",
              "check the user in --journal, and that the server's pg_hba.conf allows this user,"
                  + " database and host",
              e);
      case REJECTED ->
          JournalException.misconfigured(
              "the journal " + journal + " requires a password or another login that is not given",
              PostgresAddress.PASSWORD_SOURCES + "; the server's pg_hba.conf says what it requires",
              e);
      case "3D000" ->
          JournalException.misconfigured(
              "the journal " + journal + " cannot be opened: there is no such database",
              "create it: docs/many-hosts.md has the statements",
              e);
      case "3F000" ->
          JournalException.misconfigured(
              "the journal " + journal + " cannot be kept there: the role has no schema of its own",
              "create one: docs/many-hosts.md has the statements",
              e);
      case "42501", "25006" ->
          JournalException.misconfigured(
              "the journal " + journal + " cannot be written: the role may not",
              "give the role its schema (docs/many-hosts.md), or name another role in --journal",
              e);
      case "53100" ->
          new JournalException(
              "the journal " + journal + " cannot be written: the database's disk is full",
              "free some space there and run the same command again; what is recorded stays so",
              e);
      case "53300" ->
          new JournalException(
              "the journal " + journal + " takes no further connection",
              "raise max_connections there, or close other sessions",
              e);
      case "42P07" ->
          JournalException.misconfigured(
              "the journal "
                  + journal
                  + " cannot be made: its schema contains tables of other programs",
              "give the role a schema of its own (docs/many-hosts.md)",
              e);
      case "XX001", "XX002" ->
          new JournalException(
              "the journal " + journal + " is damaged: the database says so", RESTORE, e);
      default ->
          isAway(e)
              ? JournalException.unreachable(
                  "the journal " + journal + " cannot be reached (" + state + ")",
                  "check that the database runs and can be reached from here, then run the same"
                      + " command again; what is recorded stays so",
                  e)
              : new JournalException(
                  "the journal " + journal + " failed: SQLSTATE " + state,
                  "look into the database's log, and report this if it does not explain it",
                  e);
    };
  }

  /** A failure to verify the server's certificate; null for any other failure. */
  private static @Nullable JournalException ofTls(String journal, SQLException e) {
    String text = String.valueOf(e.getMessage());
    if (text.contains("HostnameVerifier")) {
      return JournalException.misconfigured(
          "the journal " + journal + " has a certificate for another name",
          "name the server in --journal by a name that is in it, or give it a certificate for this"
              + " name (docs/many-hosts.md)",
          e);
    }
    if (text.contains("SSL root certificate")) {
      return JournalException.misconfigured(
          "the certificates for the journal " + journal + " cannot be read",
          "check the file in the URI's sslrootcert=FILE, in PGSSLROOTCERT, or"
              + " ~/.postgresql/root.crt: certificates in PEM (docs/many-hosts.md)",
          e);
    }
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof SSLHandshakeException) {
        return JournalException.misconfigured(
            "the journal "
                + journal
                + " has a certificate of an authority that is not trusted here",
            "add its authority's certificate to the URI as sslrootcert=FILE, or store it as"
                + " ~/.postgresql/root.crt (docs/many-hosts.md)",
            e);
      }
    }
    return REJECTED.equals(e.getSQLState()) && text.contains("SSL")
        ? JournalException.misconfigured(
            "the journal " + journal + " does not offer TLS",
            "switch it on at the server (ssl = on; docs/many-hosts.md): beyond this machine nothing"
                + " is sent without",
            e)
        : null;
  }

  /**
   * Whether what is stored cannot be read or understood: damaged pages (class XX), input and output
   * errors (58), values that cannot be (22).
   */
  static boolean isUnreadable(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return e instanceof DamagedRowException
        || state.startsWith("XX")
        || state.startsWith("58")
        || state.startsWith("22");
  }

  /**
   * Whether it is a deadlock, a wait for a lock that took too long, or rows that are not as {@link
   * Pipeline#expect} required.
   */
  static boolean isConflict(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return state.equals("40P01")
        || state.equals("40001")
        || state.equals("55P03")
        || state.equals(UNEXPECTED);
  }

  /** Whether the connection broke or could not be made, so that another try may help. */
  static boolean isAway(SQLException e) {
    String state = e.getSQLState() == null ? "" : e.getSQLState();
    return (state.startsWith("08") && !state.equals(REJECTED))
        || state.startsWith("57P")
        || state.equals("25P03")
        || state.equals("25P04");
  }
}
