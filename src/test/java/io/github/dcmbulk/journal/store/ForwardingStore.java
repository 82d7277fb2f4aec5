package io.github.dcmbulk.journal.store;

import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A store that does what another does, for tests that change one thing about it. */
public class ForwardingStore extends JournalStore {
  private final JournalStore store;

  /** Forwards to that store. */
  public ForwardingStore(JournalStore store) {
    this.store = store;
  }

  @Override
  public String name() {
    return store.name();
  }

  @Override
  public String argument() {
    return store.argument();
  }

  @Override
  public Held hold() throws DcmbulkException {
    return store.hold();
  }

  @Override
  public NewJournal create() throws DcmbulkException {
    return store.create();
  }

  @Override
  public @Nullable String holder() throws JournalException {
    return store.holder();
  }

  @Override
  public Connection reader() throws SQLException {
    return store.reader();
  }

  @Override
  public Connection viewer() throws UsageException, JournalException {
    return store.viewer();
  }

  @Override
  public Connection editor() throws DcmbulkException {
    return store.editor();
  }

  @Override
  public Connection snapshot() throws SQLException {
    return store.snapshot();
  }

  @Override
  public boolean isKeptIn(Path other) throws IOException {
    return store.isKeptIn(other);
  }

  @Override
  public Connection salvager() throws UsageException, JournalException, SQLException {
    return store.salvager();
  }

  @Override
  public boolean isUnreadable(SQLException e) {
    return store.isUnreadable(e);
  }

  @Override
  public CommitGuard guard(Connection writer) throws SQLException {
    return store.guard(writer);
  }

  @Override
  public List<String> integrity(Connection viewer, int most) throws SQLException {
    return store.integrity(viewer, most);
  }

  @Override
  public long bytes(Connection connection) throws JournalException, SQLException {
    return store.bytes(connection);
  }

  @Override
  public void shrink(Connection writer) throws SQLException {
    store.shrink(writer);
  }

  @Override
  public boolean isConflict(SQLException e) {
    return store.isConflict(e);
  }

  @Override
  public JournalException failure(SQLException e) {
    return store.failure(e);
  }
}
