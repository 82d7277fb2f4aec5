package io.github.dcmbulk.sourcelist;

import io.github.dcmbulk.model.DcmbulkException;
import java.io.IOException;

/** The studies that an archive says it holds. */
public interface SourceList {
  /** Takes the rows of a list, one by one. */
  interface Sink {
    /** A study is listed. */
    void listed(ListedStudy study) throws IOException;

    /** A row cannot be understood; nothing of it is used. */
    void unreadable(UnreadableRow row) throws IOException;
  }

  /**
   * A row that cannot be understood.
   *
   * @param line its line in a file, or its number in an answer, from 1
   * @param why the column and what is wrong with it, without its value
   */
  record UnreadableRow(long line, String why) {}

  /**
   * Reads the whole list.
   *
   * @throws io.github.dcmbulk.model.UsageException it is no list, or cannot be understood
   * @throws DcmbulkException a server refuses or does not answer
   * @throws IOException it cannot be read
   * @throws InterruptedException this thread was interrupted
   */
  void read(Sink sink) throws DcmbulkException, IOException, InterruptedException;

  /** Whether a server is asked, so that the next reading may be another. */
  default boolean isLive() {
    return false;
  }

  /** Where the list comes from, for messages; without user and query. */
  String name();
}
