package io.github.dcmbulk.metrics;

import io.github.dcmbulk.event.UploadEvent;
import io.github.dcmbulk.model.FileState;
import io.github.dcmbulk.remote.Attempt;
import io.github.dcmbulk.remote.Step;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Counts during a run. Thread-safe. */
final class LiveCounts {
  private final Map<FileState, LongAdder> checked = new EnumMap<>(FileState.class);
  private final Map<FileState, LongAdder> settled = new EnumMap<>(FileState.class);
  private final Map<String, LongAdder> rejections = new ConcurrentHashMap<>();
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder retries = new LongAdder();
  private volatile UploadEvent.@Nullable WorkShared shared;

  LiveCounts() {
    for (FileState state : FileState.values()) {
      checked.put(state, new LongAdder());
      settled.put(state, new LongAdder());
    }
  }

  void onEvent(UploadEvent event) {
    if (event instanceof UploadEvent.FileChecked file) {
      add(checked, file.state(), 1);
      if (file.state() == FileState.REJECTED && file.reason() != null) {
        rejections.computeIfAbsent(file.reason(), reason -> new LongAdder()).increment();
      }
    } else if (event instanceof UploadEvent.FilesKnown known) {
      add(checked, known.state(), known.files());
    } else if (event instanceof UploadEvent.InstanceSettled instance) {
      add(settled, instance.state(), 1);
      if (instance.state() == FileState.UPLOADED) {
        bytes.add(instance.file().size());
      }
    } else if (event instanceof UploadEvent.WorkShared work) {
      shared = work;
    }
  }

  void onRequest(Attempt attempt) {
    String name =
        Family.REQUESTS.metric()
            + "{result=\""
            + attempt.result().code()
            + "\",step=\""
            + attempt.step().code()
            + "\"}";
    requests.computeIfAbsent(name, request -> new LongAdder()).increment();
    if (attempt.step() == Step.PRESIGN && attempt.instanceRef().attempt() > 1) {
      retries.increment();
    }
  }

  /**
   * Writes the present counts.
   *
   * @param before samples of the file when the run began; counters continue from them
   */
  void put(Map<String, Double> samples, Map<String, Double> before) {
    samples.keySet().removeIf(LiveCounts::isOfTheLatestRunOnly);
    long notInstances = 0;
    for (FileState state :
        new FileState[] {
          FileState.NOT_DICOM, FileState.EXCLUDED, FileState.UNREADABLE, FileState.REJECTED
        }) {
      notInstances += count(checked, state);
      samples.put(Family.FILES.with("state", state.code()), (double) count(checked, state));
    }
    long all = checked.values().stream().mapToLong(LongAdder::sum).sum();
    samples.put(Family.FILES.with("state", "instance"), (double) (all - notInstances));
    putInstances(samples);
    rejections.forEach(
        (reason, count) ->
            samples.put(Family.REJECTED.with("reason", reason), (double) count.sum()));

    UploadEvent.WorkShared work = shared;
    if (work != null) {
      SharedCounts.put(samples, work);
    }

    grow(samples, before, Family.UPLOADED.metric(), count(settled, FileState.UPLOADED));
    grow(samples, before, Family.UPLOADED_BYTES.metric(), bytes.sum());
    grow(samples, before, Family.RETRIES.metric(), retries.sum());
    requests.forEach((name, count) -> grow(samples, before, name, count.sum()));
  }

  private void putInstances(Map<String, Double> samples) {
    long left = count(checked, FileState.PENDING);
    for (LongAdder count : settled.values()) {
      left -= count.sum();
    }
    putInstances(samples, "uploaded", count(settled, FileState.UPLOADED));
    putInstances(samples, "already-uploaded", count(checked, FileState.UPLOADED));
    putInstances(samples, "failed", both(FileState.FAILED));
    putInstances(samples, "duplicate", both(FileState.DUPLICATE));
    putInstances(samples, "conflict", both(FileState.CONFLICT));
    putInstances(samples, "held", both(FileState.HELD));
    // A study that is sent again as a whole contains instances that were not pending.
    putInstances(samples, "pending", Math.max(0, left));
  }

  private long both(FileState state) {
    return count(checked, state) + count(settled, state);
  }

  private static void putInstances(Map<String, Double> samples, String state, long count) {
    samples.put(Family.INSTANCES.with("state", state), (double) count);
  }

  private static boolean isOfTheLatestRunOnly(String sample) {
    return Family.FILES.holds(sample)
        || Family.INSTANCES.holds(sample)
        || Family.REJECTED.holds(sample)
        || Family.STUDIES.holds(sample)
        || SharedCounts.hold(sample);
  }

  private static void grow(
      Map<String, Double> samples, Map<String, Double> before, String name, long count) {
    samples.put(name, before.getOrDefault(name, 0.0) + count);
  }

  private static void add(Map<FileState, LongAdder> counts, FileState state, long number) {
    LongAdder counter = counts.get(state);
    if (counter != null) {
      counter.add(number);
    }
  }

  private static long count(Map<FileState, LongAdder> counts, FileState state) {
    LongAdder counter = counts.get(state);
    return counter == null ? 0 : counter.sum();
  }
}
