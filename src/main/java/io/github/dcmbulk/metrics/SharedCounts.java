package io.github.dcmbulk.metrics;

import io.github.dcmbulk.event.UploadEvent.WorkShared;
import java.util.List;
import java.util.Map;

/** How far a run is that several processes share, and what this one did, as samples. */
final class SharedCounts {
  private static final List<Family> FAMILIES =
      List.of(
          Family.SHARED_PROCESSES,
          Family.SHARED_DIRECTORIES,
          Family.PROCESS_FILES,
          Family.PROCESS_STUDIES,
          Family.PROCESS_INSTANCES,
          Family.PROCESS_BYTES);

  private SharedCounts() {}

  /** Whether such a sample has that name. */
  static boolean hold(String sample) {
    return FAMILIES.stream().anyMatch(family -> family.holds(sample));
  }

  static void put(Map<String, Double> samples, WorkShared work) {
    samples.put(Family.SHARED_PROCESSES.metric(), (double) work.processes());
    putDirectories(samples, "waiting", work.directoriesWaiting());
    putDirectories(samples, "held", work.directoriesHeld());
    putDirectories(samples, "done", work.directoriesDone());
    samples.put(Family.PROCESS_FILES.metric(), (double) work.found());
    samples.put(Family.PROCESS_STUDIES.metric(), (double) work.studies());
    samples.put(Family.PROCESS_INSTANCES.metric(), (double) work.uploaded());
    samples.put(Family.PROCESS_BYTES.metric(), (double) work.bytes());
  }

  private static void putDirectories(Map<String, Double> samples, String state, long count) {
    samples.put(Family.SHARED_DIRECTORIES.with("state", state), (double) count);
  }
}
