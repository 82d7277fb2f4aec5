package io.github.dcmbulk.journal;

import io.github.dcmbulk.model.RunResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a run records about itself: who ran it where and with which options, and its result. Rows
 * change with later runs; this does not.
 *
 * @param environment version, host, user and the like, by name
 * @param options the options that were given, by name; never a secret
 * @param counts the sums of the JSON result, as {@code files.found}, once the run ended
 * @param rejections rejected files by reason, once the run ended
 * @param changes what users changed during the run, a sentence each, in order
 */
public record RunFacts(
    Map<String, String> environment,
    Map<String, String> options,
    Map<String, Long> counts,
    Map<String, Long> rejections,
    List<String> changes) {

  /** Nothing is known. */
  public static final RunFacts NONE = new RunFacts(Map.of(), Map.of());

  /** What is known when a run begins. */
  public RunFacts(Map<String, String> environment, Map<String, String> options) {
    this(environment, options, Map.of(), Map.of(), List.of());
  }

  /** Keeps the order of what it is given. */
  public RunFacts {
    environment = Map.copyOf(new TreeMap<>(environment));
    options = new LinkedHashMap<>(options);
    counts = Map.copyOf(counts);
    rejections = new TreeMap<>(rejections);
    changes = List.copyOf(changes);
  }

  /** A count by its name; 0 when it is not recorded. */
  public long count(String name) {
    return counts.getOrDefault(name, 0L);
  }

  /** Whether the run ended and recorded its counts. */
  public boolean hasCounts() {
    return !counts.isEmpty();
  }

  /** A result's numbers by name. */
  public static Map<String, Long> counts(RunResult result) {
    Map<String, Long> counts = new LinkedHashMap<>();
    RunResult.Files files = result.files();
    counts.put("files.found", files.found());
    counts.put("files.notDicom", files.notDicom());
    counts.put("files.excluded", files.excluded());
    counts.put("files.unreadable", files.unreadable());
    counts.put("files.rejected", files.rejected());
    counts.put("files.instances", files.instances());
    RunResult.Instances instances = result.instances();
    counts.put("instances.uploaded", instances.uploaded());
    counts.put("instances.alreadyUploaded", instances.alreadyUploaded());
    counts.put("instances.duplicate", instances.duplicate());
    counts.put("instances.conflict", instances.conflict());
    counts.put("instances.held", instances.held());
    counts.put("instances.failed", instances.failed());
    counts.put("instances.pending", instances.pending());
    counts.put("studies.found", result.studies().found());
    counts.put("studies.complete", result.studies().complete());
    counts.put("studies.completeExceptRejected", result.studies().completeExceptRejected());
    counts.put("studies.incomplete", result.studies().incomplete());
    counts.put("bytes.uploaded", result.uploadedBytes());
    counts.put("requests.token", result.requests().token());
    counts.put("requests.presign", result.requests().presign());
    counts.put("requests.put", result.requests().put());
    counts.put("requests.retries", result.requests().retries());
    counts.put("integrity.etag", result.integrity().etag());
    counts.put("integrity.checksum", result.integrity().checksum());
    counts.put("integrity.statusAndTlsOnly", result.integrity().none());
    return counts;
  }
}
