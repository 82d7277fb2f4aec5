package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.store.Parameters;
import io.github.dcmbulk.journal.store.Pipeline;
import io.github.dcmbulk.model.InstanceHeader;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Collects what a process finds, for a database that several processes share: the files of many
 * directories are named and added with a few exchanges of messages, however many directories that
 * are, because each answer of the server takes its time. Used by the writer only. PostgreSQL only.
 *
 * <p>A method throws {@link SQLException} when the database failed.
 */
public final class FoundFiles {
  /** How many files are added at once, so that a statement does not need much memory. */
  private static final int MOST = 8192;

  private static final class Found {
    private final byte[] path;
    private final List<CheckedFile> files;
    private final long seen;

    Found(byte[] path, List<CheckedFile> files, long seen) {
      this.path = path;
      this.files = files;
      this.seen = seen;
    }
  }

  private final Pipeline pipeline;
  private final long run;
  private final SharedRows names;
  private final FileRows rows;
  private final List<Found> found = new ArrayList<>();
  private final List<byte[]> listed = new ArrayList<>();
  private int files;
  private boolean failed;

  /**
   * Collects for those rows.
   *
   * @param run the run's row
   */
  public FoundFiles(Pipeline pipeline, long run, SharedRows names, FileRows rows) {
    this.pipeline = pipeline;
    this.run = run;
    this.names = names;
    this.rows = rows;
  }

  /**
   * Adds verdicts on files of a directory.
   *
   * @param seen number of the directory
   */
  public void checked(byte[] path, List<CheckedFile> checkedFiles, long seen) throws SQLException {
    found.add(new Found(path, checkedFiles, seen));
    files += checkedFiles.size();
    if (files >= MOST) {
      write();
      pipeline.flush();
    }
  }

  /** All files of the directory have been found. */
  public void listed(byte[] path) {
    listed.add(path);
  }

  /** Writes what was collected. What depends on it, or changes the same rows, comes after that. */
  public void write() throws SQLException {
    if (found.isEmpty() && listed.isEmpty()) {
      return;
    }
    List<Found> all = List.copyOf(found);
    List<byte[]> directories = List.copyOf(listed);
    forget();
    List<byte[]> paths = new ArrayList<>(directories);
    List<CheckedFile> checkedFiles = new ArrayList<>();
    for (Found each : all) {
      paths.add(each.path);
      checkedFiles.addAll(each.files);
    }
    names.name(paths, distinct(checkedFiles));
    List<Long> dirs = new ArrayList<>(directories.size());
    for (byte[] path : directories) {
      dirs.add(names.dir(path));
    }
    if (!dirs.isEmpty()) {
      pipeline.update(
          "UPDATE dir SET run = ? WHERE id = ANY(?)", Parameters.of().number(run).numbers(dirs));
    }
    List<OfDirectory> checked = new ArrayList<>(all.size());
    for (Found each : all) {
      checked.add(new OfDirectory(each.files, names.dir(each.path), each.seen));
    }
    rows.checked(checked, !failed);
  }

  /**
   * The transaction has ended; forgets what was collected. After one that failed, the rows are read
   * before others are added.
   */
  public void transactionEnded(boolean committed) {
    failed = !committed;
    forget();
  }

  private void forget() {
    found.clear();
    listed.clear();
    files = 0;
  }

  /** Their headers; mostly one for each series, as files of a series follow each other. */
  private static List<InstanceHeader> distinct(List<CheckedFile> files) {
    List<InstanceHeader> headers = new ArrayList<>();
    InstanceHeader last = InstanceHeader.NONE;
    for (CheckedFile file : files) {
      InstanceHeader header = file.header();
      if (!header.isEmpty() && (headers.isEmpty() || !SeriesKey.areAlike(header, last))) {
        headers.add(header);
        last = header;
      }
    }
    return headers;
  }
}
