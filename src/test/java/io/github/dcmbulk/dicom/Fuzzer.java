package io.github.dcmbulk.dicom;

import io.github.dcmbulk.model.Reason;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.Timer;
import java.util.TimerTask;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks randomly damaged files repeatedly, and reports errors: an exception, a file that takes
 * more than a second of CPU time or five minutes of wall time, or an instance whose last element is
 * truncated. {@code scripts/fuzz} runs it with a small heap, so that unlimited memory is found as
 * well.
 */
final class Fuzzer {
  /** CPU time of one check, independent of the load of the machine. */
  private static final Duration CPU_LIMIT = Duration.ofSeconds(1);

  /** Wall time, for checks that block or do not end. */
  private static final Duration CLOCK_LIMIT = Duration.ofMinutes(5);

  private static final int MAX_SEED_FILE = 1 << 20;

  private final List<byte[]> seeds = new ArrayList<>();
  private final List<TestFile> uncut = new ArrayList<>();
  private final Map<String, Long> verdicts = new TreeMap<>();
  private final List<String> complaints = new ArrayList<>();
  private final List<FileChecker> checkers =
      List.of(
          new DicomFileChecker(CheckOptions.DEFAULT),
          new DicomFileChecker(Verdicts.HEADER),
          new DicomFileChecker(
              new CheckOptions(CheckOptions.Depth.FULL, false, Set.of(Reason.values()), null)));
  private final Path folder;
  private final SplittableRandom random;
  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final Thread thread = Thread.currentThread();
  private volatile long begun;
  private long files;

  Fuzzer(Path folder, long seed) {
    this.folder = folder;
    this.random = new SplittableRandom(seed);
    for (String syntax : CheckOptions.SERVICE_TRANSFER_SYNTAXES.stream().sorted().toList()) {
      uncut.add(TestFile.ct(syntax));
    }
    for (String syntax :
        List.of(TestFile.IMPLICIT, TestFile.EXPLICIT, TestFile.BIG_ENDIAN, TestFile.DEFLATED)) {
      uncut.add(TestFile.sr(syntax, true));
      uncut.add(TestFile.sr(syntax, false));
    }
    uncut.forEach(file -> seeds.add(file.bytes()));
    OddFiles.fixtures().forEach(fixture -> seeds.add(fixture.content().get()));
  }

  /** Adds the smaller files of a corpus to start from. */
  void addSeeds(Corpus corpus) throws IOException {
    long budget = 16L << 20;
    for (Corpus.Entry entry : corpus.entries()) {
      long size = Files.size(entry.file());
      if (size > 0 && size < MAX_SEED_FILE && size < budget) {
        seeds.add(Files.readAllBytes(entry.file()));
        budget -= size;
      }
    }
  }

  /** Runs for a number of files. */
  void run(int count) throws IOException {
    Mutator mutator = new Mutator(random);
    for (int i = 0; i < count; i++) {
      if (random.nextInt(4) == 0) {
        cut();
      } else {
        check(mutator.mutate(seeds.get(random.nextInt(seeds.size()))));
      }
    }
  }

  List<String> complaints() {
    return complaints;
  }

  /** Truncates a valid file inside an element. */
  private void cut() throws IOException {
    TestFile file = uncut.get(random.nextInt(uncut.size()));
    byte[] whole = file.bytes();
    int length = whole.length - 1 - random.nextInt(whole.length - 1);
    if (file.elementStarts().contains(length)) {
      return;
    }
    Verdict verdict = check(Arrays.copyOf(whole, length));
    if (verdict != null && verdict.kind() == Verdict.Kind.INSTANCE) {
      complaints.add("cut at " + length + " and an instance: " + file.syntax());
    }
  }

  /** Checks with each depth; returns the first checker's verdict, or null after an exception. */
  private @Nullable Verdict check(byte[] content) throws IOException {
    Path path = folder.resolve("fuzz");
    Files.write(path, content);
    SourceFile source = SourceFile.read(path);
    files++;
    Verdict first = null;
    for (FileChecker checker : checkers) {
      long cpu = threads.getCurrentThreadCpuTime();
      begun = System.nanoTime();
      try {
        Verdict verdict = checker.check(source);
        verdicts.merge(Verdicts.name(verdict), 1L, Long::sum);
        first = first == null ? verdict : first;
      } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
        keep(content, e.toString() + " " + Arrays.toString(e.getStackTrace()));
        return null;
      }
      Duration took = Duration.ofNanos(threads.getCurrentThreadCpuTime() - cpu);
      Duration onTheClock = Duration.ofNanos(System.nanoTime() - begun);
      if (took.compareTo(CPU_LIMIT) > 0 || onTheClock.compareTo(CLOCK_LIMIT) > 0) {
        keep(content, "took " + took + " of the processor, " + onTheClock + " on the clock");
      }
    }
    return first;
  }

  private void keep(byte[] content, String complaint) throws IOException {
    Path kept = folder.resolve("complaint-" + complaints.size());
    Files.write(kept, content);
    complaints.add(kept + ": " + complaint);
  }

  /** Ends the process if a check does not end; the file written last is the cause. */
  private void watch() {
    Timer timer = new Timer("watch", true);
    timer.schedule(
        new TimerTask() {
          @Override
          public void run() {
            endIfItHangs();
          }
        },
        1000,
        1000);
  }

  private void endIfItHangs() {
    if (System.nanoTime() - begun < 2 * CLOCK_LIMIT.toNanos()) {
      return;
    }
    Path hangs = folder.resolve("complaint-hangs");
    try {
      Files.move(folder.resolve("fuzz"), hangs);
      System.out.println(hangs + ": hangs " + Arrays.toString(thread.getStackTrace()));
    } catch (IOException e) {
      System.out.println("a check hangs, and its file cannot be kept: " + e);
    }
    Runtime.getRuntime().halt(1);
  }

  /** Arguments: minutes, a folder for files, and optionally a seed and a corpus folder. */
  public static void main(String[] arguments) throws IOException {
    Duration duration = Duration.ofSeconds(Math.round(60 * Double.parseDouble(arguments[0])));
    Path folder = Files.createDirectories(Path.of(arguments[1]));
    long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : System.nanoTime();
    Fuzzer fuzzer = new Fuzzer(folder, seed);
    Optional<Path> corpus =
        arguments.length > 3 ? Optional.of(Path.of(arguments[3])) : Optional.empty();
    if (corpus.isPresent()) {
      fuzzer.addSeeds(new Corpus(corpus.get()));
    }
    System.out.println("seed " + seed + ", " + fuzzer.seeds.size() + " files to start from");
    long start = System.nanoTime();
    fuzzer.begun = start;
    fuzzer.watch();
    while (System.nanoTime() - start < duration.toNanos()) {
      fuzzer.run(1000);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.printf(
        "%d files in %.0f s, %.0f files/s, verdicts %s%n",
        fuzzer.files, seconds, fuzzer.files / seconds, fuzzer.verdicts);
    fuzzer.complaints.forEach(System.out::println);
    System.out.println(fuzzer.complaints.size() + " complaints");
    if (!fuzzer.complaints.isEmpty()) {
      System.exit(1);
    }
  }
}
