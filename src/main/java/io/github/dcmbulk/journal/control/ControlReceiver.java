package io.github.dcmbulk.journal.control;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;

/** Where a run takes requests and answers them. Used by one thread. */
public interface ControlReceiver extends Closeable {
  /** Opens it. */
  @FunctionalInterface
  interface Opening {
    /**
     * Opens it; requests to an earlier run are dropped.
     *
     * @throws IOException it cannot be opened
     */
    ControlReceiver open() throws IOException;
  }

  /**
   * The requests of the journal's owner that are new; each is returned once.
   *
   * @throws IOException requests cannot be read
   */
  List<ControlRequest> take() throws IOException;

  /**
   * Answers a request.
   *
   * @throws IOException the answer cannot be written
   */
  void answer(ControlRequest request, ControlAnswer answer) throws IOException;
}
