package io.github.dcmbulk.upload;

import io.github.dcmbulk.dicom.CheckOptions;
import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.journal.RunFacts;
import io.github.dcmbulk.journal.store.JournalStore;
import io.github.dcmbulk.journal.store.SqliteStore;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.RunResult;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.scan.FileTimes;
import io.github.dcmbulk.scan.Selection;
import io.github.dcmbulk.upload.control.RunControl;
import io.github.dcmbulk.upload.result.ProgressNotes;
import io.github.dcmbulk.upload.settings.ContentFilter;
import io.github.dcmbulk.upload.settings.FileList;
import io.github.dcmbulk.upload.settings.Reading;
import io.github.dcmbulk.upload.settings.RunLimits;
import io.github.dcmbulk.upload.settings.StudyRules;
import io.github.dcmbulk.upload.settings.UploadSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole run on a small tree, with a clock that moves only when the run waits, a service in
 * memory, and files whose text {@code study/series/sop/payload} is read as a data set, and {@code
 * broken/study/series/sop} as a truncated one.
 */
final class Rehearsal {
  /** How often a run that waits for something in progress looks at the clock. */
  private static final long LOOK_MILLIS = 20;

  static final Instant START = Instant.parse("2026-11-23T20:00:00Z");

  final Path root;
  final Path journal;

  /** Where the runs keep their journal; that file, unless a test names another store. */
  JournalStore store;

  final FakeIngestion service = new FakeIngestion(this::now);
  final List<UploadEvent> events = Collections.synchronizedList(new ArrayList<>());
  final AtomicLong opened = new AtomicLong();
  private final AtomicLong millis = new AtomicLong(START.toEpochMilli());

  StudyRules rules = StudyRules.DEFAULT;
  RunLimits limits = RunLimits.NONE;
  ContentFilter filter = ContentFilter.ALL;
  Selection selection = Selection.ALL;
  Reading reading = Reading.PLAIN;
  CheckOptions checks = CheckOptions.DEFAULT;

  /** Runs before a file is checked. */
  volatile Consumer<Path> beforeCheck = path -> {};

  UploadSettings.Source source = UploadSettings.Source.DEFAULT;
  UploadSettings.Turns turns = UploadSettings.Turns.DEFAULT;
  boolean dryRun;

  /** Where the run's calendars are read. */
  ZoneId zone = ZoneOffset.UTC;

  /** A list of further files; null for none. */
  @Nullable FileList filesFrom;

  /** Whose looks at the clock are each a millisecond later than the last; a thread's name. */
  volatile @Nullable String ticking;

  /** Runs on the journal's thread, when everything is found. */
  volatile Runnable onWalked = () -> {};

  /** Runs on the thread of the event. */
  volatile Consumer<UploadEvent> onEvent = event -> {};

  /** When files changed, by their size, if not when they were modified. */
  final Map<Long, FileTime> changes = new HashMap<>();

  /** The date of each study that has one; empty for one date for all. */
  final Map<String, String> dates = new HashMap<>();

  /** The keyed digest of each study's accession number; of none, null. */
  final Map<String, Long> accessions = new HashMap<>();

  UploadSettings.HostRules hosts = UploadSettings.HostRules.ALONE;
  boolean force;
  boolean retryFailed;
  int concurrency = 4;
  java.util.function.LongSupplier nanos = () -> look() * 1_000_000;
  RunControl.Waiter waiter = this::moveOn;

  Rehearsal(Path dir) throws IOException {
    root = Files.createDirectories(dir.resolve("in"));
    journal = dir.resolve("state/journal.db");
    store = new SqliteStore(journal);
  }

  /** The usual rules of studies but for the delivery. */
  static StudyRules rules(StudyRules.DeliveryMode delivery) {
    StudyRules d = StudyRules.DEFAULT;
    return new StudyRules(delivery, d.gap(), d.overwriteWindow(), d.minAge(), d.onConflict());
  }

  Instant now() {
    return Instant.ofEpochMilli(look());
  }

  private long look() {
    boolean ticks = Thread.currentThread().getName().equals(ticking);
    return ticks ? millis.incrementAndGet() : millis.get();
  }

  void pass(Duration time) {
    millis.addAndGet(time.toMillis());
  }

  /**
   * Time moves when nothing is in progress and the run waits for it: not when the machine is slow.
   * A test that delays something moves it itself, with {@link #pass}.
   */
  private void moveOn(Semaphore wakeUp, Duration longest, boolean idle)
      throws InterruptedException {
    if (!wakeUp.tryAcquire(idle ? 0 : LOOK_MILLIS, TimeUnit.MILLISECONDS) && idle) {
      pass(longest);
    }
    wakeUp.drainPermits();
  }

  /** Writes an instance; its file is an hour old. */
  Path instance(String path, String study, String sop, String payload) throws IOException {
    return file(path, study + "/" + study + ".1/" + sop + "/" + payload);
  }

  /** Writes so many instances of study 1.1, with the UIDs 1.1.0, 1.1.1 and so on. */
  void instances(int number) throws IOException {
    for (int i = 0; i < number; i++) {
      instance("s/%03d".formatted(i), "1.1", "1.1." + i, "x");
    }
  }

  Path file(String path, String text) throws IOException {
    Path file = root.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
    age(file, Duration.ofHours(1));
    return file;
  }

  void age(Path file, Duration age) throws IOException {
    Files.setLastModifiedTime(file, FileTime.from(now().minus(age)));
  }

  RunResult run(Path... roots) throws DcmbulkException, InterruptedException {
    return prepare(roots).run();
  }

  UploadRun prepare(Path... roots) {
    UploadSettings settings =
        new UploadSettings(
            new UploadSettings.InputSettings(
                roots.length == 0 ? List.of(root) : List.of(roots),
                filesFrom,
                selection,
                source,
                reading),
            checks,
            filter,
            rules,
            new UploadSettings.Resume(store, force, retryFailed),
            new UploadSettings.Sending(concurrency, turns, limits),
            hosts,
            RunFacts.NONE,
            dryRun);
    return new UploadRun(
        settings,
        key -> checker(),
        service::open,
        new VirtualClock(this::now, zone),
        nanos,
        times(),
        waiter,
        new ProgressNotes(this::now),
        this::take);
  }

  private void take(UploadEvent event) {
    events.add(event);
    onEvent.accept(event);
    if (event instanceof UploadEvent.WalkFinished) {
      onWalked.run();
    }
  }

  /** The change times of the machine are not on the test's clock: the modification time is used. */
  private FileTimes times() {
    return new FileTimes(new VirtualClock(this::now), !rules.minAge().isZero()) {
      @Override
      protected FileTime changed(BasicFileAttributes attributes) {
        FileTime changed = changes.get(attributes.size());
        return changed == null ? attributes.lastModifiedTime() : changed;
      }
    };
  }

  private FileChecker checker() {
    return (SourceFile file, boolean named) -> {
      opened.incrementAndGet();
      beforeCheck.accept(file.path());
      try {
        String[] parts = Files.readString(file.path()).split("/", -1);
        if (parts[0].equals("broken")) {
          return Verdict.rejected(Reason.TRUNCATED, broken(parts), Set.of());
        }
        return parts.length == 4
            ? Verdict.instance(
                new InstanceHeader(
                    "1.2.3",
                    parts[2],
                    parts[0],
                    parts[1],
                    "CT",
                    "1.2.1",
                    date(parts[0]),
                    null,
                    accessions.get(parts[0])),
                Set.of())
            : Verdict.notDicom();
      } catch (IOException e) {
        return Verdict.unreadable();
      }
    };
  }

  private @Nullable String date(String study) {
    return dates.isEmpty() ? "20260101" : dates.get(study);
  }

  private static InstanceHeader broken(String[] parts) {
    return parts.length < 4
        ? InstanceHeader.NONE
        : new InstanceHeader(
            "1.2.3", parts[3], parts[1], parts[2], "CT", "1.2.1", "20260101", null);
  }

  /** The events of one kind, in order. */
  <E extends UploadEvent> List<E> events(Class<E> kind) {
    synchronized (events) {
      return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
  }
}
