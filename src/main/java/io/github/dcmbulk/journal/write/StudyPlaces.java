package io.github.dcmbulk.journal.write;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.journal.read.IdentityQueries;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.model.JournalException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/** Sets the places of the queued studies, for an order that is not in the journal. */
public final class StudyPlaces {
  private static final int PAGE = 1000;

  private final JournalStore store;
  private final GroupCommit writer;

  StudyPlaces(JournalStore store, GroupCommit writer) {
    this.store = store;
    this.writer = writer;
  }

  /** Finds the place of a study. */
  @FunctionalInterface
  public interface Finder {
    /**
     * The place of a study; empty for none, so that it is sent last.
     *
     * @param uid its Study Instance UID
     * @param identity reads accession numbers and patients of its files; used only where needed,
     *     because it takes a query
     * @throws JournalException the journal, or what the finder reads, cannot be used
     */
    OptionalLong of(String uid, IdentitySource identity) throws JournalException;
  }

  /** Accession numbers and patients of a study's files. */
  @FunctionalInterface
  public interface IdentitySource {
    /**
     * Reads it from the journal.
     *
     * @throws JournalException the journal cannot be read
     */
    Identity get() throws JournalException;
  }

  private record Place(long study, OptionalLong number) {}

  /**
   * Places every study that is in the queue now; committed on return.
   *
   * @throws JournalException the journal, or what the finder reads, cannot be used
   * @throws InterruptedException the run is being stopped
   */
  public void assign(Finder finder) throws JournalException, InterruptedException {
    writer.commit(session -> {});
    try (Connection connection = store.reader();
        PreparedStatement query =
            connection.prepareStatement(
                """
                SELECT t.id, t.uid FROM queue q JOIN study t ON t.id = q.study WHERE q.study > ?
                ORDER BY q.study LIMIT\
                """
                    + " "
                    + PAGE)) {
      List<Place> page = page(connection, query, 0, finder);
      while (!page.isEmpty()) {
        List<Place> places = page;
        writer.commit(session -> write(session.connection(), places));
        page = page(connection, query, page.get(page.size() - 1).study(), finder);
      }
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private List<Place> page(
      Connection connection, PreparedStatement query, long after, Finder finder)
      throws SQLException, JournalException {
    List<Place> page = new ArrayList<>();
    query.setLong(1, after);
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        long study = row.getLong(1);
        page.add(new Place(study, finder.of(row.getString(2), () -> identity(connection, study))));
      }
    }
    return page;
  }

  private Identity identity(Connection connection, long study) throws JournalException {
    try {
      return IdentityQueries.of(connection, study);
    } catch (SQLException e) {
      throw store.failure(e);
    }
  }

  private static void write(Connection connection, List<Place> places) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("UPDATE study SET place = ? WHERE id = ?")) {
      for (Place place : places) {
        update.setObject(1, place.number().isPresent() ? place.number().getAsLong() : null);
        update.setLong(2, place.study());
        update.addBatch();
      }
      update.executeBatch();
    }
  }
}
