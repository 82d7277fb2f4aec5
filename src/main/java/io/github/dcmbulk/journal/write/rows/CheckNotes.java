package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.Sql;
import io.github.dcmbulk.model.InstanceHeader;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Values of instances that a check compares with one another: the directories of each study, its
 * patients (as digests with a key of this process only), and whether a SOP Instance UID occurs
 * twice. Only the command {@code check} keeps them, in a file that it deletes.
 */
public final class CheckNotes {
  private static final long NO_PATIENT = 0;

  private final @Nullable PreparedStatement add;
  private final @Nullable UidFilter uids;
  private long lastStudy;
  private long lastDir;
  private long lastPatient;
  private boolean repeated;

  private CheckNotes(@Nullable PreparedStatement add, @Nullable UidFilter uids) {
    this.add = add;
    this.uids = uids;
  }

  /** Keeps nothing. */
  public static CheckNotes none() {
    return new CheckNotes(null, null);
  }

  /**
   * Keeps the values in temporary tables of that connection.
   *
   * @throws SQLException the database failed
   */
  public static CheckNotes in(Connection c) throws SQLException {
    Sql.execute(
        c,
        "CREATE TABLE study_dir(study INTEGER, dir INTEGER, patient INTEGER,"
            + " PRIMARY KEY(study, dir, patient)) WITHOUT ROWID");
    return new CheckNotes(
        c.prepareStatement("INSERT OR IGNORE INTO study_dir(study, dir, patient) VALUES(?, ?, ?)"),
        new UidFilter());
  }

  /** Adds an instance in a directory. */
  void saw(InstanceHeader header, long study, long dir) throws SQLException {
    if (uids != null && header.sopInstanceUid() != null) {
      repeated |= uids.addedBefore(header.sopInstanceUid());
    }
    Long digest = header.patientDigest();
    long patient = digest == null ? NO_PATIENT : digest;
    boolean again = study == lastStudy && dir == lastDir && patient == lastPatient;
    if (add != null && study != 0 && !again) {
      add.setLong(1, study);
      add.setLong(2, dir);
      add.setLong(3, patient);
      add.executeUpdate();
      lastStudy = study;
      lastDir = dir;
      lastPatient = patient;
    }
  }

  /** Whether two instances may share their UID; false if none do. */
  public boolean mayHaveRepeated() {
    return repeated;
  }
}
