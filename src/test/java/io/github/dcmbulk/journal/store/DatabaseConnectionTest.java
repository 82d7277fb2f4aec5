package io.github.dcmbulk.journal.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dcmbulk.http.TestIdentity;
import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.model.JournalException;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a server is reached: with TLS and a verified name, or by a Unix domain socket. */
@Timeout(300)
class DatabaseConnectionTest {
  private static final String USES_TLS =
      "SELECT ssl::int FROM pg_stat_ssl WHERE pid = pg_backend_pid()";

  @TempDir private Path directory;

  private static PostgresStore store(String uri) throws Exception {
    return new PostgresStore(uri, PostgresAddress.parse(uri), new PostgresLogin("postgres", null));
  }

  /** A server that shows a certificate for that name. */
  private EmbeddedPostgres server(TestIdentity identity) throws Exception {
    Path key = identity.key();
    Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-------"));
    return EmbeddedPostgres.builder()
        .setServerConfig("shared_buffers", "32MB")
        .setServerConfig("listen_addresses", "*")
        .setServerConfig("ssl", "on")
        .setServerConfig("ssl_cert_file", identity.certificate().toString())
        .setServerConfig("ssl_key_file", key.toString())
        .start();
  }

  /** This machine, by a name that does not show that it is this machine. */
  private static String name() throws Exception {
    String name = InetAddress.getLocalHost().getHostName();
    boolean fits =
        !new PostgresAddress.Host(name, 1).isLoopback()
            && InetAddress.getByName(name).isLoopbackAddress();
    assumeTrue(fits, "this machine has no name of its own that leads to its loopback interface");
    return name;
  }

  @Test
  void beyondThisMachineTheServerHasToShowItsName() throws Exception {
    String name = name();
    TestIdentity identity = new TestIdentity(directory, name);
    try (EmbeddedPostgres server = server(identity)) {
      String uri = "postgresql://postgres@" + name + ":" + server.getPort() + "/postgres";
      String authority = "?sslrootcert=" + identity.certificate();
      try (JournalStore.Held held = store(uri + authority).hold()) {
        assertThat(Sql.number(held.connection(), USES_TLS)).isEqualTo(1);
      }
      assertThatThrownBy(() -> store(uri).hold())
          .as("its authority is not trusted")
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.remedy()).contains("sslrootcert=FILE"))
          .hasMessageContaining("certificate");
      assertThatThrownBy(() -> store(uri + "?sslrootcert=" + directory.resolve("none")).hold())
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.remedy()).contains("PGSSLROOTCERT"))
          .hasMessageContaining("cannot be read");
    }
  }

  private static Handler collecting(List<String> logged) {
    return new StreamHandler() {
      @Override
      public synchronized void publish(LogRecord record) {
        if (record.getLoggerName().startsWith("org.postgresql")) {
          logged.add(record.getMessage());
        }
      }
    };
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    String name = name();
    TestIdentity identity = new TestIdentity(directory, "elsewhere.example");
    try (EmbeddedPostgres server = server(identity)) {
      String uri =
          "postgresql://postgres@%s:%d/postgres?sslrootcert=%s"
              .formatted(name, server.getPort(), identity.certificate());
      List<String> logged = new ArrayList<>();
      Handler handler = collecting(logged);
      Logger.getLogger("").addHandler(handler);
      try {
        assertThatThrownBy(() -> store(uri).hold())
            .isInstanceOfSatisfying(
                JournalException.class, e -> assertThat(e.remedy()).contains("name that is in it"))
            .hasMessageContaining("certificate for another name");
      } finally {
        Logger.getLogger("").removeHandler(handler);
      }
      assertThat(logged).as("the driver prints nothing beside the error").isEmpty();
      store(uri + "&sslmode=verify-ca").hold().close();
    }
  }

  @Test
  void aServerWithoutTlsIsNotTalkedTo() throws Exception {
    String name = name();
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder().setServerConfig("listen_addresses", "*").start()) {
      String uri = "postgresql://postgres@%s:%d/postgres".formatted(name, server.getPort());
      assertThatThrownBy(() -> store(uri).hold())
          .isInstanceOfSatisfying(
              JournalException.class, e -> assertThat(e.remedy()).contains("ssl = on"))
          .hasMessageContaining("does not offer TLS");
    }
  }

  @Test
  void aSocketLeadsToAServerOfThisMachine() throws Exception {
    Path sockets = Files.createTempDirectory("pg");
    try (EmbeddedPostgres server =
        EmbeddedPostgres.builder()
            .setServerConfig("unix_socket_directories", sockets.toString())
            .start()) {
      String uri = "postgresql:///postgres?host=" + sockets + "&port=" + server.getPort();
      try (JournalStore.Held held = store(uri).hold()) {
        Connection c = held.connection();
        assertThat(Sql.number(c, "SELECT (inet_client_addr() IS NULL)::int")).isEqualTo(1);
        assertThat(Sql.number(c, "SELECT length(repeat('x', 1000000))")).isEqualTo(1_000_000);
        Executor direct = Runnable::run;
        c.setNetworkTimeout(direct, 200);
        assertThatThrownBy(() -> Sql.number(c, "SELECT 1 FROM pg_sleep(60)"))
            .hasRootCauseInstanceOf(java.net.SocketTimeoutException.class);
      }
      assertThat(store(uri).name())
          .isEqualTo(
              "postgresql://%s:%d/postgres"
                  .formatted(sockets.toString().replace("/", "%2F"), server.getPort()));
    } finally {
      Files.deleteIfExists(sockets);
    }
  }
}
