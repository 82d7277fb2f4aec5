package io.github.dcmbulk.sandbox.lake;

import io.github.dcmbulk.sandbox.file.SandboxAudit;
import io.github.dcmbulk.sandbox.settings.SandboxSettings;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Stores instances by the service's two rules about time. Instances of a study that arrive within
 * the gap after the previous one are one batch. A batch that begins later, but within the overwrite
 * window after the end of the previous batch, overwrites the study: the earlier instances are moved
 * away. A batch that begins after the window is added to the study, and replaces instances with the
 * same UID.
 *
 * <p>Keeps studies in memory while the rules apply to them, and no instances. For studies of an
 * earlier sandbox it reads the times in the lake. Safe for several threads.
 */
public final class OverwriteRules {
  private static final int LOCKS = 256;

  private final Lake lake;
  private final SandboxAudit audit;
  private final Clock clock;
  private final Duration gap;
  private final Duration window;
  private final Duration keep;
  private final Instant started;
  private final ConcurrentMap<String, Batch> batches = new ConcurrentHashMap<>();
  private final ReentrantLock[] locks =
      Stream.generate(ReentrantLock::new).limit(LOCKS).toArray(ReentrantLock[]::new);
  private final AtomicReference<Instant> nextSweep = new AtomicReference<>(Instant.MIN);
  private final AtomicLong overwritten = new AtomicLong();

  /** Stores into that lake. */
  public OverwriteRules(SandboxSettings.Studies rules, Lake lake, SandboxAudit audit, Clock clock) {
    this.lake = lake;
    this.audit = audit;
    this.clock = clock;
    this.gap = rules.gap();
    this.window = rules.overwriteWindow();
    this.keep = gap.compareTo(window) > 0 ? gap : window;
    this.started = clock.instant();
  }

  /**
   * Stores the instance now; returns whether it replaced one with the same UIDs.
   *
   * @throws IOException the lake cannot be read or written
   */
  public boolean file(Incoming incoming, DicomUids uids) throws IOException {
    Instant now = clock.instant();
    sweep(now);
    ReentrantLock lock = lock(uids.study());
    lock.lock();
    try {
      batch(uids.study(), now).add(now);
    } finally {
      lock.unlock();
    }
    return lake.file(incoming, uids);
  }

  private ReentrantLock lock(String study) {
    return locks[Math.floorMod(study.hashCode(), LOCKS)];
  }

  private Batch batch(String study, Instant now) throws IOException {
    Batch former = batches.get(study);
    if (former == null && now.isBefore(started.plus(keep)) && lake.holds(study)) {
      former = ofLake(study, now);
    }
    if (former != null && !now.isAfter(former.last.plus(gap))) {
      return former;
    }
    String relation = lake.holds(study) ? "adds" : "new";
    if (former != null) {
      ended(study, former);
      if (now.isBefore(former.last.plus(window)) && lake.holds(study)) {
        relation = "overwrites";
        overwrite(study);
      }
    }
    audit.line("study-batch").with("study", study).with("relation", relation).write();
    Batch batch = new Batch(now);
    batches.put(study, batch);
    return batch;
  }

  /** The batch of an earlier sandbox; null when the rules no longer apply to it. */
  private @Nullable Batch ofLake(String study, Instant now) throws IOException {
    Duration age = lake.sinceLastFiled(study);
    if (age.compareTo(keep) > 0) {
      return null;
    }
    Batch found = new Batch(now.minus(age));
    batches.put(study, found);
    return found;
  }

  private void overwrite(String study) throws IOException {
    String name = study + "." + clock.millis() + "-" + overwritten.incrementAndGet();
    long lost = lake.setAside(study, name);
    audit.line("study-overwritten").with("study", study).with("lost", lost).write();
  }

  private void ended(String study, Batch batch) {
    audit
        .line("study-batch-end")
        .with("study", study)
        .with("instances", batch.instances)
        .with("seconds", Duration.between(batch.first, batch.last).toMillis() / 1000.0)
        .write();
  }

  /** Removes studies to which the rules no longer apply; at most once a second. */
  private void sweep(Instant now) {
    Instant due = nextSweep.get();
    if (now.isBefore(due) || !nextSweep.compareAndSet(due, now.plusSeconds(1))) {
      return;
    }
    for (String study : batches.keySet()) {
      ReentrantLock lock = lock(study);
      lock.lock();
      try {
        Batch batch = batches.get(study);
        if (batch != null && now.isAfter(batch.last.plus(keep))) {
          ended(study, batch);
          batches.remove(study);
        }
      } finally {
        lock.unlock();
      }
    }
  }

  /** Ends all batches; no instance may be stored afterwards. */
  public void close() {
    for (Map.Entry<String, Batch> left : batches.entrySet()) {
      ended(left.getKey(), left.getValue());
    }
    batches.clear();
  }

  private static final class Batch {
    private final Instant first;
    private Instant last;
    private long instances;

    Batch(Instant first) {
      this.first = first;
      this.last = first;
    }

    void add(Instant now) {
      if (now.isAfter(last)) {
        last = now;
      }
      instances++;
    }
  }
}
