package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.model.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A real PostgreSQL server for this JVM's tests, started with the first of them; each test has a
 * database of its own.
 */
public final class TestDatabase {
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  private static final class Server {
    static final EmbeddedPostgres RUNNING = start();

    private static EmbeddedPostgres start() {
      try {
        EmbeddedPostgres server =
            EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofMinutes(5))
                .setServerConfig("fsync", "off")
                .setServerConfig("shared_buffers", "32MB")
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(server)));
        return server;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void close(EmbeddedPostgres server) {
      try {
        server.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** Makes an empty database. */
  public static TestDatabase create() throws SQLException {
    String name = "journal_" + DATABASES.incrementAndGet();
    try (Connection c = DriverManager.getConnection(url("postgres"))) {
      Sql.execute(c, "CREATE DATABASE " + name);
    }
    return new TestDatabase(name);
  }

  private static String url(String database) {
    return Server.RUNNING.getJdbcUrl("postgres", database);
  }

  /** The database's name. */
  public String name() {
    return name;
  }

  /** The value of {@code --journal}. */
  public String uri() {
    return uri(port());
  }

  /** The value of {@code --journal} for one who comes through a relay. */
  public String uri(int port) {
    return "postgresql://postgres@localhost:" + port + "/" + name;
  }

  /** The server's port. */
  public static int port() {
    return Server.RUNNING.getPort();
  }

  /** The journal in it. */
  public PostgresStore store() throws Exception {
    return store(port());
  }

  /** The journal in it for one who comes through a relay. */
  public PostgresStore store(int port) throws Exception {
    PostgresAddress address = PostgresAddress.parse(uri(port));
    return new PostgresStore(
        uri(port), address, new PostgresLogin("postgres", Secret.of("not asked for")));
  }

  /** The journal in it for another role. */
  public PostgresStore store(String role) throws Exception {
    String uri = uri().replace("postgres@", role + "@");
    return new PostgresStore(
        uri, PostgresAddress.parse(uri), new PostgresLogin(role, Secret.of("not asked for")));
  }

  /** A connection of the superuser. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(url(name));
  }
}
