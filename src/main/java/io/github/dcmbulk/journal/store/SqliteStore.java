package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A journal in a file. */
public final class SqliteStore extends JournalStore {
  private final Path file;
  private final boolean scratch;
  private final boolean eachFileOnce;

  private SqliteStore(Path file, boolean scratch, boolean eachFileOnce) {
    this.file = file;
    this.scratch = scratch;
    this.eachFileOnce = eachFileOnce;
  }

  /** The journal in that file, which may not exist yet. */
  public SqliteStore(Path file) {
    this(file, false, false);
  }

  /**
   * A temporary journal: fast, without safety against crashes.
   *
   * @param file not there yet, in a directory that only its owner can enter
   * @param eachFileOnce whether no file occurs twice, so that none must be recognised
   */
  public static SqliteStore scratch(Path file, boolean eachFileOnce) {
    return new SqliteStore(file, true, eachFileOnce);
  }

  /** The file. */
  public Path file() {
    return file;
  }

  /** Whether it lies on a network share, where locks between hosts cannot be relied on. */
  public boolean isOnNetworkShare() {
    Path directory = file.toAbsolutePath().getParent();
    return JournalFile.onNetworkShare(Files.exists(file) || directory == null ? file : directory);
  }

  @Override
  public String name() {
    return PathText.display(file);
  }

  @Override
  public String argument() {
    return PathText.surrogateEscaped(file);
  }

  @Override
  public Held hold() throws DcmbulkException {
    if (!scratch) {
      JournalFile.requireWritable(file);
    }
    JournalLock lock = scratch ? JournalLock.none() : JournalLock.take(file);
    try {
      return new Held(scratch ? JournalFile.scratch(file, eachFileOnce) : existing(), lock);
    } catch (SQLException e) {
      lock.close();
      throw failure(e);
    } catch (JournalException e) {
      lock.close();
      throw e;
    }
  }

  private Connection existing() throws JournalException, SQLException {
    JournalFile.prepare(file);
    Connection connection = Sqlite.writer(file);
    SchemaUpgrade.run(connection);
    return connection;
  }

  @Override
  public NewJournal create() throws DcmbulkException {
    return SqliteNewJournal.in(file);
  }

  @Override
  public @Nullable String holder() {
    return JournalLock.holder(file);
  }

  @Override
  public Connection reader() throws SQLException {
    return Sqlite.reader(file);
  }

  @Override
  public Connection viewer() throws UsageException, JournalException {
    requireFile(file);
    try {
      JournalFile.inspect(file);
      return Sqlite.viewer(file);
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
  }

  @Override
  public Connection editor() throws DcmbulkException {
    requireFile(file);
    try {
      JournalFile.inspect(file);
      Connection connection = Sqlite.writer(file);
      if (!Schema.holdsIdentity(connection)) {
        try (JournalLock lock = JournalLock.take(file)) {
          lock.beforeClose(connection);
          SchemaUpgrade.run(connection);
        }
      }
      return connection;
    } catch (SQLException e) {
      throw failure(e);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
  }

  /**
   * Makes sure that there is a journal.
   *
   * @throws UsageException there is none of that name
   */
  public static void requireFile(Path file) throws UsageException {
    JournalFile.requireNoDirectory(file);
    if (!Files.exists(file) && !Files.notExists(file)) {
      throw new UsageException(
          "the journal " + file + " cannot be looked up", "check its directories' permissions");
    }
    if (!Files.exists(file)) {
      throw new UsageException(
          "there is no journal " + file, "name it with --journal, or begin with `dcmbulk upload`");
    }
  }

  @Override
  public Connection snapshot() throws SQLException {
    Connection connection = Sqlite.reader(file);
    // Larger results than SQLite's cache are sorted on disk.
    Sql.execute(connection, "PRAGMA temp_store = FILE");
    connection.setAutoCommit(false);
    return connection;
  }

  /**
   * Writes a copy of the journal, as it is at one moment, into an empty file; also while a run
   * writes to it. {@code VACUUM INTO} reads in one transaction
   * (https://sqlite.org/lang_vacuum.html), while the backup interface starts again whenever another
   * process writes, so that it would not end during a run.
   *
   * @throws UsageException there is no such journal
   * @throws JournalException it is damaged, newer, or cannot be read
   * @throws IOException the copy cannot be written
   */
  public void copyTo(Path fresh) throws UsageException, JournalException, IOException {
    try (Connection connection = viewer();
        PreparedStatement copy = connection.prepareStatement("VACUUM INTO ?")) {
      copy.setString(1, fresh.toAbsolutePath().toString());
      copy.executeUpdate();
    } catch (SQLException e) {
      if (Sqlite.isDamage(e)) {
        throw failure(e);
      }
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public boolean isKeptIn(Path other) throws IOException {
    return Files.exists(file) && Files.isSameFile(file, other);
  }

  @Override
  public Connection salvager() throws UsageException, JournalException, SQLException {
    requireFile(file);
    try {
      JournalFile.header(file);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
    return Sqlite.salvager(file);
  }

  @Override
  public boolean isUnreadable(SQLException e) {
    return true;
  }

  @Override
  public JournalException unsalvageable(SQLException e) {
    return Sqlite.isDamage(e) ? Sqlite.lost(file, "nothing can be read from it") : failure(e);
  }

  @Override
  public CommitGuard guard(Connection writer) throws SQLException {
    return new SqliteGuard(file, writer, !scratch);
  }

  @Override
  public List<String> integrity(Connection viewer, int most) throws SQLException {
    List<String> problems = new ArrayList<>();
    try (Statement statement = viewer.createStatement();
        ResultSet row = statement.executeQuery("PRAGMA integrity_check(" + most + ")")) {
      while (row.next()) {
        problems.add(row.getString(1));
      }
    }
    problems.remove("ok");
    return problems;
  }

  @Override
  public long bytes(Connection connection) throws JournalException {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw JournalFile.unusable(file, e);
    }
  }

  @Override
  public void shrink(Connection writer) throws SQLException {
    Sql.execute(writer, "VACUUM");
    Sql.number(writer, "PRAGMA wal_checkpoint(TRUNCATE)");
  }

  @Override
  public JournalException failure(SQLException e) {
    return Sqlite.failure(file, e);
  }
}
