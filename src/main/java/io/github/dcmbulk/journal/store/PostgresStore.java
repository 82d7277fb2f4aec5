package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.journal.store.address.PostgresAddress;
import io.github.dcmbulk.journal.store.address.PostgresLogin;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalBusyException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in a PostgreSQL database, in the first schema of the role's search path. */
public final class PostgresStore extends JournalStore {
  /** No work around commits: the server forces them to the disk itself. */
  private static final CommitGuard NO_GUARD =
      new CommitGuard() {
        @Override
        public void begin() {}

        @Override
        public void sync() {}
      };

  private final String argument;
  private final PostgresAddress address;
  private final PostgresConnections connections;
  private final DatabaseRetry patience;

  /**
   * The journal in that database.
   *
   * @param argument the URI as it was given
   */
  public PostgresStore(String argument, PostgresAddress address, PostgresLogin login) {
    this(
        argument,
        address,
        new PostgresConnections(address, login),
        new DatabaseRetry(Duration.ZERO));
  }

  private PostgresStore(
      String argument,
      PostgresAddress address,
      PostgresConnections connections,
      DatabaseRetry patience) {
    this.argument = argument;
    this.address = address;
    this.connections = connections;
    this.patience = patience;
  }

  /** As above, for a run that waits that long for its database. */
  public PostgresStore waiting(Duration maxOutage) {
    return new PostgresStore(argument, address, connections, new DatabaseRetry(maxOutage));
  }

  /** How long the run waits for it. */
  public DatabaseRetry patience() {
    return patience;
  }

  @Override
  public String name() {
    return address.name();
  }

  @Override
  public String argument() {
    return argument;
  }

  @Override
  public Held hold() throws DcmbulkException {
    return taken(
        false,
        connections::writer,
        connection -> {
          int version = PostgresSchema.version(connection);
          if (version == 0) {
            PostgresSchema.create(connection);
            version = PostgresSchema.version(connection);
          }
          requireKnown(version);
        });
  }

  /**
   * Takes the journal together with other processes of one run.
   *
   * @throws JournalBusyException an operation that excludes all others is in progress
   */
  public Held share() throws DcmbulkException {
    return taken(
        true,
        connections::writer,
        connection -> {
          int version = PostgresSchema.version(connection);
          if (version == 0) {
            PostgresSchema.createOnce(connection);
            version = PostgresSchema.version(connection);
          }
          requireKnown(version);
        });
  }

  /**
   * A connection that writes, beside the one that writes the run's changes.
   *
   * @throws SQLException the database failed
   */
  public Connection session() throws SQLException {
    return connections.writer();
  }

  /**
   * A connection that adds rows which several processes name, each in a separate transaction, so
   * that none waits for a longer transaction of another one.
   *
   * @throws SQLException the database failed
   */
  public Connection adder() throws SQLException {
    return patience.most().isZero()
        ? connections.adder()
        : RetryingConnection.open(connections::adder, patience);
  }

  @Override
  public NewJournal create() throws DcmbulkException {
    return new PostgresNewJournal(
        taken(
            false,
            connections::maker,
            connection -> {
              boolean there = PostgresSchema.version(connection) > 0;
              if (there && Sql.number(connection, "SELECT count(*) FROM run") > 0) {
                throw new UsageException(
                    "there is a journal in " + name() + " already",
                    "name another database, or drop the schema and create it again");
              }
              connection.setAutoCommit(false);
              if (!there) {
                PostgresSchema.createTables(connection);
              }
            }));
  }

  @FunctionalInterface
  private interface Opening {
    Connection open() throws SQLException;
  }

  @FunctionalInterface
  private interface Preparation {
    void prepare(Connection connection) throws SQLException, DcmbulkException;
  }

  private Held taken(boolean shared, Opening opening, Preparation preparation)
      throws DcmbulkException {
    Connection connection = null;
    try {
      connection = opening.open();
      if (!PostgresLock.take(connection, shared)) {
        throw busy(connection);
      }
      preparation.prepare(connection);
      return new Held(connection, new PostgresLock());
    } catch (SQLException e) {
      Sql.discard(connection);
      throw failure(e);
    } catch (DcmbulkException e) {
      Sql.discard(connection);
      throw e;
    }
  }

  private JournalBusyException busy(Connection connection) throws SQLException {
    return new JournalBusyException(
        "another run holds the journal " + name() + ": " + PostgresLock.holder(connection),
        "wait until it has ended, or wait for it with --wait-lock 10m, or name another journal"
            + " with --journal");
  }

  private void requireKnown(int version) throws JournalException {
    if (version > Schema.VERSION) {
      throw new JournalException(
          "the journal " + name() + " was written by a newer dcmbulk (schema " + version + ")",
          "use that version, or name another journal with --journal");
    }
  }

  @Override
  public @Nullable String holder() throws JournalException {
    try (Connection connection = connections.viewer()) {
      return PostgresLock.holder(connection);
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Connection reader() throws SQLException {
    return patience.most().isZero()
        ? connections.writer()
        : RetryingConnection.open(connections::writer, patience);
  }

  @Override
  public Connection viewer() throws UsageException, JournalException {
    Connection connection = null;
    try {
      connection = connections.viewer();
      int version = PostgresSchema.version(connection);
      if (version == 0) {
        Sql.discard(connection);
        throw new UsageException(
            "there is no journal in " + name(),
            "make one with `dcmbulk journal init`, or begin with `dcmbulk upload`");
      }
      requireKnown(version);
      return connection;
    } catch (SQLException e) {
      Sql.discard(connection);
      throw failure(e);
    } catch (JournalException e) {
      Sql.discard(connection);
      throw e;
    }
  }

  @Override
  public Connection editor() throws DcmbulkException {
    try (Connection viewer = viewer()) {
      viewer.clearWarnings();
      return connections.writer();
    } catch (SQLException e) {
      throw failure(e);
    }
  }

  @Override
  public Connection snapshot() throws SQLException {
    Connection connection = connections.viewer();
    connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
    return connection;
  }

  @Override
  public Connection salvager() throws UsageException, JournalException, SQLException {
    Connection viewer = viewer();
    viewer.rollback();
    // After a failure the other queries of a transaction are refused.
    viewer.setAutoCommit(true);
    return viewer;
  }

  @Override
  public boolean isUnreadable(SQLException e) {
    return PostgresFailures.isUnreadable(e);
  }

  @Override
  public CommitGuard guard(Connection writer) {
    return NO_GUARD;
  }

  @Override
  public List<String> integrity(Connection viewer, int most) {
    // The server has its own checks: data checksums, and pg_amcheck for its indexes.
    return List.of();
  }

  @Override
  public long bytes(Connection connection) throws SQLException {
    return PostgresSchema.bytes(connection);
  }

  @Override
  public void shrink(Connection writer) throws SQLException {
    PostgresSchema.vacuum(writer);
  }

  @Override
  public boolean isConflict(SQLException e) {
    return PostgresFailures.isConflict(e);
  }

  @Override
  public JournalException failure(SQLException e) {
    return PostgresFailures.of(name(), e);
  }
}
