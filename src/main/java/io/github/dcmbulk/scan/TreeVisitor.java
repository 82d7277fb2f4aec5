package io.github.dcmbulk.scan;

import io.github.dcmbulk.model.DcmbulkException;
import java.nio.file.Path;

/** Takes what a walk finds, in its order, on the walk's thread. */
public interface TreeVisitor {
  /** Files of one directory; a large directory comes in several batches. */
  void files(Batch batch) throws DcmbulkException, InterruptedException;

  /** The walk has left this directory and everything below it; not called for single files. */
  void left(Path directory) throws DcmbulkException, InterruptedException;

  /** A directory, or a file that was named, that could not be looked at. */
  void unreadable(Path path) throws DcmbulkException, InterruptedException;
}
