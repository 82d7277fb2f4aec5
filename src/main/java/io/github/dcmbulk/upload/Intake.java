package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.event.UploadListener;
import io.github.dcmbulk.journal.Journal;
import io.github.dcmbulk.journal.Judgement;
import io.github.dcmbulk.journal.KnownFile;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.JournalException;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.scan.Batch;
import io.github.dcmbulk.scan.PathFilter;
import io.github.dcmbulk.scan.TreeVisitor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Takes what the walk finds: what the journal knows unchanged is counted or taken up, the rest is
 * checked by a few threads and recorded. Called by the walk's thread.
 */
final class Intake implements TreeVisitor {
  private static final int FILES_PER_CHECK = 64;

  private record Unchecked(SourceFile file, long knownId) {}

  private final Journal journal;
  private final PathFilter names;
  private final FileChecker checker;
  private final Judge judge;
  private final WorkerPool checkers;
  private final OpenDirectories directories;
  private final UploadListener listener;
  private final Phases phases;
  private final Map<Path, Long> numbers = new HashMap<>();
  private final Set<Path> inParts = new HashSet<>();
  private long list;
  private long links;

  Intake(
      Journal journal,
      PathFilter names,
      FileChecker checker,
      Judge judge,
      WorkerPool checkers,
      OpenDirectories directories,
      UploadListener listener,
      Phases phases) {
    this.journal = journal;
    this.names = names;
    this.checker = checker;
    this.judge = judge;
    this.checkers = checkers;
    this.directories = directories;
    this.listener = listener;
    this.phases = phases;
  }

  @Override
  public void files(Batch batch) throws DcmbulkException, InterruptedException {
    List<SourceFile> files = batch.files();
    if (!batch.whole() && list == 0) {
      inParts.add(batch.directory());
    }
    if (files.isEmpty() && !batch.whole()) {
      return;
    }
    listener.on(
        new UploadEvent.FilesFound(files.size(), files.stream().mapToLong(SourceFile::size).sum()));
    long number = list != 0 ? list : numbers.getOrDefault(batch.directory(), 0L);
    List<@Nullable KnownFile> known =
        journal.lookUp(batch.directory(), files, names::wants, batch.whole(), number);
    List<Unchecked> unchecked = new ArrayList<>();
    List<Long> met = new ArrayList<>();
    List<Judgement> leftOut = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      SourceFile file = files.get(i);
      KnownFile k = known.get(i);
      if (k == null && !names.wants(file.path())) {
        leftOut.add(Judge.leftOutByName(file));
      } else if (k == null || k.answer() == KnownFile.Answer.CHECK) {
        unchecked.add(new Unchecked(file, k == null ? 0 : k.id()));
      } else if (k.answer() == KnownFile.Answer.MEET) {
        met.add(k.id());
      }
    }
    tellKnown(files.size() - unchecked.size() - leftOut.size());
    // The rows' order is the one in which files are sent and reported. What is known has its own.
    unchecked.sort((a, b) -> byPath(a.file, b.file));
    leftOut.sort((a, b) -> byPath(a.file(), b.file()));
    if (!leftOut.isEmpty()) {
      record(batch.directory(), leftOut, 0);
    }
    if (!unchecked.isEmpty() || !met.isEmpty()) {
      take(batch.directory(), unchecked, met);
    }
  }

  /** Texts compare faster than paths, and each is needed anyway. */
  private static int byPath(SourceFile a, SourceFile b) {
    return a.path().toString().compareTo(b.path().toString());
  }

  private void tellKnown(int files) {
    if (files > 0) {
      listener.on(new UploadEvent.FilesKnown(FileState.UPLOADED, files, 0));
    }
  }

  /** Single files follow; they count as one directory, whose studies are whole at its end. */
  void beginList() {
    list = directories.enter();
  }

  /** No more single files. */
  void endList() throws JournalException, InterruptedException {
    long number = list;
    list = 0;
    journal.afterCommit(() -> directories.end(number));
  }

  private void take(Path directory, List<Unchecked> unchecked, List<Long> met)
      throws DcmbulkException, InterruptedException {
    long number = list != 0 ? list : numbers.computeIfAbsent(directory, d -> directories.enter());
    if (!met.isEmpty()) {
      journal.met(met, number);
    }
    boolean named = list != 0;
    for (int from = 0; from < unchecked.size(); from += FILES_PER_CHECK) {
      List<Unchecked> part =
          unchecked.subList(from, Math.min(from + FILES_PER_CHECK, unchecked.size()));
      directories.begin(number);
      checkers.submit(() -> check(directory, part, number, named));
    }
  }

  private void check(Path directory, List<Unchecked> files, long number, boolean named)
      throws DcmbulkException, InterruptedException {
    long begun = System.nanoTime();
    List<Judgement> judgements = new ArrayList<>(files.size());
    for (Unchecked u : files) {
      judgements.add(judge.judge(u.file, u.knownId, checker.check(u.file, named)));
    }
    phases.add("check", begun);
    record(directory, judgements, number);
    journal.afterCommit(() -> directories.end(number));
  }

  private void record(Path directory, List<Judgement> judgements, long number)
      throws JournalException, InterruptedException {
    journal.judged(directory, judgements, number);
    for (Judgement j : judgements) {
      listener.on(new UploadEvent.FileJudged(j.file(), j.state(), j.reason()));
    }
  }

  @Override
  public void left(Path directory) throws DcmbulkException, InterruptedException {
    journal.listed(directory, inParts.remove(directory));
    Long number = numbers.remove(directory);
    if (number != null) {
      journal.afterCommit(() -> directories.end(number));
    }
  }

  @Override
  public void unreadable(Path path) throws DcmbulkException, InterruptedException {
    recordUnopened(path, FileState.UNREADABLE);
  }

  @Override
  public void special(Path path) throws DcmbulkException, InterruptedException {
    recordUnopened(path, FileState.NOT_DICOM);
  }

  private void recordUnopened(Path path, FileState state)
      throws DcmbulkException, InterruptedException {
    Path parent = path.getParent();
    if (parent != null) {
      listener.on(new UploadEvent.FilesFound(1, 0));
      SourceFile file = new SourceFile(path, 0, 0);
      record(
          parent, List.of(new Judgement(file, 0, state, null, Set.of(), InstanceHeader.NONE)), 0);
    }
  }

  @Override
  public void linkNotFollowed(Path path) {
    links++;
  }

  /** Symbolic links that were passed by. */
  long linksNotFollowed() {
    return links;
  }
}
