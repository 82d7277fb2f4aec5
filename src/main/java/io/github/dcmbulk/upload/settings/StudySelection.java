package io.github.dcmbulk.upload.settings;

import io.github.dcmbulk.journal.StudyRecord.Identity;
import io.github.dcmbulk.model.JournalException;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The studies of a list that was read. Safe for several threads. */
public interface StudySelection extends AutoCloseable {
  /**
   * Where the list names a study; empty if it does not. Lower numbers come first.
   *
   * @param uid its Study Instance UID
   * @param accession keyed digest of its accession number, by which rows without a UID are found
   * @throws JournalException the journal cannot be read or written
   */
  OptionalLong place(@Nullable String uid, @Nullable Long accession) throws JournalException;

  /**
   * Whether the list names a study. The parameters are those of {@link #place}.
   *
   * @throws JournalException the list cannot be read
   */
  default boolean contains(@Nullable String uid, @Nullable Long accession) throws JournalException {
    return place(uid, accession).isPresent();
  }

  /**
   * Messages about what differs between the study's files and the list; empty for nothing.
   *
   * @throws JournalException the journal cannot be read or written
   */
  List<String> differences(String uid, Identity found) throws JournalException;

  @Override
  void close();
}
