package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.Row;
import io.github.dcmbulk.scan.Selection;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Walks and checks without sending anything; opens no connection and writes nothing to the tree.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class CheckRun {
  private final Settings settings;

  /**
   * What to check.
   *
   * @param roots files and directories to look through
   * @param filesFrom a list of further files; null for none
   * @param selection which files are looked at
   * @param filter which instances count as excluded
   * @param checks how strictly files are checked
   */
  public record Settings(
      List<Path> roots,
      @Nullable FileList filesFrom,
      Selection selection,
      ContentFilter filter,
      CheckOptions checks) {}

  /** Prepares a check; nothing is opened yet. */
  public CheckRun(Settings settings, UploadListener listener) {
    this.settings = settings;
  }

  /**
   * Checks everything.
   *
   * @param rows takes each file's row, in no particular order, one at a time
   */
  public CheckResult run(Consumer<Row> rows) throws DcmbulkException, InterruptedException {
    throw new UnsupportedOperationException(settings.toString());
  }
}
