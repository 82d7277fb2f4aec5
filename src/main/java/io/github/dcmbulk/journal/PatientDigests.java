package io.github.dcmbulk.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Which patients a study names, as digests that mean nothing outside this process. Kept by a bare
 * check only, in a file that it deletes: a journal knows no patients.
 */
final class PatientDigests {
  private final @Nullable PreparedStatement add;
  private long lastStudy;
  private long lastDigest;

  private PatientDigests(@Nullable PreparedStatement add) {
    this.add = add;
  }

  static PatientDigests none() {
    return new PatientDigests(null);
  }

  static PatientDigests in(Connection c) throws SQLException {
    Sqlite.execute(
        c,
        "CREATE TABLE patient(study INTEGER, digest INTEGER, PRIMARY KEY(study, digest))"
            + " WITHOUT ROWID");
    return new PatientDigests(
        c.prepareStatement("INSERT OR IGNORE INTO patient(study, digest) VALUES(?, ?)"));
  }

  void saw(long study, @Nullable Long digest) throws SQLException {
    boolean again = digest != null && study == lastStudy && digest == lastDigest;
    if (add != null && digest != null && study != 0 && !again) {
      add.setLong(1, study);
      add.setLong(2, digest);
      add.executeUpdate();
      lastStudy = study;
      lastDigest = digest;
    }
  }
}
