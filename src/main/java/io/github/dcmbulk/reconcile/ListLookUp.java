package io.github.dcmbulk.reconcile;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Finds the rows of a list that name a study, in the temporary file of a {@link ListStore}. */
final class ListLookUp {
  private static final String ENTRY =
      "SELECT line, uid, accession, patient, date, instances, modalities FROM entry WHERE ";

  private final Path file;
  private final PreparedStatement byUid;
  private final PreparedStatement byAccession;

  ListLookUp(Path file, Connection connection) throws SQLException {
    this.file = file;
    this.byUid = connection.prepareStatement(ENTRY + "uid = ?");
    this.byAccession = connection.prepareStatement(ENTRY + "uid IS NULL AND accession = ?");
  }

  /**
   * The rows that name a study by its UID, else by one of its accession numbers; null for none.
   *
   * @throws IOException the temporary file cannot be read
   */
  @Nullable ListedGroup find(@Nullable String uid, Collection<Long> accessions) throws IOException {
    try {
      byUid.setString(1, uid);
      ListedGroup group = group(byUid);
      for (Iterator<Long> next = accessions.iterator(); group == null && next.hasNext(); ) {
        byAccession.setLong(1, next.next());
        group = group(byAccession);
      }
      return group;
    } catch (SQLException e) {
      throw ListStore.failure(file, e);
    }
  }

  private static @Nullable ListedGroup group(PreparedStatement query) throws SQLException {
    ListedGroup group = null;
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        group = group == null ? new ListedGroup() : group;
        ListRows.add(group, row);
      }
    }
    return group;
  }
}
