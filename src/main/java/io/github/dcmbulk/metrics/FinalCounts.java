package io.github.dcmbulk.metrics;

import io.github.dcmbulk.model.RunResult;
import java.time.Instant;
import java.util.Map;

/** A run's result as samples; exact, where the counts during a run are approximate. */
final class FinalCounts {
  private FinalCounts() {}

  static void put(Map<String, Double> samples, RunResult result) {
    RunResult.Files files = result.files();
    put(samples, Family.FILES, "not-dicom", files.notDicom());
    put(samples, Family.FILES, "excluded", files.excluded());
    put(samples, Family.FILES, "unreadable", files.unreadable());
    put(samples, Family.FILES, "rejected", files.rejected());
    put(samples, Family.FILES, "instance", files.instances());
    RunResult.Instances instances = result.instances();
    put(samples, Family.INSTANCES, "uploaded", instances.uploaded());
    put(samples, Family.INSTANCES, "already-uploaded", instances.alreadyUploaded());
    put(samples, Family.INSTANCES, "duplicate", instances.duplicate());
    put(samples, Family.INSTANCES, "conflict", instances.conflict());
    put(samples, Family.INSTANCES, "held", instances.held());
    put(samples, Family.INSTANCES, "failed", instances.failed());
    put(samples, Family.INSTANCES, "pending", instances.pending());
    put(samples, Family.STUDIES, "complete", result.studies().complete());
    put(
        samples,
        Family.STUDIES,
        "complete-except-rejected",
        result.studies().completeExceptRejected());
    put(samples, Family.STUDIES, "incomplete", result.studies().incomplete());
    Instant oldest = result.remarks().oldestUndelivered();
    samples.put(Family.OLDEST.metric(), oldest == null ? 0 : oldest.toEpochMilli() / 1000.0);
    samples.put(Family.SOURCE_EMPTY.metric(), (double) result.remarks().emptySources().size());
    samples.keySet().removeIf(Family.REJECTED::holds);
    result
        .rejections()
        .forEach(
            (reason, count) -> samples.put(Family.REJECTED.with("reason", reason), (double) count));
  }

  private static void put(Map<String, Double> samples, Family family, String state, long count) {
    samples.put(family.with("state", state), (double) count);
  }
}
