package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.model.RunResult;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/**
 * Every file that a run found, by bucket. A file enters once and may move between buckets, so the
 * sums hold at any moment. Thread-safe.
 */
public final class RunCounts {
  /** The sums of the JSON result (docs/behaviour.md, "States and sums"). */
  public enum Bucket {
    /** Delivered by this run. */
    UPLOADED,
    /** Delivered by an earlier run. */
    ALREADY_UPLOADED,
    /** Sent from another path. */
    DUPLICATE,
    /** Kept back by the conflict policy. */
    CONFLICT,
    /** Held for a later run. */
    HELD,
    /** Not delivered. */
    FAILED,
    /** Not reached yet. */
    PENDING,
    /** Rejected by the checks. */
    REJECTED,
    /** Not DICOM. */
    NOT_DICOM,
    /** Left out on purpose. */
    EXCLUDED,
    /** Could not be read. */
    UNREADABLE;

    /** The bucket of a file in that state; an upload counts as an earlier run's. */
    public static Bucket of(FileState state) {
      return switch (state) {
        case UPLOADED -> ALREADY_UPLOADED;
        case DUPLICATE -> DUPLICATE;
        case CONFLICT -> CONFLICT;
        case HELD -> HELD;
        case FAILED -> FAILED;
        case PENDING -> PENDING;
        case REJECTED -> REJECTED;
        case NOT_DICOM -> NOT_DICOM;
        case EXCLUDED -> EXCLUDED;
        case UNREADABLE -> UNREADABLE;
      };
    }
  }

  /** Begins the names of rejected files by reason. */
  public static final String REJECTED = "rejected:";

  /** Begins the names of files that were not opened, by reason. */
  public static final String PASSED_OVER = "passed over:";

  /** The name of the bytes that are to be sent. */
  public static final String PENDING_BYTES = "pendingBytes";

  /** The name of the bytes that were uploaded. */
  public static final String UPLOADED_BYTES = "uploadedBytes";

  /** Begins the names of requests by kind, which only processes that share a run count here. */
  public static final String REQUESTS = "requests:";

  private final Map<Bucket, AtomicLong> counts = new EnumMap<>(Bucket.class);
  private final AtomicLong uploadedBytes = new AtomicLong();
  private final LongAdder pendingBytes = new LongAdder();
  private final Map<String, LongAdder> rejections = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> passedOver = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();

  /** Nothing found yet. */
  public RunCounts() {
    for (Bucket bucket : Bucket.values()) {
      counts.put(bucket, new AtomicLong());
    }
  }

  /** Counts files that were found. */
  public void add(Bucket bucket, long files) {
    of(bucket).addAndGet(files);
  }

  /** Counts rejected files that were found. */
  public void addRejected(String reason, long files) {
    add(Bucket.REJECTED, files);
    rejections.computeIfAbsent(reason, r -> new LongAdder()).add(files);
  }

  /** Counts files that were found and not opened, whatever their bucket. */
  public void addPassedOver(String reason, long files) {
    passedOver.computeIfAbsent(reason, r -> new LongAdder()).add(files);
  }

  /** Files that were found and not opened, by the code of the reason, in its order. */
  public Map<String, Long> passedOver() {
    Map<String, Long> sums = new TreeMap<>();
    passedOver.forEach((reason, n) -> sums.put(reason, n.sum()));
    return sums;
  }

  /** Moves a file that was counted before. */
  public void move(Bucket from, Bucket to) {
    of(from).decrementAndGet();
    of(to).incrementAndGet();
  }

  /** Adds bytes that were uploaded. */
  public void addUploadedBytes(long bytes) {
    uploadedBytes.addAndGet(bytes);
  }

  /** Files in that bucket now. */
  public long get(Bucket bucket) {
    return of(bucket).get();
  }

  /** Adds bytes of instances that are to be sent; a negative number subtracts them. */
  public void addPendingBytes(long bytes) {
    pendingBytes.add(bytes);
  }

  /** Bytes of the instances that are {@link Bucket#PENDING}. */
  public long pendingBytes() {
    return pendingBytes.sum();
  }

  /** Bytes uploaded so far. */
  public long uploadedBytes() {
    return uploadedBytes.get();
  }

  /** Rejected files by reason, in the reasons' order. */
  public Map<String, Long> rejections() {
    Map<String, Long> sums = new TreeMap<>();
    rejections.forEach((reason, n) -> sums.put(reason, n.sum()));
    return sums;
  }

  /** Requests of all processes by kind; none where the run has only one process. */
  public Map<String, Long> requests() {
    Map<String, Long> sums = new TreeMap<>();
    requests.forEach((kind, n) -> sums.put(kind, n.sum()));
    return sums;
  }

  private AtomicLong of(Bucket bucket) {
    return Objects.requireNonNull(counts.get(bucket));
  }

  /** All counts that are not 0, by name. */
  public Map<String, Long> named() {
    Map<String, Long> named = new TreeMap<>();
    counts.forEach((bucket, n) -> named.put(bucket.name(), n.get()));
    rejections().forEach((reason, n) -> named.put(REJECTED + reason, n));
    passedOver().forEach((reason, n) -> named.put(PASSED_OVER + reason, n));
    named.put(PENDING_BYTES, pendingBytes());
    named.put(UPLOADED_BYTES, uploadedBytes());
    named.values().removeIf(n -> n == 0);
    return named;
  }

  /** Replaces all counts by those. */
  public void replace(Map<String, Long> named) {
    counts.forEach((bucket, n) -> n.set(named.getOrDefault(bucket.name(), 0L)));
    replace(rejections, REJECTED, named);
    replace(passedOver, PASSED_OVER, named);
    replace(requests, REQUESTS, named);
    uploadedBytes.set(named.getOrDefault(UPLOADED_BYTES, 0L));
    pendingBytes.reset();
    pendingBytes.add(named.getOrDefault(PENDING_BYTES, 0L));
  }

  private static void replace(Map<String, LongAdder> sums, String prefix, Map<String, Long> named) {
    sums.clear();
    named.forEach(
        (name, n) -> {
          if (name.startsWith(prefix) && n != 0) {
            sums.computeIfAbsent(name.substring(prefix.length()), r -> new LongAdder()).add(n);
          }
        });
  }

  /** Instances by state. */
  public RunResult.Instances instances() {
    return new RunResult.Instances(
        get(Bucket.UPLOADED),
        get(Bucket.ALREADY_UPLOADED),
        get(Bucket.DUPLICATE),
        get(Bucket.CONFLICT),
        get(Bucket.HELD),
        get(Bucket.FAILED),
        get(Bucket.PENDING));
  }

  /** Files by bucket. */
  public RunResult.Files files() {
    RunResult.Instances i = instances();
    long instances =
        i.uploaded()
            + i.alreadyUploaded()
            + i.duplicate()
            + i.conflict()
            + i.held()
            + i.failed()
            + i.pending();
    long others =
        get(Bucket.NOT_DICOM)
            + get(Bucket.EXCLUDED)
            + get(Bucket.UNREADABLE)
            + get(Bucket.REJECTED);
    return new RunResult.Files(
        instances + others,
        get(Bucket.NOT_DICOM),
        get(Bucket.EXCLUDED),
        get(Bucket.UNREADABLE),
        get(Bucket.REJECTED),
        instances);
  }
}
