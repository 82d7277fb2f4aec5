package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.journal.store.address.UnixSocketFactory;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/** Opens connections to a database. */
final class PostgresConnections {
  /** Prefix of each session's name, by which the runs of dcmbulk recognise each other. */
  static final String PROGRAM = "dcmbulk";

  /**
   * The driver's messages, which Java would print on standard error in a form of its own. A logger
   * that nobody keeps loses its level.
   */
  private static final Logger DRIVER = Logger.getLogger("org.postgresql");

  private static final int CONNECT_SECONDS = 5;

  /** Longest duration of a statement of a run; only on a broken connection it takes longer. */
  private static final int ANSWER_SECONDS = 120;

  /** The first server version with a time limit for a whole transaction. */
  private static final int TRANSACTION_TIMEOUT_SINCE = 17;

  private final PostgresAddress address;
  private final PostgresLogin login;

  PostgresConnections(PostgresAddress address, PostgresLogin login) {
    this.address = address;
    this.login = login;
    // What failed is in the exception.
    DRIVER.setLevel(Level.OFF);
  }

  /**
   * A connection that writes, or reads beside one that does. If this process is stopped (SIGSTOP)
   * within a transaction, the server ends the session and frees its locks.
   */
  Connection writer() throws SQLException {
    return writer("");
  }

  /**
   * As above, for rows that later transactions refer to. A commit does not wait for the disk: the
   * commit of a later transaction forces these rows to the disk as well.
   */
  Connection adder() throws SQLException {
    return writer(" -c synchronous_commit=off");
  }

  private Connection writer(String more) throws SQLException {
    Properties properties = properties();
    PGProperty.SOCKET_TIMEOUT.set(properties, ANSWER_SECONDS);
    PGProperty.OPTIONS.set(
        properties, "-c idle_in_transaction_session_timeout=15s -c lock_timeout=3s" + more);
    Connection connection = connect(properties);
    if (connection.getMetaData().getDatabaseMajorVersion() >= TRANSACTION_TIMEOUT_SINCE) {
      Sql.execute(connection, "SET transaction_timeout = '" + ANSWER_SECONDS + "s'");
    }
    return connection;
  }

  /** A connection that writes a whole journal in one transaction, without time limits. */
  Connection maker() throws SQLException {
    return connect(properties());
  }

  /**
   * A connection that only reads, without time limits. The driver reads an answer in parts only
   * within a transaction; otherwise all rows of a journal would be in memory at once.
   */
  Connection viewer() throws SQLException {
    Properties properties = properties();
    // The reader of a report's output may take longer than the server's own limits.
    PGProperty.OPTIONS.set(
        properties, "-c default_transaction_read_only=on -c idle_in_transaction_session_timeout=0");
    PGProperty.DEFAULT_ROW_FETCH_SIZE.set(properties, Sql.ROWS_AT_ONCE);
    Connection connection = connect(properties);
    connection.setAutoCommit(false);
    return connection;
  }

  private Connection connect(Properties properties) throws SQLException {
    Connection connection = new Driver().connect("jdbc:" + withoutUser(), properties);
    if (connection == null) {
      throw new SQLException("the driver does not take the address", "08001");
    }
    return connection;
  }

  private String withoutUser() {
    List<String> hosts =
        address.socket() != null
            ? List.of("localhost")
            : address.hosts().stream().map(h -> quoted(h) + ":" + h.port()).toList();
    return "postgresql://"
        + String.join(",", hosts)
        + "/"
        + java.net.URLEncoder.encode(address.database(), java.nio.charset.StandardCharsets.UTF_8);
  }

  private static String quoted(PostgresAddress.Host host) {
    return host.name().indexOf(':') >= 0 ? "[" + host.name() + "]" : host.name();
  }

  private Properties properties() {
    Properties properties = new Properties();
    PGProperty.USER.set(properties, login.user());
    if (login.password() != null) {
      PGProperty.PASSWORD.set(properties, login.password().reveal());
    }
    PGProperty.APPLICATION_NAME.set(properties, sessionName());
    PGProperty.CONNECT_TIMEOUT.set(
        properties,
        Integer.parseInt(
            address.parameters().getOrDefault("connect_timeout", "" + CONNECT_SECONDS)));
    PGProperty.TCP_KEEP_ALIVE.set(properties, true);
    PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, "13");
    if (address.hosts().size() > 1) {
      PGProperty.TARGET_SERVER_TYPE.set(properties, "primary");
    }
    String socket = address.socket();
    if (socket == null) {
      secure(properties);
    } else {
      PGProperty.SSL_MODE.set(properties, "disable");
      PGProperty.SOCKET_FACTORY.set(properties, UnixSocketFactory.class.getName());
      PGProperty.SOCKET_FACTORY_ARG.set(properties, socket);
    }
    return properties;
  }

  /** A server on another machine must have a certificate for its name. */
  private void secure(Properties properties) {
    String mode = address.sslMode();
    PGProperty.SSL_MODE.set(properties, mode);
    address.parameters().forEach((name, value) -> secure(properties, name, value));
    String root = address.rootCertificate();
    if (root != null) {
      PGProperty.SSL_ROOT_CERT.set(properties, root);
    } else if (mode.startsWith("verify")) {
      PGProperty.SSL_FACTORY.set(properties, "org.postgresql.ssl.DefaultJavaSSLFactory");
    }
  }

  private static void secure(Properties properties, String name, String value) {
    switch (name) {
      case "sslcert" -> PGProperty.SSL_CERT.set(properties, value);
      case "sslkey" -> PGProperty.SSL_KEY.set(properties, value);
      default -> {
        // Not about TLS.
      }
    }
  }

  /** {@code dcmbulk PID@HOST}; the server keeps 63 bytes of it. */
  private static String sessionName() {
    String host;
    try {
      host = InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      host = "this host";
    }
    String name = PROGRAM + " " + ProcessHandle.current().pid() + "@" + host;
    return name.substring(0, Math.min(63, name.length()));
  }
}
