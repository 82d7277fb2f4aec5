package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The row of a file that was found before.
 *
 * @param size in bytes, when it was checked
 * @param modified modification time then, in nanoseconds
 * @param run the run that found it last
 * @param study its study's row; 0 for none
 * @param gone whether it was missing when its directory was walked last
 * @param sentRun the run that sent it; 0 for none
 */
record KnownRow(
    long id,
    long size,
    long modified,
    StateCode code,
    long run,
    long study,
    boolean gone,
    @Nullable String reason,
    long sentRun) {

  /** The columns that {@link #of} reads, the name second; without a condition. */
  static final String QUERY =
      """
      SELECT f.id, f.name, f.size, f.modified, f.state, f.run, coalesce(s.study, 0), f.gone,
        f.reason, coalesce(f.sent_run, 0)
      FROM file f LEFT JOIN series s ON s.id = f.series\
      """;

  /** The row that the cursor is on. */
  static KnownRow of(ResultSet r) throws SQLException {
    return new KnownRow(
        r.getLong(1),
        r.getLong(3),
        r.getLong(4),
        StateCode.of(r.getInt(5)),
        r.getLong(6),
        r.getLong(7),
        r.getInt(8) == 1,
        r.getString(9),
        r.getLong(10));
  }

  /**
   * Whether the file has to be checked again.
   *
   * @param file as it was found now
   * @param otherProfile whether it was checked under other options
   */
  boolean mustBeChecked(SourceFile file, boolean otherProfile) {
    boolean unchanged = file.size() == size && file.modifiedNanos() == modified;
    return switch (code) {
      case UPLOADED, DUPLICATE -> !unchanged;
      case UNREADABLE -> true;
      case EXCLUDED ->
          !unchanged
              || otherProfile
              || "name".equals(reason)
              || PassedOverReason.SYMLINK.code().equals(reason);
      // Its files may have been added since.
      case NOT_DICOM ->
          !unchanged
              || otherProfile
              || PassedOverReason.DICOMDIR_MISSING_FILES.code().equals(reason);
      // A file that changed or was replaced while it was read is not the one that was checked.
      default -> !unchanged || otherProfile || Reason.CHANGED.code().equals(reason);
    };
  }
}
