package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.DcmbulkException;
import java.nio.file.Path;

/** Receives what a walk finds, in its order, on the walk's thread. */
public interface TreeVisitor {
  /**
   * Files of one directory; a large directory is passed in several batches.
   *
   * @throws DcmbulkException the walk must end
   */
  void files(Batch batch) throws DcmbulkException, InterruptedException;

  /**
   * The walk has finished this directory and everything below it; not called for single files.
   *
   * @throws DcmbulkException the walk must end
   */
  void left(Path directory) throws DcmbulkException, InterruptedException;

  /**
   * A directory, or a file given by the user, that could not be read.
   *
   * @throws DcmbulkException the walk must end
   */
  void unreadable(Path path) throws DcmbulkException, InterruptedException;
}
