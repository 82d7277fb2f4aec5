package io.github.dcmbulk.journal.write.rows;

import io.github.dcmbulk.journal.RunCounts;
import io.github.dcmbulk.journal.store.StateCode;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a transaction changes the run's counts: collected while its changes are applied, published
 * after the commit, so that the counts never include a change that is lost.
 */
public final class CountChanges {
  private final RunCounts counts;
  private final Map<RunCounts.Bucket, Integer> files = new EnumMap<>(RunCounts.Bucket.class);
  private final Map<String, Integer> rejected = new HashMap<>();
  private final Map<String, Integer> passedOver = new HashMap<>();
  private long pendingBytes;
  private long uploadedBytes;

  /** Collects changes of these counts. */
  public CountChanges(RunCounts counts) {
    this.counts = counts;
  }

  /** A file that the run had not found. */
  void enter(RunCounts.Bucket bucket, long size) {
    add(bucket, 1, size);
  }

  /** A rejected file that the run had not found. */
  void enterRejected(String reason) {
    rejected.merge(reason, 1, Integer::sum);
  }

  /** A file that the run had not found, and that is not opened. */
  void enterPassedOver(RunCounts.Bucket bucket, String reason) {
    add(bucket, 1, 0);
    passedOver.merge(reason, 1, Integer::sum);
  }

  /** A file in that state that the run had not found. */
  void enter(StateCode code, @Nullable String reason, long size) {
    if (code == StateCode.REJECTED && reason != null) {
      enterRejected(reason);
    } else if (code == StateCode.NOT_DICOM && reason != null) {
      enterPassedOver(RunCounts.Bucket.NOT_DICOM, reason);
    } else {
      enter(RunCounts.Bucket.of(code.state()), size);
    }
  }

  /** A file that the run had counted in that state is to be counted again. */
  void leave(StateCode code, RunCounts.Bucket bucket, @Nullable String reason, long size) {
    if (code == StateCode.REJECTED && reason != null) {
      rejected.merge(reason, -1, Integer::sum);
      return;
    }
    add(bucket, -1, size);
    if (code == StateCode.NOT_DICOM && reason != null) {
      passedOver.merge(reason, -1, Integer::sum);
    }
  }

  /** Files that the run had not found, for which nothing is written. */
  public void enterAll(RunCounts seen) {
    for (RunCounts.Bucket bucket : RunCounts.Bucket.values()) {
      int found = (int) seen.get(bucket);
      if (found != 0 && bucket != RunCounts.Bucket.REJECTED) {
        files.merge(bucket, found, Integer::sum);
      }
    }
    seen.rejections().forEach((reason, n) -> rejected.merge(reason, n.intValue(), Integer::sum));
    seen.passedOver().forEach((reason, n) -> passedOver.merge(reason, n.intValue(), Integer::sum));
  }

  /** A file that was counted before. */
  void move(RunCounts.Bucket from, RunCounts.Bucket to, long size) {
    add(from, -1, size);
    add(to, 1, size);
  }

  void addUploadedBytes(long bytes) {
    uploadedBytes += bytes;
  }

  private void add(RunCounts.Bucket bucket, int more, long size) {
    files.merge(bucket, more, Integer::sum);
    if (bucket == RunCounts.Bucket.PENDING) {
      pendingBytes += more * size;
    }
  }

  /** The changes by name, for counts to which several processes add. */
  public Map<String, Long> changes() {
    Map<String, Long> changes = new HashMap<>();
    files.forEach((bucket, n) -> put(changes, bucket.name(), n));
    rejected.forEach(
        (reason, n) -> {
          put(changes, RunCounts.Bucket.REJECTED.name(), n);
          put(changes, RunCounts.REJECTED + reason, n);
        });
    passedOver.forEach((reason, n) -> put(changes, RunCounts.PASSED_OVER + reason, n));
    put(changes, RunCounts.PENDING_BYTES, pendingBytes);
    put(changes, RunCounts.UPLOADED_BYTES, uploadedBytes);
    return changes;
  }

  private static void put(Map<String, Long> changes, String name, long n) {
    if (n != 0) {
      changes.merge(name, n, Long::sum);
    }
  }

  /** Nothing has changed. */
  public void discard() {
    files.clear();
    rejected.clear();
    passedOver.clear();
    pendingBytes = 0;
    uploadedBytes = 0;
  }

  /** The transaction is committed: the run's counts change. */
  public void publish() {
    files.forEach(counts::add);
    files.clear();
    rejected.forEach(counts::addRejected);
    rejected.clear();
    passedOver.forEach(counts::addPassedOver);
    passedOver.clear();
    counts.addPendingBytes(pendingBytes);
    counts.addUploadedBytes(uploadedBytes);
    pendingBytes = 0;
    uploadedBytes = 0;
  }
}
