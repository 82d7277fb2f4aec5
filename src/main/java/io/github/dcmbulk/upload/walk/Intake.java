package io.github.dcmbulk.upload.walk;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.journal.write.FileJournal;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.PassedOverReason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.scan.Batch;
import io.github.dcmbulk.scan.Passed;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.TreeVisitor;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.WorkerPool;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Receives the files that the walk finds: unchanged ones are counted or taken up by the journal,
 * the others are checked by a few threads and recorded. Called by the walk's thread.
 *
 * <p>A method throws {@link JournalException} when the journal cannot be read or written, and
 * {@link InterruptedException} when the run is being stopped.
 */
public final class Intake implements TreeVisitor {
  /** Receives how many files each root held. */
  public interface RootListener {
    /**
     * The root was walked to its end; {@code known} files were known under it before.
     *
     * @throws JournalException the journal cannot be read or written
     */
    void walked(Path root, long known, long found) throws JournalException, InterruptedException;
  }

  private final Journal journal;
  private final PathFilter names;
  private final Checks checks;
  private final OpenDirectories directories;
  private final UploadListener listener;
  private final RootListener roots;
  private final Map<Path, Long> numbers = new HashMap<>();
  private final Set<Path> inParts = new HashSet<>();
  private FileJournal recorded;
  private @Nullable DirectoryWork claimed;
  private long list;
  private @Nullable Path root;
  private long knownUnderRoot;
  private long foundUnderRoot;

  /** Receives files for that journal. */
  public Intake(
      Journal journal,
      PathFilter names,
      FileChecker checker,
      FileClassifier classifier,
      WorkerPool checkers,
      OpenDirectories directories,
      UploadListener listener,
      StageTimer stages,
      RootListener roots) {
    this.journal = journal;
    this.names = names;
    this.checks = new Checks(checker, classifier, checkers, listener, stages);
    this.directories = directories;
    this.listener = listener;
    this.roots = roots;
    this.recorded = journal.files();
  }

  @Override
  public void files(Batch batch) throws DcmbulkException, InterruptedException {
    List<SourceFile> files = entries(batch);
    if (!batch.whole() && list == 0) {
      inParts.add(batch.directory());
    }
    if (files.isEmpty() && !batch.whole()) {
      return;
    }
    foundUnderRoot += files.size();
    listener.on(new UploadEvent.FilesFound(files.size(), batch.bytes()));
    Map<Path, Passed> passed = passed(batch);
    // To look a path up in a map computes its hash, which takes longer than the rest for a file.
    Predicate<Path> wanted =
        passed.isEmpty() ? names::wants : path -> names.wants(path) && !isLink(passed.get(path));
    long number = list != 0 ? list : numbers.getOrDefault(batch.directory(), 0L);
    List<@Nullable KnownFile> known =
        recorded.lookUp(batch.directory(), files, wanted, batch.whole(), number);
    List<Checks.Unchecked> unchecked = new ArrayList<>();
    List<Long> recognised = new ArrayList<>();
    List<SourceFile> unchangedFiles = new ArrayList<>();
    List<CheckedFile> leftOut = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      SourceFile file = files.get(i);
      KnownFile k = known.get(i);
      if (k == null && !wanted.test(file.path())) {
        Passed p = passed.get(file.path());
        leftOut.add(
            p != null && isLink(p) && names.wants(file.path())
                ? PassedOver.classify(p, 0)
                : FileClassifier.leftOutByName(file));
      } else if (!passed.isEmpty() && passed.containsKey(file.path())) {
        if (k == null || k.answer() != KnownFile.Answer.DONE) {
          leftOut.add(PassedOver.classify(passed.get(file.path()), k == null ? 0 : k.id()));
        }
      } else if (k == null || k.answer() == KnownFile.Answer.CHECK) {
        unchecked.add(new Checks.Unchecked(file, k == null ? 0 : k.id()));
      } else if (k.answer() == KnownFile.Answer.TAKE_UP) {
        recognised.add(k.id());
        unchangedFiles.add(file);
      }
    }
    tellKnown(files.size() - unchecked.size() - leftOut.size());
    // The order of rows is that in which files are sent and reported. Known files have rows
    // already.
    unchecked.sort((a, b) -> byPath(a.file(), b.file()));
    leftOut.sort((a, b) -> byPath(a.file(), b.file()));
    if (!leftOut.isEmpty()) {
      checks.record(recorded, batch.directory(), leftOut, 0);
    }
    if (!unchecked.isEmpty() || !recognised.isEmpty()) {
      take(batch.directory(), unchecked, recognised, unchangedFiles);
    }
  }

  /** The files, followed by the other entries. */
  private static List<SourceFile> entries(Batch batch) {
    if (batch.passed().isEmpty()) {
      return batch.files();
    }
    List<SourceFile> entries = new ArrayList<>(batch.files());
    batch.passed().forEach(p -> entries.add(p.file()));
    return entries;
  }

  private Map<Path, Passed> passed(Batch batch) {
    Map<Path, Passed> passed = new HashMap<>();
    for (Passed p : batch.passed()) {
      passed.put(p.file().path(), p);
      if (isLink(p) && names.wants(p.file().path())) {
        recorded.passedOver(PassedOverReason.SYMLINK, 1);
      }
    }
    return passed;
  }

  private static boolean isLink(@Nullable Passed passed) {
    return passed != null && passed.why() == Passed.Why.LINK;
  }

  /** The next files are below that root. */
  void beginRoot(Path path) throws JournalException {
    root = path;
    knownUnderRoot = journal.files().filesUnder(path);
    foundUnderRoot = 0;
  }

  /**
   * The root was walked.
   *
   * @param whole whether nothing of it was left unseen
   */
  void endRoot(boolean whole) throws JournalException, InterruptedException {
    Path walked = root;
    root = null;
    if (whole && walked != null) {
      roots.walked(walked, knownUnderRoot, foundUnderRoot);
    }
  }

  /** Texts are compared faster than paths, and each is needed anyway. */
  private static int byPath(SourceFile a, SourceFile b) {
    return a.path().toString().compareTo(b.path().toString());
  }

  private void tellKnown(int files) {
    if (files > 0) {
      listener.on(new UploadEvent.FilesKnown(FileState.UPLOADED, files, 0));
    }
  }

  /**
   * The next files are single ones; they count as one directory, at whose end their studies are
   * complete.
   */
  void beginList() {
    list = directories.enter();
  }

  /** No more single files. */
  void endList() throws JournalException, InterruptedException {
    long number = list;
    list = 0;
    journal.afterCommit(() -> directories.end(number));
  }

  private void take(
      Path directory,
      List<Checks.Unchecked> unchecked,
      List<Long> recognised,
      List<SourceFile> unchangedFiles)
      throws DcmbulkException, InterruptedException {
    Checks.Parts parts = parts(directory);
    if (!recognised.isEmpty()) {
      recorded.takeUp(recognised, unchangedFiles, parts.number());
    }
    boolean named = list != 0 || (claimed != null && claimed.claim().isNamed());
    checks.submit(recorded, directory, unchecked, parts, named);
  }

  private Checks.Parts parts(Path directory) {
    DirectoryWork work = claimed;
    if (work != null) {
      work.holdsSomethingToSend();
      return work;
    }
    long number = list != 0 ? list : numbers.computeIfAbsent(directory, d -> directories.enter());
    return new Checks.Parts() {
      @Override
      public long number() {
        return number;
      }

      @Override
      public void begin() {
        directories.begin(number);
      }

      @Override
      public void end() throws JournalException, InterruptedException {
        journal.afterCommit(() -> directories.end(number));
      }
    };
  }

  /** The next files are in that directory, which this process has taken in a shared run. */
  void begin(DirectoryWork directory) {
    claimed = directory;
    recorded = directory.files();
    foundUnderRoot = 0;
    numbers.clear();
    if (directory.claim().isList()) {
      list = directory.claim().number();
    } else {
      numbers.put(directory.claim().path(), directory.claim().number());
    }
  }

  /**
   * The directory was listed.
   *
   * @param whole whether nothing of it was left unseen
   */
  void end(boolean whole) throws JournalException, InterruptedException {
    DirectoryWork directory = claimed;
    claimed = null;
    recorded = journal.files();
    list = 0;
    numbers.clear();
    if (directory != null) {
      boolean parts = inParts.remove(directory.claim().path());
      directory.listed(whole, parts, foundUnderRoot);
    }
  }

  @Override
  public void left(Path directory) throws DcmbulkException, InterruptedException {
    if (claimed != null) {
      return;
    }
    journal.files().listed(directory, inParts.remove(directory));
    Long number = numbers.remove(directory);
    if (number != null) {
      journal.afterCommit(() -> directories.end(number));
    }
  }

  @Override
  public void unreadable(Path path) throws DcmbulkException, InterruptedException {
    Path parent = path.getParent();
    if (parent != null) {
      foundUnderRoot++;
      listener.on(new UploadEvent.FilesFound(1, 0));
      SourceFile file = new SourceFile(path, 0, 0);
      checks.record(
          recorded,
          parent,
          List.of(PassedOver.classify(new Passed(file, Passed.Why.UNREADABLE), 0)),
          0);
    }
  }
}
