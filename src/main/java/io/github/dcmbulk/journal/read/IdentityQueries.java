package io.github.dcmbulk.journal.read;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.journal.store.StateCode;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;

/** Queries accession numbers, patients and dates of the files of studies. */
public final class IdentityQueries {
  /** Series of which there is a file; the others are left over from files that have changed. */
  static final String IN_USE =
      "EXISTS (SELECT 1 FROM file f WHERE f.series = s.id AND f.state <= "
          + StateCode.REJECTED.number()
          + ")";

  private IdentityQueries() {}

  /** Adds up the series of one study. */
  static final class Collected {
    private final Set<Long> accessions = new HashSet<>();
    private final Set<Long> patients = new HashSet<>();
    private final Set<String> dates = new HashSet<>();
    private boolean isKnown;

    /** Adds accession, patient and date of that row, which stand in this column and the next. */
    void add(ResultSet row, int column) throws SQLException {
      if (row.getObject(column) == null) {
        return;
      }
      isKnown = true;
      add(accessions, row.getLong(column));
      add(patients, row.getLong(column + 1));
      String date = row.getString(column + 2);
      if (date != null && !date.isEmpty()) {
        dates.add(date);
      }
    }

    /** 0 means none. */
    private static void add(Set<Long> digests, long digest) {
      if (digest != 0) {
        digests.add(digest);
      }
    }

    Identity identity() {
      return isKnown ? new Identity(true, accessions, patients, dates) : Identity.UNKNOWN;
    }
  }

  /**
   * Accession numbers, patients and dates of the files of a study.
   *
   * @throws SQLException the database failed
   */
  public static Identity of(Connection connection, long study) throws SQLException {
    Collected collected = new Collected();
    try (PreparedStatement query =
        connection.prepareStatement(
            "SELECT s.accession, s.patient, s.date FROM series s WHERE s.study = ? AND "
                + IN_USE)) {
      query.setLong(1, study);
      try (ResultSet row = query.executeQuery()) {
        while (row.next()) {
          collected.add(row, 1);
        }
      }
    }
    return collected.identity();
  }
}
