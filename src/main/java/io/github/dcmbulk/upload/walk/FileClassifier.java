package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.StudySelection;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Determines a file's state from its verdict and the selection by content. */
public final class FileClassifier {
  private final ContentFilter filter;
  private final @Nullable StudySelection studies;

  /**
   * Classifies.
   *
   * @param studies the only studies that are sent; null for all
   */
  public FileClassifier(ContentFilter filter, @Nullable StudySelection studies) {
    this.filter = filter;
    this.studies = studies;
  }

  CheckedFile classify(SourceFile file, long knownId, Verdict verdict) throws JournalException {
    Reason reason = verdict.reason();
    String why = reason == null ? null : reason.code();
    if (verdict.passedOver() != null) {
      why = verdict.passedOver().code();
    }
    FileState state =
        switch (verdict.kind()) {
          case INSTANCE -> FileState.PENDING;
          case NOT_DICOM -> FileState.NOT_DICOM;
          case REJECTED -> FileState.REJECTED;
          case UNREADABLE -> FileState.UNREADABLE;
        };
    if (state == FileState.PENDING && leftOut(verdict.header()) != null) {
      state = FileState.EXCLUDED;
      why = leftOut(verdict.header());
    }
    if ((state == FileState.PENDING || state == FileState.REJECTED)
        && isUnlisted(verdict.header())) {
      state = FileState.EXCLUDED;
      why = "studies";
    }
    return new CheckedFile(file, knownId, state, why, verdict.warningNames(), verdict.header());
  }

  private boolean isUnlisted(InstanceHeader header) throws JournalException {
    String uid = header.studyInstanceUid();
    return studies != null && uid != null && !studies.contains(uid, header.accessionDigest());
  }

  static CheckedFile leftOutByName(SourceFile file) {
    return new CheckedFile(file, 0, FileState.EXCLUDED, "name", Set.of(), InstanceHeader.NONE);
  }

  /** The option that excludes the instance; null for none. */
  private @Nullable String leftOut(InstanceHeader header) {
    String modality = header.modality();
    if (!filter.modalities().isEmpty()
        && (modality == null || !filter.modalities().contains(modality.toUpperCase(Locale.ROOT)))) {
      return "modality";
    }
    String from = filter.studyDateFrom();
    String to = filter.studyDateTo();
    String date = header.studyDate();
    if (from == null && to == null) {
      return null;
    }
    boolean inside =
        date != null
            && (from == null || date.compareTo(from) >= 0)
            && (to == null || date.compareTo(to) <= 0);
    return inside ? null : "study-date";
  }
}
