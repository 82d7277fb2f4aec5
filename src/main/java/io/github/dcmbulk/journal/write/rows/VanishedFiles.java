package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Removes or marks rows of files that no longer exist. */
public final class VanishedFiles {
  private final FileRows files;
  private final long run;
  private final PreparedStatement markGone;
  private final PreparedStatement remove;
  private final PreparedStatement unmet;
  private final PreparedStatement siblings;

  /**
   * Prepares the statements.
   *
   * @throws SQLException the database failed
   */
  public VanishedFiles(Connection c, FileRows files, long run) throws SQLException {
    this.files = files;
    this.run = run;
    markGone = c.prepareStatement("UPDATE file SET gone = 1 WHERE id = ?");
    remove = c.prepareStatement("DELETE FROM file WHERE id = ?");
    unmet =
        c.prepareStatement(
            StateCode.inSql(
                "SELECT id, name FROM file WHERE dir = ? AND state NOT IN ($UPLOADED, $DUPLICATE)"
                    + " AND run <> ?"));
    siblings = c.prepareStatement("SELECT id, state FROM file WHERE sop_uid = ?");
  }

  /**
   * A file that no longer exists: its row is removed, or marked if it was delivered.
   *
   * @throws SQLException the database failed
   */
  public void vanish(long id, long seen) throws SQLException {
    FileRow old = files.row(id);
    if (old.code() == StateCode.UPLOADED) {
      markGone.setLong(1, id);
      markGone.executeUpdate();
      return;
    }
    files.leave(old);
    remove.setLong(1, id);
    remove.executeUpdate();
    if (old.sopUid() != null && old.code().state().isInstance()) {
      reconsiderSiblings(old.sopUid(), seen);
    }
  }

  /**
   * Removes rows of files of the directory that were not delivered and no longer exist.
   *
   * @throws SQLException the database failed
   */
  public void forgetVanished(long dir, byte[] path) throws SQLException {
    List<Long> vanished = new ArrayList<>();
    unmet.setLong(1, dir);
    unmet.setLong(2, run);
    try (ResultSet row = unmet.executeQuery()) {
      while (row.next()) {
        // Its new verdict may not be recorded yet: only the directory itself shows that it exists.
        Path file = PathText.absolute(PathText.join(path, row.getBytes(2)));
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          vanished.add(row.getLong(1));
        }
      }
    }
    for (long id : vanished) {
      vanish(id, 0);
    }
  }

  /**
   * A duplicate or conflicting file of a file that no longer exists becomes pending, unless the
   * instance was delivered. Files that this run has not found yet are handled when it finds them.
   */
  private void reconsiderSiblings(String sopUid, long seen) throws SQLException {
    List<Long> waiting = new ArrayList<>();
    siblings.setString(1, sopUid);
    try (ResultSet row = siblings.executeQuery()) {
      while (row.next()) {
        StateCode code = StateCode.of(row.getInt(2));
        if (code == StateCode.UPLOADED) {
          return;
        }
        if (code == StateCode.DUPLICATE || code == StateCode.CONFLICT) {
          waiting.add(row.getLong(1));
        }
      }
    }
    for (long id : waiting) {
      FileRow old = files.row(id);
      files.move(id, StateCode.PENDING, null);
      if (files.isCounted(old)) {
        files.enqueue(old.study(), seen);
      }
    }
  }
}
