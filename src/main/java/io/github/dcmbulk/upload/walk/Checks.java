package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.write.FileJournal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks files on a few threads, and records their verdicts. Thread-safe.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
final class Checks {
  private static final int FILES_PER_CHECK = 64;

  /**
   * A file to be checked.
   *
   * @param knownId its row; 0 for none
   */
  record Unchecked(SourceFile file, long knownId) {}

  /** A directory whose files are checked in parts. */
  interface Parts {
    /** The directory's number. */
    long number();

    /** A part is to be checked; {@link #end} follows. */
    void begin();

    /** The part is handed in to be recorded. */
    void end() throws JournalException, InterruptedException;
  }

  private final FileChecker checker;
  private final FileClassifier classifier;
  private final WorkerPool threads;
  private final UploadListener listener;
  private final StageTimer stages;

  Checks(
      FileChecker checker,
      FileClassifier classifier,
      WorkerPool threads,
      UploadListener listener,
      StageTimer stages) {
    this.checker = checker;
    this.classifier = classifier;
    this.threads = threads;
    this.listener = listener;
    this.stages = stages;
  }

  /**
   * Hands in files of a directory; waits while all threads are busy.
   *
   * @param journal records them
   * @param named whether they were given by name
   */
  void submit(
      FileJournal journal, Path directory, List<Unchecked> files, Parts parts, boolean named)
      throws InterruptedException {
    for (int from = 0; from < files.size(); from += FILES_PER_CHECK) {
      List<Unchecked> part = files.subList(from, Math.min(from + FILES_PER_CHECK, files.size()));
      parts.begin();
      threads.submit(() -> check(journal, directory, part, parts, named));
    }
  }

  private void check(
      FileJournal journal, Path directory, List<Unchecked> files, Parts parts, boolean named)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    List<CheckedFile> checkedFiles = new ArrayList<>(files.size());
    for (Unchecked u : files) {
      Verdict verdict = checker.check(u.file, named);
      if (Thread.interrupted()) {
        // An interrupted read looks like a file that cannot be read.
        throw new InterruptedException("the run is being stopped");
      }
      checkedFiles.add(classifier.classify(u.file, u.knownId, verdict));
    }
    stages.add(StageTimer.Stage.CHECK, begun);
    record(journal, directory, checkedFiles, parts.number());
    parts.end();
  }

  /** Records verdicts. */
  void record(FileJournal journal, Path directory, List<CheckedFile> checkedFiles, long number)
      throws JournalException, InterruptedException {
    journal.checked(directory, checkedFiles, number);
    for (CheckedFile j : checkedFiles) {
      listener.on(new UploadEvent.FileChecked(j.file(), j.state(), j.reason()));
    }
  }
}
