package io.github.dcmbulk.journal.write.feed;

import io.github.dcmbulk.journal.Claim;
import io.github.dcmbulk.journal.PendingInstance;
import io.github.dcmbulk.journal.store.DamagedRowException;
import io.github.dcmbulk.journal.store.StateCode;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.SourceFile;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of instances to be sent: the columns, and how they are read. */
final class PendingRows {
  /** The file is {@code f}, its series {@code s}, its directory {@code d}; without a condition. */
  static final String QUERY =
      """
      SELECT f.id, d.path, f.name, f.size, f.modified, f.sop_uid,
        CASE WHEN f.uploaded_at IS NULL THEN NULL ELSE f.md5 END, f.state, f.md5,
        f.uploaded_at IS NULL AND coalesce(f.attempts, 0) > 0,
        coalesce(f.uploaded_at, 0)
      FROM file f JOIN series s ON s.id = f.series JOIN dir d ON d.id = f.dir
      """;

  private PendingRows() {}

  /** The claim of the row that the cursor is on. */
  static Claim claim(ResultSet row) throws SQLException {
    return new Claim(
        pendingInstance(row), StateCode.of(row.getInt(8)).state(), hex(row.getBytes(9)));
  }

  /** All rows of that query. */
  static List<PendingInstance> read(PreparedStatement query) throws SQLException {
    List<PendingInstance> page = new ArrayList<>();
    try (ResultSet row = query.executeQuery()) {
      while (row.next()) {
        page.add(pendingInstance(row));
      }
    }
    return page;
  }

  static PendingInstance pendingInstance(ResultSet row) throws SQLException {
    return DamagedRowException.guard(() -> mapped(row));
  }

  private static PendingInstance mapped(ResultSet row) throws SQLException {
    Path path = PathText.absolute(PathText.join(row.getBytes(2), row.getBytes(3)));
    return new PendingInstance(
        row.getLong(1),
        new SourceFile(path, row.getLong(4), row.getLong(5)),
        row.getString(6),
        hex(row.getBytes(7)),
        StateCode.of(row.getInt(8)) == StateCode.UPLOADED,
        row.getBoolean(10),
        row.getLong(11));
  }

  private static @Nullable String hex(byte @Nullable [] bytes) {
    return bytes == null ? null : HexFormat.of().formatHex(bytes);
  }
}
