package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.WalkedRoot;
import io.github.dcmbulk.journal.write.FileJournal;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.Count;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PathText;
import io.github.dcmbulk.model.RunResult.EmptySource;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Notices a source that lost nearly all of its files since it was walked last: a share that is not
 * mounted looks like an empty directory, and that must not count as success. The earlier number of
 * files is kept until the files are back, or the user confirms that they were removed.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class SourceGuard implements Intake.RootListener {
  /** A root with fewer than one in this many of its files is reported. */
  private static final int TOO_FEW = 10;

  private final Journal journal;
  private final UploadSettings.Source rules;
  private final boolean dryRun;
  private final UploadListener listener;
  private final List<EmptySource> empty = new ArrayList<>();

  /** Guards the roots of that journal. */
  public SourceGuard(
      Journal journal, UploadSettings.Source rules, boolean dryRun, UploadListener listener) {
    this.journal = journal;
    this.rules = rules;
    this.dryRun = dryRun;
    this.listener = listener;
  }

  @Override
  public void walked(Path root, long known, long found)
      throws JournalException, InterruptedException {
    WalkedRoot walked = new WalkedRoot(root, known, found);
    record(journal.files(), walked);
    noticeIfEmpty(walked);
  }

  /**
   * Records how many files the root holds, for the next run; once for all processes of a run.
   *
   * @param files records it
   */
  void record(FileJournal files, WalkedRoot root) throws JournalException, InterruptedException {
    if (isTooFew(root)) {
      files.walked(root.path(), root.known());
    } else if (!dryRun) {
      files.walked(root.path(), root.found());
    }
  }

  /** Notices that the root lost its files. */
  void noticeIfEmpty(WalkedRoot root) {
    if (isTooFew(root)) {
      EmptySource source =
          new EmptySource(PathText.surrogateEscaped(root.path()), root.known(), root.found());
      synchronized (this) {
        empty.add(source);
      }
      listener.on(new UploadEvent.Notice(true, sentence(source)));
    }
  }

  private boolean isTooFew(WalkedRoot root) {
    return root.known() > 0 && root.found() * TOO_FEW < root.known() && !rules.allowEmpty();
  }

  /** Sources that look empty or not mounted. */
  public synchronized List<EmptySource> empty() {
    return List.copyOf(empty);
  }

  /** The message about a source that lost its files. */
  public static String sentence(EmptySource source) {
    return String.format(
        Locale.ROOT,
        "%s under %s, where the journal knows %,d: the source is empty or not mounted",
        source.found() == 0
            ? "no file was found"
            : "only " + Count.of(source.found(), "file was", "files were") + " found",
        source.root(),
        source.known());
  }
}
