package io.github.dcmbulk.bench;

import com.sun.management.OperatingSystemMXBean;
import io.github.dcmbulk.dicom.FileChecker;
import io.github.dcmbulk.journal.CheckedFile;
import io.github.dcmbulk.journal.DeliveryRecord;
import io.github.dcmbulk.journal.DeliveryRecord.InstanceOutcome;
import io.github.dcmbulk.journal.write.Journal;
import io.github.dcmbulk.model.DcmbulkException;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.InstanceHeader;
import io.github.dcmbulk.model.SourceFile;
import io.github.dcmbulk.model.Verdict;
import io.github.dcmbulk.remote.IngestionService;
import io.github.dcmbulk.remote.Permit;
import io.github.dcmbulk.remote.PutOutcome;
import io.github.dcmbulk.upload.content.FileContent;
import io.github.dcmbulk.upload.content.ReadBuffers;
import io.github.dcmbulk.upload.control.StageTimer;
import io.github.dcmbulk.upload.control.StageTimer.Stage;
import io.github.dcmbulk.upload.settings.Reading;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;

/**
 * Sends synthetic instances in the same way as an upload: each is written to a file, checked, read
 * and hashed, sent, and recorded in a journal. Each worker reuses one file. Another thread may stop
 * it.
 */
public final class BenchRun {
  private static final int BATCH = 64;

  private final Plan plan;
  private final Maker maker;
  private final FileChecker checker;
  private final IngestionService service;
  private final Journal journal;
  private final StageTimer stages = new StageTimer();
  private final ReadBuffers buffers = new ReadBuffers();
  private final Semaphore recorded = new Semaphore(0);
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong half = new AtomicLong();
  private final LongAdder delivered = new LongAdder();
  private final LongAdder failed = new LongAdder();
  private final LongAdder bytes = new LongAdder();
  private final AtomicReference<String> trouble = new AtomicReference<>();
  private final AtomicReference<Throwable> fatal = new AtomicReference<>();
  private volatile boolean stopped;

  /**
   * What to send.
   *
   * @param instances total number of instances
   * @param perStudy instances of each study
   * @param workers number of threads; the service may admit fewer at a time
   * @param directory directory for the files, one for each worker
   */
  public record Plan(long instances, int perStudy, int workers, Path directory) {}

  /** Makes instances. */
  @FunctionalInterface
  public interface Maker {
    /** Returns the bytes of an instance; called from any thread. */
    byte[] make(int study, int number);
  }

  /**
   * Prepares the benchmark; sends nothing.
   *
   * @param journal an empty journal
   */
  public BenchRun(
      Plan plan, Maker maker, FileChecker checker, IngestionService service, Journal journal) {
    this.plan = plan;
    this.maker = maker;
    this.checker = checker;
    this.service = service;
    this.journal = journal;
  }

  /**
   * Sends all instances, or as many as possible until {@link #stop}.
   *
   * @throws DcmbulkException the service or the journal failed
   * @throws InterruptedException the run is being stopped
   */
  public BenchResult run() throws DcmbulkException, InterruptedException {
    double cpu = cpuSeconds();
    long begun = System.nanoTime();
    List<Thread> workers = new ArrayList<>();
    for (int i = 0; i < plan.workers(); i++) {
      Path file = plan.directory().resolve("worker-" + i + ".dcm");
      Thread worker = new Thread(() -> work(file), "bench-" + i);
      worker.setDaemon(true);
      workers.add(worker);
      worker.start();
    }
    record();
    for (Thread worker : workers) {
      worker.join();
    }
    long end = System.nanoTime();
    throwFatal();
    boolean isWarm = half.get() != 0;
    long warm = delivered.sum() - (isWarm ? plan.instances() / 2 : 0);
    return new BenchResult(
        delivered.sum(),
        failed.sum(),
        bytes.sum(),
        (end - begun) / 1e9,
        warm * 1e9 / (end - (isWarm ? half.get() : begun)),
        cpuSeconds() - cpu,
        spent(),
        trouble.get());
  }

  /** Begins no further instance. */
  public void stop() {
    stopped = true;
    recorded.release(plan.workers());
  }

  private void throwFatal() throws DcmbulkException {
    Throwable e = fatal.get();
    if (e instanceof DcmbulkException known) {
      throw known;
    } else if (e != null) {
      throw new IllegalStateException("a worker failed", e);
    }
  }

  /** Records verdicts in batches, as the check of a directory does. */
  private void record() throws DcmbulkException, InterruptedException {
    for (long from = 0; from < plan.instances() && !stopped; from += BATCH) {
      int count = (int) Math.min(BATCH, plan.instances() - from);
      List<CheckedFile> checkedFiles = new ArrayList<>(count);
      for (long i = from; i < from + count; i++) {
        SourceFile file = new SourceFile(plan.directory().resolve(i + ".dcm"), 1, 1);
        checkedFiles.add(new CheckedFile(file, 0, FileState.PENDING, null, Set.of(), header(i)));
      }
      long begun = System.nanoTime();
      journal.files().checked(plan.directory(), checkedFiles, 1);
      journal.flush();
      stages.add(Stage.JOURNAL, begun);
      recorded.release(count);
    }
    recorded.release(plan.workers());
  }

  private InstanceHeader header(long number) {
    String study = "2.25." + (1 + number / plan.perStudy());
    return new InstanceHeader(
        "1.2.840.10008.5.1.4.1.1.4",
        study + "." + (1 + number),
        study,
        study + ".0",
        "MR",
        "1.2.840.10008.1.2.1",
        null,
        null);
  }

  private void work(Path file) {
    try {
      while (!stopped) {
        recorded.acquire();
        long number = next.getAndIncrement();
        if (number >= plan.instances() || stopped) {
          return;
        }
        Permit permit = service.admit();
        try (permit) {
          send(file, number);
        }
        if (done.incrementAndGet() == plan.instances() / 2) {
          half.set(System.nanoTime());
        }
      }
    } catch (InterruptedException e) {
      stop();
    } catch (Throwable e) {
      fatal.compareAndSet(null, e);
      stop();
    }
  }

  private void send(Path path, long number)
      throws DcmbulkException, IOException, InterruptedException {
    long begun = System.nanoTime();
    byte[] made = maker.make((int) (number / plan.perStudy()), (int) (number % plan.perStudy()));
    Files.write(path, made);
    SourceFile file = SourceFile.read(path);
    begun = stages.add(Stage.MAKE, begun);
    Verdict verdict = checker.check(file);
    if (verdict.kind() != Verdict.Kind.INSTANCE) {
      throw new IllegalStateException("a synthetic instance is " + verdict.kind());
    }
    begun = stages.add(Stage.CHECK, begun);
    DeliveryRecord deliveryRecord;
    try (FileContent content = FileContent.read(file, Reading.PLAIN, buffers)) {
      stages.add(Stage.READ, begun);
      deliveryRecord = deliveryRecord(content, service.deliver(content));
    }
    begun = System.nanoTime();
    // Rows are in the order of the instances, from 1.
    journal.outcomes().settleSoon(number + 1, 1, deliveryRecord, plan.workers());
    stages.add(Stage.JOURNAL, begun);
  }

  private DeliveryRecord deliveryRecord(FileContent content, PutOutcome outcome)
      throws IOException {
    long now = System.currentTimeMillis();
    if (outcome instanceof PutOutcome.Stored stored) {
      delivered.increment();
      bytes.add(content.size());
      String etag = stored.etag();
      return DeliveryRecord.uploaded(content.md5Hex(), null, etag, stored.attempts(), now);
    }
    failed.increment();
    trouble.compareAndSet(
        null, outcome instanceof PutOutcome.Refused refused ? refused.detail() : "a file changed");
    return DeliveryRecord.unsent(InstanceOutcome.FAILED, "bench", outcome.attempts(), now);
  }

  private Map<String, Double> spent() {
    Map<String, Double> requests = service.seconds();
    Map<String, Double> spent = new LinkedHashMap<>();
    spent.put("make", stages.seconds(Stage.MAKE));
    spent.put("check", stages.seconds(Stage.CHECK));
    spent.put("read", stages.seconds(Stage.READ));
    for (String step : List.of("token", "presign", "put")) {
      spent.put(step, requests.getOrDefault(step, 0.0));
    }
    spent.put("journal", stages.seconds(Stage.JOURNAL));
    return spent;
  }

  private static double cpuSeconds() {
    return ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
        ? system.getProcessCpuTime() / 1e9
        : 0;
  }
}
