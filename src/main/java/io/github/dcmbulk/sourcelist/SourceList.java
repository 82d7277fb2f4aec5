package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.DcmbulkException;
import java.io.IOException;

/** The studies that an archive lists. */
public interface SourceList {
  /** Receives the rows of a list, one by one. */
  interface Sink {
    /** Receives a study. */
    void listed(ListedStudy study) throws IOException;

    /** Receives a row that cannot be understood; nothing of it is used. */
    void unreadable(UnreadableRow row) throws IOException;
  }

  /**
   * A row that cannot be understood.
   *
   * @param line line number in a file, or row number in an answer, from 1
   * @param why the column and what is wrong with it, without its value
   */
  record UnreadableRow(long line, String why) {}

  /**
   * Reads the whole list.
   *
   * @throws io.github.dcmbulk.model.UsageException it is no list, or cannot be understood
   * @throws DcmbulkException a server refuses or does not answer
   * @throws IOException it cannot be read
   * @throws InterruptedException the thread was interrupted
   */
  void read(Sink sink) throws DcmbulkException, IOException, InterruptedException;

  /** Whether it comes from a server, so that the next reading may differ. */
  default boolean isLive() {
    return false;
  }

  /** Origin of the list, for messages; without user and query. */
  String name();
}
